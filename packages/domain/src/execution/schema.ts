import { z } from "zod";
import { zInstant, zKey } from "../kernel/index.ts";
import { frozenCaptureItemSchema } from "../routing/index.ts";
import { stepCard, unitCard } from "./unit-schema.ts";

export const judgements = ["PASS", "FAIL", "NA"] as const;
export const zJudgement = z.enum(judgements);
export const zTrackSource = z.enum(["MANUAL", "AUTO", "BATCH", "TEST"]);
export const zCaptureValue = z.union([z.number(), z.string().max(500), z.boolean(), z.null()]);

interface Target {
  sn?: string | undefined;
  panelNo?: string | undefined;
  carrierNo?: string | undefined;
}
const exactlyOneTarget = ({ sn, panelNo, carrierNo }: Target) =>
  [sn, panelNo, carrierNo].filter((key) => key !== undefined).length === 1;
const oneTarget = { error: "exactly one of sn, panelNo and carrierNo", path: ["sn"] };

export const trackInInput = z
  .object({
    sn: zKey.optional(),
    panelNo: zKey.optional(),
    carrierNo: zKey.optional(),
    /** Only where the scan creates the unit (unitSource FIRST_SCAN): the run it joins. */
    runNo: zKey.optional(),
  })
  .refine(exactlyOneTarget, oneTarget);

export const captureInput = z.object({
  code: z.string().trim().min(1).max(64),
  value: zCaptureValue,
});

/** 不良: code as on the defect list, location 位号 such as U5. */
export const defectInput = z.object({
  code: z.string().trim().min(1).max(64),
  location: z.string().trim().max(64).nullish(),
  remark: z.string().trim().max(500).nullish(),
});

/** PASS or FAIL; kept as text so that the rule itself refuses anything else (RESULT_INVALID). */
const zResult = z.string().trim().max(20);

export const unitResultInput = z.object({
  sn: zKey,
  result: zResult,
  defect: defectInput.nullish(),
  captures: z.array(captureInput).max(200).optional(),
});

export const trackOutInput = z
  .object({
    sn: zKey.optional(),
    panelNo: zKey.optional(),
    carrierNo: zKey.optional(),
    result: zResult,
    defect: defectInput.nullish(),
    /** On a panel or carrier: recorded for every unit of it. */
    captures: z.array(captureInput).max(200).optional(),
    /** On a panel or carrier: what differs for single units; the others take `result`. */
    units: z.array(unitResultInput).max(500).optional(),
  })
  .refine(exactlyOneTarget, oneTarget);

export const undoInput = z.object({ trackId: z.string().min(1).max(64) });

export const panelBindInput = z.object({
  panelNo: zKey,
  /** In the order of their positions, the first at position 1. */
  sns: z.array(zKey).min(1).max(100),
});
export const panelBindAnswer = z.object({
  runNo: z.string(),
  panelNo: z.string(),
  units: z.array(z.object({ sn: z.string(), panelPosition: z.number().int() })),
});

/** A unit of the panel or carrier that did not move: scrapped or voided boards stay where they are (x-out). */
export const skippedUnit = z.object({
  sn: z.string(),
  panelPosition: z.number().int().nullable(),
  carrierPosition: z.number().int().nullable().optional(),
  state: z.string(),
  stepNo: z.number().int(),
});

export const trackInUnit = z.object({ unit: unitCard, trackId: z.string() });

/** `unit`/`trackId` are those of the scanned unit, or of the panel's first moved unit. */
export const trackInAnswer = trackInUnit.extend({
  at: zInstant,
  panelNo: z.string().nullable(),
  /** Set when a carrier was scanned. */
  carrierNo: z.string().nullable(),
  units: z.array(trackInUnit),
  skipped: z.array(skippedUnit),
  captureItems: z.array(frozenCaptureItemSchema),
  /** True when the scan created the unit. */
  created: z.boolean(),
  runStarted: z.boolean(),
});

export const judgedValue = z.object({
  code: z.string(),
  name: z.string(),
  nameZh: z.string(),
  unit: z.string().nullable(),
  lowerLimit: z.number().nullable(),
  upperLimit: z.number().nullable(),
  value: zCaptureValue,
  judgement: zJudgement,
  onBreach: z.enum(["RECORD", "ALARM", "BLOCK", "HOLD"]),
});

export const trackOutUnit = z.object({
  unit: unitCard,
  trackId: z.string(),
  result: z.enum(["PASS", "FAIL"]),
  /** Where the unit goes now; null when it is done, failed or held. */
  nextStep: stepCard.nullable(),
  judgements: z.array(judgedValue),
  /** A value outside its limits: show it, although the unit moves. */
  alarm: z.boolean(),
  defectId: z.string().nullable(),
  /** A defect recorded by an inspection machine turned the operator's PASS into FAIL. */
  isForcedFail: z.boolean(),
});

export const trackOutAnswer = trackOutUnit.extend({
  at: zInstant,
  panelNo: z.string().nullable(),
  /** Set when a carrier was scanned. */
  carrierNo: z.string().nullable(),
  units: z.array(trackOutUnit),
  skipped: z.array(skippedUnit),
  /** Until when the same operator may take it back at the same station; null: not at all. */
  undoUntil: zInstant.nullable(),
  runCompleted: z.boolean(),
});

export const undoAnswer = z.object({
  unit: unitCard,
  /** The visit that continues. */
  trackId: z.string(),
  undoneTrackIds: z.array(z.string()),
  units: z.array(trackInUnit),
  /** The carrier that is in the station again with all of them. */
  carrierNo: z.string().nullable().optional(),
  withdrawnDefectIds: z.array(z.string()),
  at: zInstant,
  captureItems: z.array(frozenCaptureItemSchema),
});

export type TrackInRequest = z.infer<typeof trackInInput>;
export type TrackOutRequest = z.infer<typeof trackOutInput>;
export type UnitResultInput = z.infer<typeof unitResultInput>;
export type CaptureInput = z.infer<typeof captureInput>;
export type CaptureValue = z.infer<typeof zCaptureValue>;
export type DefectInput = z.infer<typeof defectInput>;
export type PanelBindInput = z.infer<typeof panelBindInput>;
export type Judgement = z.infer<typeof zJudgement>;
export type JudgedValue = z.infer<typeof judgedValue>;
export type SkippedUnit = z.infer<typeof skippedUnit>;
export type TrackInAnswer = z.infer<typeof trackInAnswer>;
export type TrackOutAnswer = z.infer<typeof trackOutAnswer>;
export type TrackOutUnit = z.infer<typeof trackOutUnit>;
export type UndoAnswer = z.infer<typeof undoAnswer>;
