import { z } from "zod";
import { pageQuery, zInstant } from "../kernel/index.ts";
import { frozenCaptureItemSchema } from "../routing/index.ts";
import { stepCard, unitCard, zUnitState } from "./unit-schema.ts";

export const stationCard = z.object({
  code: z.string(),
  name: z.string(),
  stationType: z.string(),
  groupCode: z.string().nullable(),
  isActive: z.boolean(),
});

export const stationRun = z.object({
  runNo: z.string(),
  woNo: z.string(),
  productCode: z.string(),
  productName: z.string(),
  state: z.string(),
  planQty: z.number().int(),
  done: z.number().int(),
  unitSource: z.string(),
  holdCode: z.string().nullable(),
  holdReason: z.string().nullable(),
  /** The steps of the run that this station can do. */
  steps: z.array(stepCard),
  /** Whether boards of the run begin here; with FIRST_SCAN an unknown label then makes one. */
  startsHere: z.boolean(),
});

export const lastTrackOut = z.object({
  trackId: z.string(),
  sn: z.string(),
  panelNo: z.string().nullable(),
  /** The carrier it left with. */
  carrierNo: z.string().nullable(),
  result: z.enum(["PASS", "FAIL"]),
  at: zInstant,
  /** Null when it can no longer be taken back. */
  undoUntil: zInstant.nullable(),
});

/** The station page's frame: where it is, what runs there, what was done today, what can be undone. */
export const stationStatus = z.object({
  station: stationCard,
  line: z.object({ code: z.string(), name: z.string(), processType: z.string() }),
  now: zInstant,
  /** Since the plant day began: visits begun, and ended with each result (undone ones left out). */
  today: z.object({
    since: zInstant,
    in: z.number().int(),
    pass: z.number().int(),
    fail: z.number().int(),
  }),
  counts: z.object({ inStation: z.number().int(), waiting: z.number().int() }),
  lastTrackOut: lastTrackOut.nullable(),
  runs: z.array(stationRun),
});

export const queueQuery = pageQuery;

export const queueUnit = z.object({
  sn: z.string(),
  state: zUnitState,
  step: stepCard,
  runNo: z.string(),
  woNo: z.string(),
  productCode: z.string(),
  panelNo: z.string().nullable(),
  panelPosition: z.number().int().nullable(),
  /** What it lies on, and where. */
  carrierNo: z.string().nullable(),
  carrierPosition: z.number().int().nullable(),
  /** Track-in for units in station, end of the previous step for waiting ones. */
  since: zInstant,
  operatorName: z.string().nullable(),
});

/** Everything in this station, and one page of what waits for it, oldest first (D14: never cut off). */
export const stationQueue = z.object({
  inStation: z.array(queueUnit),
  waiting: z.array(queueUnit),
  nextCursor: z.string().nullable(),
  counts: z.object({ inStation: z.number().int(), waiting: z.number().int() }),
});

export const refusalNotice = z.object({
  code: z.string(),
  context: z.record(z.string(), z.unknown()),
  resolvedBy: z.string().nullable(),
});

/** What a scan means at this station, and what the station page should do with it. */
export const scanAnswer = z.object({
  scan: z.string(),
  kind: z.enum(["UNIT", "PANEL", "CARRIER", "RUN", "ORDER", "BADGE", "UNKNOWN"]),
  /** SN, panel, carrier, run or order number as stored. */
  key: z.string().nullable(),
  action: z.enum(["TRACK_IN", "TRACK_OUT", "NONE"]),
  units: z.array(unitCard),
  captureItems: z.array(frozenCaptureItemSchema),
  /** The run an unknown serial number would join when tracked in (FIRST_SCAN). */
  createsIn: z.string().nullable(),
  refusal: refusalNotice.nullable(),
});

export type StationStatus = z.infer<typeof stationStatus>;
export type StationQueue = z.infer<typeof stationQueue>;
export type QueueUnit = z.infer<typeof queueUnit>;
export type ScanAnswer = z.infer<typeof scanAnswer>;
export type RefusalNotice = z.infer<typeof refusalNotice>;
