import { z } from "zod";
import { pageQuery, zInstant, zKey, zReason, zVersion } from "../kernel/index.ts";
import { endpointStates } from "./endpoint-states.ts";

export const zEndpointState = z.enum(endpointStates.states);

/** vendor.model.serial, as the machine calls itself. */
const zHandle = z.string().trim().min(1).max(120);

export const endpointQuery = pageQuery.extend({
  lineCode: zKey.optional(),
  state: zEndpointState.optional(),
});

export const endpointRow = z.object({
  id: z.string(),
  handle: z.string(),
  state: zEndpointState,
  stationCode: z.string().nullable(),
  stationName: z.string().nullable(),
  lineCode: z.string().nullable(),
  firstSeenAt: zInstant,
  lastSeenAt: zInstant,
  connectedAt: zInstant.nullable(),
  silentSince: zInstant.nullable(),
  heartbeatSeconds: z.number().int(),
  activeRecipe: z.string().nullable(),
  activeRecipeAt: zInstant.nullable(),
  operatorName: z.string().nullable(),
  activeFaults: z.number().int(),
  messageCount: z.number().int(),
  unknownCount: z.number().int(),
  /** Who else spoke for it last, and does not count as it. */
  rivalName: z.string().nullable(),
  rivalAt: zInstant.nullable(),
  version: zVersion,
});
export type EndpointRow = z.output<typeof endpointRow>;

/** With where it listens, and what waits for it to be assigned. */
export const endpointDetail = endpointRow.extend({
  networkUri: z.string().nullable(),
  targetAddress: z.string().nullable(),
  cfxVersion: z.string().nullable(),
  operatorIdentifier: z.string().nullable(),
  /** The API key that speaks for it; null: none has yet. */
  keyName: z.string().nullable(),
  /** Events of it that are parked, rejected or dead. */
  openEvents: z.number().int(),
  messages: z.array(
    z.object({ messageName: z.string(), count: z.number().int(), lastAt: zInstant }),
  ),
});
export type EndpointDetail = z.output<typeof endpointDetail>;

export const endpointCreate = z.object({
  handle: zHandle,
  stationCode: zKey.nullable().default(null),
  heartbeatSeconds: z.number().int().min(1).max(3600).default(60),
});

/** `stationCode: null` takes it from its station; `isIgnored` keeps its messages without effect. */
export const endpointPatch = z.object({
  version: zVersion,
  stationCode: zKey.nullable().optional(),
  heartbeatSeconds: z.number().int().min(1).max(3600).optional(),
  isIgnored: z.boolean().optional(),
  /** Its key is another from now on: whoever speaks for it next. */
  isKeyForgotten: z.literal(true).optional(),
  reason: zReason.nullable().optional(),
});

export const endpointSaved = z.object({
  id: z.string(),
  handle: z.string(),
  state: zEndpointState,
  version: zVersion,
  /** Parked events that go on now. */
  woken: z.number().int(),
});
