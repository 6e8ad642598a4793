import { ok, type Result, refuse } from "../kernel/index.ts";
import { prepChecks } from "./checks-prep.ts";
import {
  equipmentCheck,
  lineOccupiedCheck,
  routeCheck,
  solderPasteCheck,
  timeRuleCheck,
  unitsCheck,
} from "./checks-run.ts";
import type { ReadinessCheck } from "./facts.ts";
import type { CheckRow } from "./schema.ts";

/**
 * Every check, in the order people should settle them. A room that comes later (loading, material,
 * tools) adds its check here and its facts to the gathering; nothing else has to know.
 */
export const checks: readonly ReadinessCheck[] = [
  routeCheck,
  lineOccupiedCheck,
  unitsCheck,
  equipmentCheck,
  solderPasteCheck,
  timeRuleCheck,
  ...prepChecks,
];

/** Of rooms to come. LOADING will never be waivable (D22). */
export const reservedChecks: Readonly<Record<string, { isWaivable: boolean }>> = {
  LOADING: { isWaivable: false },
  MATERIAL: { isWaivable: true },
  STENCIL: { isWaivable: true },
};

export function checkOf(
  code: string,
  registry: readonly ReadinessCheck[] = checks,
): Result<ReadinessCheck> {
  const check = registry.find((one) => one.code === code);
  return check ? ok(check) : refuse("READINESS_CHECK_UNKNOWN", { checkCode: code });
}

/** Forms whose records the checks ask for. */
export const checkForms: readonly string[] = checks.flatMap((check) => check.formCodes);

export function checkRows(): CheckRow[] {
  return checks.map((check) => ({
    code: check.code,
    kind: check.kind,
    resolvedBy: check.resolvedBy,
    isWaivable: check.isWaivable,
    isGateFixed: check.isGateFixed === true,
    mayBeNotNeeded: check.mayBeNotNeeded,
    formCodes: [...check.formCodes],
    defaultGate: check.defaultGate,
    defaultFreshnessMinutes: check.defaultFreshnessMinutes,
    recommendedGate: check.recommendedGate,
  }));
}
