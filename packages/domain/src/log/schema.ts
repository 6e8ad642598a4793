import { z } from "zod";
import { zInstant } from "../kernel/index.ts";

export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

/** FILES: everything that was logged; MEMORY: the last warnings and errors of this node. */
export const logPlaces = ["FILES", "MEMORY"] as const;
export type LogPlace = (typeof logPlaces)[number];

export const logQuery = z.object({
  /** This level and what is worse. */
  level: z.enum(logLevels).optional(),
  /** Anywhere in the line, whatever its case. */
  q: z.string().trim().max(200).optional(),
  requestId: z.string().trim().min(1).max(120).optional(),
  from: zInstant.optional(),
  /** Exclusive. */
  to: zInstant.optional(),
  place: z.enum(logPlaces).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
  cursor: z.string().max(400).optional(),
});
export type LogQuery = z.infer<typeof logQuery>;

export const zLogRow = z.object({
  id: z.string(),
  time: z.string(),
  level: z.string(),
  message: z.string(),
  requestId: z.string().nullable(),
  /** The job it is about. */
  jobId: z.string().nullable(),
  error: z.string().nullable(),
  /** Everything else the line holds. */
  fields: z.record(z.string(), z.unknown()),
});
export type LogRow = z.infer<typeof zLogRow>;

export const zLogPage = z.object({
  items: z.array(zLogRow),
  /** Also when nothing was found yet: a search reads only so far at once. */
  nextCursor: z.string().nullable(),
  at: zInstant,
  /** Logs are kept by each node for itself. */
  node: z.string(),
  place: z.enum(logPlaces),
  /** null: this node keeps no files. */
  dir: z.string().nullable(),
  /** Lines that did not reach the files since the start. */
  lost: z.number().int(),
});
export type LogPage = z.infer<typeof zLogPage>;

/** What a request did, for whoever looks for the reason of an error. */
export const zRequestEvent = z.object({
  id: z.string(),
  type: z.string(),
  outcome: z.enum(["DONE", "REFUSED"]),
  code: z.string().nullable(),
  entityType: z.string(),
  entityKey: z.string(),
  /** null: the reader may not read the audit trail. */
  actorName: z.string().nullable(),
  lineCode: z.string().nullable(),
  stationCode: z.string().nullable(),
  runNo: z.string().nullable(),
  woNo: z.string().nullable(),
  recordedAt: zInstant,
});
export type RequestEvent = z.infer<typeof zRequestEvent>;

export const zRequestEvents = z.object({
  items: z.array(zRequestEvent),
  /** There are more; the audit trail shows them. */
  hasMore: z.boolean(),
});
export type RequestEvents = z.infer<typeof zRequestEvents>;
