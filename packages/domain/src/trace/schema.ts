import { z } from "zod";
import { judgedValue, stepCard, zTrackSource, zUnitState } from "../execution/index.ts";
import { unitIngestEvent } from "../ingest/index.ts";
import { pageQuery, zInstant } from "../kernel/index.ts";
import { zDefectState, zDisposition, zSeverity } from "../quality/index.ts";
import { traceReadiness } from "../readiness/index.ts";
import { frozenStepSchema } from "../routing/index.ts";
import { clockCard } from "../time-rule/index.ts";

/** run: the version frozen for the run. latest: the route's newest READY version, for analysis only. */
export const traceQuery = z.object({ mode: z.enum(["run", "latest"]).default("run") });

const place = z.object({ code: z.string(), name: z.string() });
const handOver = z.object({
  at: zInstant,
  operatorId: z.string().nullable(),
  operatorName: z.string(),
});

export const traceDefect = z.object({
  id: z.string(),
  trackId: z.string().nullable(),
  stepNo: z.number().int(),
  code: z.string(),
  name: z.string().nullable(),
  nameZh: z.string().nullable(),
  severity: zSeverity.nullable(),
  location: z.string().nullable(),
  remark: z.string().nullable(),
  qty: z.number().int(),
  state: zDefectState,
  disposition: zDisposition.nullable(),
  dispositionReason: z.string().nullable(),
  reworkStepNo: z.number().int().nullable(),
  source: z.string(),
  stationCode: z.string().nullable(),
  createdAt: zInstant,
  createdByName: z.string(),
  closedAt: zInstant.nullable(),
});

/** One visit of the unit to a station: who took it in and out, what was measured, how it was judged. */
export const traceTrack = z.object({
  id: z.string(),
  stepNo: z.number().int(),
  stepName: z.string(),
  stepNameZh: z.string(),
  operationCode: z.string(),
  /** The n-th visit at this step that was not undone; an undone visit keeps the number it had. */
  attempt: z.number().int(),
  station: place,
  source: zTrackSource,
  in: handOver,
  /** Null while the unit is in the station. */
  out: handOver.nullable(),
  result: z.enum(["PASS", "FAIL"]).nullable(),
  durationMs: z.number().int().nullable(),
  undoneAt: zInstant.nullable(),
  /** The undone visit that this one continues. */
  continuesId: z.string().nullable(),
  captures: z.array(judgedValue),
  defectIds: z.array(z.string()),
});

export const traceStep = frozenStepSchema.extend({
  displayName: z.string(),
  displayNameZh: z.string(),
  status: z.enum(["PASSED", "IN_STATION", "FAILED", "CURRENT", "AHEAD"]),
  trackIds: z.array(z.string()),
});

/** A bottle that was bound on the line while the unit visited a print step. */
export const tracePaste = z.object({
  trackId: z.string(),
  stepNo: z.number().int(),
  bottleNo: z.string(),
  typeCode: z.string(),
  typeName: z.string(),
  lotNo: z.string(),
  expiresAt: zInstant,
  openedAt: zInstant.nullable(),
  lineCode: z.string(),
  boundAt: zInstant,
  unboundAt: zInstant.nullable(),
});

export const traceEvent = z.object({
  id: z.string(),
  type: z.string(),
  entityType: z.enum(["unit", "defect"]),
  entityId: z.string(),
  outcome: z.enum(["DONE", "REFUSED"]),
  code: z.string().nullable(),
  actorName: z.string(),
  stationCode: z.string().nullable(),
  occurredAt: zInstant,
  recordedAt: zInstant,
  data: z.record(z.string(), z.unknown()),
});

export const traceAnswer = z.object({
  mode: z.enum(["run", "latest"]),
  unit: z.object({
    id: z.string(),
    sn: z.string(),
    state: zUnitState,
    stepNo: z.number().int(),
    panelNo: z.string().nullable(),
    panelPosition: z.number().int().nullable(),
    holdReason: z.string().nullable(),
    createdAt: zInstant,
    finishedAt: zInstant.nullable(),
  }),
  product: z.object({
    code: z.string(),
    name: z.string(),
    customer: z.string().nullable(),
    revision: z.string().nullable(),
    boardSide: z.string().nullable(),
  }),
  order: z.object({
    woNo: z.string(),
    state: z.string(),
    plannedQty: z.number().int(),
    dueAt: zInstant.nullable(),
  }),
  run: z.object({
    runNo: z.string(),
    state: z.string(),
    planQty: z.number().int(),
    line: place,
    shiftCode: z.string().nullable(),
    changeoverNo: z.string().nullable(),
    authorizedAt: zInstant.nullable(),
    startedAt: zInstant.nullable(),
    endedAt: zInstant.nullable(),
  }),
  version: z.object({
    id: z.string(),
    routeCode: z.string(),
    routeName: z.string(),
    versionNo: z.number().int(),
    compiledAt: zInstant,
    compiledByName: z.string(),
    /** False in mode latest when the unit was made by another version. */
    isFrozenForRun: z.boolean(),
    steps: z.array(traceStep),
  }),
  tracks: z.array(traceTrack),
  defects: z.array(traceDefect),
  /** Time limits of the unit, whatever became of them, by start. */
  clocks: z.array(clockCard),
  /** The solder paste it was printed with. */
  paste: z.array(tracePaste),
  /** What its run was authorised on, and what was waived for it, by whom and why. */
  readiness: traceReadiness,
  /** What machines told about it, and what each of their events did, by when it happened. */
  machineEvents: z.array(unitIngestEvent.omit({ unitId: true })),
  events: z.array(traceEvent),
  /** True when there are more events than the answer carries; the audit page has them all. */
  hasMoreEvents: z.boolean(),
});

/** The boards of one panel, by position: a scanned panel leads to the trace of each of them. */
export const panelAnswer = z.object({
  panelNo: z.string(),
  runNo: z.string(),
  woNo: z.string(),
  product: z.object({ code: z.string(), name: z.string() }),
  boundAt: zInstant,
  units: z.array(
    z.object({
      sn: z.string(),
      position: z.number().int().nullable(),
      state: zUnitState,
      step: stepCard,
    }),
  ),
});

export const searchQuery = pageQuery.pick({ limit: true }).extend({
  q: z.string().trim().min(1).max(100),
});
export const searchResult = z.object({
  kind: z.enum(["UNIT", "PANEL", "CARRIER", "RUN", "ORDER", "PRODUCT", "ROUTE", "PASTE_BOTTLE"]),
  key: z.string(),
  title: z.string(),
  state: z.string().nullable(),
});
export const searchAnswer = z.object({ items: z.array(searchResult) });

export type TraceQuery = z.infer<typeof traceQuery>;
export type TraceAnswer = z.infer<typeof traceAnswer>;
export type TraceTrack = z.infer<typeof traceTrack>;
export type TraceStep = z.infer<typeof traceStep>;
export type TraceDefect = z.infer<typeof traceDefect>;
export type TracePaste = z.infer<typeof tracePaste>;
export type TraceEvent = z.infer<typeof traceEvent>;
export type PanelAnswer = z.infer<typeof panelAnswer>;
export type SearchResult = z.infer<typeof searchResult>;
