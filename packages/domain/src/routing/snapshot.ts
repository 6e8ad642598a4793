import { z } from "zod";
import { processTypes, sources, stationTypes } from "../plant/index.ts";
import { ingestMappingSchema } from "./ingest-mapping.ts";
import { breachActions, captureTypes, configScopes } from "./kinds.ts";

export const zOrigin = z.enum([...configScopes, "DEFAULT"]);

/** A value to capture at a step, frozen with its limits: later edits never touch a compiled version. */
export const frozenCaptureItemSchema = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  nameZh: z.string(),
  dataType: z.enum(captureTypes),
  unit: z.string().nullable(),
  /** Limits are inclusive: a value equal to a limit passes. */
  lowerLimit: z.number().nullable(),
  upperLimit: z.number().nullable(),
  /** NUMBER: the nominal value, for information. BOOLEAN: 1 expects true, 0 expects false. */
  target: z.number().nullable(),
  choices: z.array(z.string()).nullable(),
  isRequired: z.boolean(),
  onBreach: z.enum(breachActions),
});

const placeSchema = z.object({ id: z.string(), code: z.string(), name: z.string() });

const frozenOperationSchema = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  nameZh: z.string(),
  traits: z.array(z.string()),
});

export const frozenStepSchema = z.object({
  /** A number from the route (10, 20, 30 …), never an index. */
  stepNo: z.number().int(),
  sourceStepKey: z.string().nullable(),
  name: z.string().nullable(),
  operation: frozenOperationSchema,
  stationType: z.enum(stationTypes),
  stationGroup: placeSchema.nullable(),
  /** Empty: every station of the group. */
  allowedStations: z.array(placeSchema),
  requiresFai: z.boolean(),
  requiresAuthorization: z.boolean(),
  captureItems: z.array(frozenCaptureItemSchema),
  /** The machine program to run here; absent: the route names none. */
  expectedProgram: z.string().optional(),
  /** How events of the step's machine are read; absent: nothing but a person reports work here. */
  ingestMapping: ingestMappingSchema.optional(),
  origin: z.object({
    stationType: zOrigin,
    stationGroup: zOrigin,
    allowedStations: zOrigin,
    requiresFai: zOrigin,
    requiresAuthorization: zOrigin,
    captureItems: zOrigin,
    expectedProgram: zOrigin.optional(),
    ingestMapping: zOrigin.optional(),
  }),
});

const frozenRouteSchema = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  source: z.enum(sources),
  sourceKey: z.string().nullable(),
  processType: z.enum(processTypes),
  productCode: z.string().nullable(),
});

/** Everything a run needs to know about its route, complete and final; steps ascend by number. */
export const routeSnapshotSchema = z.object({
  schema: z.literal(1),
  route: frozenRouteSchema,
  steps: z.array(frozenStepSchema).min(1),
});

/** The same of a version that did not compile: what is unknown is null. No run ever holds one. */
export const draftSnapshotSchema = routeSnapshotSchema.extend({
  steps: z.array(
    frozenStepSchema.extend({
      operation: frozenOperationSchema.nullable(),
      stationType: z.enum(stationTypes).nullable(),
    }),
  ),
});

export type Origin = z.infer<typeof zOrigin>;
export type FrozenCaptureItem = z.infer<typeof frozenCaptureItemSchema>;
export type FrozenStep = z.infer<typeof frozenStepSchema>;
export type RouteSnapshot = z.infer<typeof routeSnapshotSchema>;
export type DraftSnapshot = z.infer<typeof draftSnapshotSchema>;
export type DraftStep = DraftSnapshot["steps"][number];

/** The step with this number, or null when the frozen route has none. */
export function stepAt(snapshot: RouteSnapshot, stepNo: number): FrozenStep | null {
  return snapshot.steps.find((step) => step.stepNo === stepNo) ?? null;
}

/** Every unit of a run begins at the step with the smallest number. */
export function firstStep(snapshot: RouteSnapshot): FrozenStep {
  return snapshot.steps.reduce((first, step) => (step.stepNo < first.stepNo ? step : first));
}

/**
 * A unit that passed goes to the step with the smallest number above its own, whatever the gap and
 * however that step is executed; null: it was the last step.
 */
export function nextStep(snapshot: RouteSnapshot, stepNo: number): FrozenStep | null {
  let next: FrozenStep | null = null;
  for (const step of snapshot.steps)
    if (step.stepNo > stepNo && (next === null || step.stepNo < next.stepNo)) next = step;
  return next;
}

export interface StationPlace {
  readonly id: string;
  readonly stationType: string;
  readonly groupId: string | null;
}

/**
 * A station may work on a step when it is of the step's type, is on the step's list of stations if
 * there is one, and is a member of the step's station group if there is one.
 */
export function stationFits(
  step: Pick<FrozenStep, "stationType" | "allowedStations" | "stationGroup">,
  station: StationPlace,
): boolean {
  if (station.stationType !== step.stationType) return false;
  if (step.allowedStations.length > 0 && !step.allowedStations.some((s) => s.id === station.id))
    return false;
  return step.stationGroup === null || step.stationGroup.id === station.groupId;
}
