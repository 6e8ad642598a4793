import { z } from "zod";
import { pageQuery, zInstant } from "../kernel/index.ts";
import { unitStates } from "./states.ts";

export const zUnitState = z.enum(unitStates.states);

/** A step as people call it: in Chinese the operation's Chinese name unless the step has its own. */
export const stepCard = z.object({
  stepNo: z.number().int(),
  name: z.string(),
  nameZh: z.string(),
  operationCode: z.string(),
});

/** What a person at a station has to know about a unit. */
export const unitCard = z.object({
  id: z.string(),
  sn: z.string(),
  state: zUnitState,
  step: stepCard,
  runNo: z.string(),
  woNo: z.string(),
  productCode: z.string(),
  panelNo: z.string().nullable(),
  panelPosition: z.number().int().nullable(),
  /** Where it lies on the carrier that was scanned; told only then. */
  carrierPosition: z.number().int().nullable().optional(),
  holdReason: z.string().nullable(),
});

export const runUnitsQuery = pageQuery.extend({
  state: zUnitState.optional(),
  stepNo: z.coerce.number().int().optional(),
});

export const runUnitRow = z.object({
  id: z.string(),
  sn: z.string(),
  state: zUnitState,
  step: stepCard,
  panelNo: z.string().nullable(),
  panelPosition: z.number().int().nullable(),
  holdReason: z.string().nullable(),
  updatedAt: zInstant,
  finishedAt: zInstant.nullable(),
});

export type StepCard = z.infer<typeof stepCard>;
export type UnitCard = z.infer<typeof unitCard>;
export type RunUnitsQuery = z.infer<typeof runUnitsQuery>;
export type RunUnitRow = z.infer<typeof runUnitRow>;
