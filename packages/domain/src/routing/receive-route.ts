import { z } from "zod";
import { zInstant, zKey, zName } from "../kernel/index.ts";
import { processTypes } from "../plant/index.ts";
import type { PlannedStep } from "./route-edit.ts";

const zSourceKey = z.string().trim().min(1).max(200);

/**
 * A route as the ERP has it. The source key says which route it is, the source step keys which steps
 * they are: what the MES said about a step stays with it when the ERP renumbers.
 */
export const routeReceive = z.object({
  source: z.literal("ERP"),
  sourceKey: zSourceKey,
  code: zKey,
  name: zName,
  /** Taken when the route is new; afterwards the MES decides. */
  processType: z.enum(processTypes),
  productCode: zKey.nullable().default(null),
  effectiveFrom: zInstant.nullable().default(null),
  effectiveTo: zInstant.nullable().default(null),
  steps: z
    .array(
      z.object({
        sourceStepKey: zSourceKey,
        stepNo: z.number().int().min(1).max(99_999),
        operationCode: zKey,
        name: zName.nullable().default(null),
      }),
    )
    .min(1)
    .max(200)
    .superRefine((steps, issues) => {
      for (const field of ["sourceStepKey", "stepNo"] as const)
        if (new Set(steps.map((step) => step[field])).size < steps.length)
          issues.addIssue({ code: "custom", message: field, params: { rule: "ROUTE_STEP_TWICE" } });
    }),
});

export type RouteReceive = z.output<typeof routeReceive>;

export interface ReceivedStep {
  readonly sourceStepKey: string;
  readonly stepNo: number;
  readonly operationId: string;
  readonly name: string | null;
}

export interface ReceivedPlan {
  readonly steps: (PlannedStep & { readonly sourceStepKey: string })[];
  readonly removed: string[];
}

/** A step with a known source key is the same step, whatever its number; any other is new or gone. */
export function planReceivedSteps(
  existing: readonly { id: string; sourceStepKey: string | null }[],
  received: readonly ReceivedStep[],
): ReceivedPlan {
  const steps = received.map((step) => ({
    ...step,
    id: existing.find(({ sourceStepKey }) => sourceStepKey === step.sourceStepKey)?.id ?? null,
  }));
  const kept = new Set(steps.map(({ id }) => id));
  return { steps, removed: existing.map(({ id }) => id).filter((id) => !kept.has(id)) };
}
