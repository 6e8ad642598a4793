import { ok, type Result, refuse } from "../kernel/index.ts";
import { checks } from "./checks.ts";
import type { ReadinessCheck } from "./facts.ts";
import type { PolicyInput } from "./schema.ts";
import type { Gate, PolicyScope } from "./states.ts";

export interface PolicyFacts {
  readonly checkCode: string;
  readonly scope: PolicyScope;
  readonly scopeKey: string;
  readonly gate: Gate;
  readonly freshnessMinutes: number | null;
  readonly needsTwo: boolean;
}

/** What a run is, for finding its policies. */
export interface PolicyPlace {
  readonly lineCode: string;
  readonly routeCode: string;
  readonly productCode: string;
}

export interface ResolvedPolicy {
  readonly source: "DEFAULT" | PolicyScope;
  readonly scopeKey: string;
  readonly gate: Gate;
  readonly freshnessMinutes: number | null;
  readonly needsTwo: boolean;
}

const mostSpecificFirst = ["PRODUCT", "ROUTE", "LINE", "GLOBAL"] as const;

/** How strictly a check is taken for a run: product before route before line before plant, else its default. */
export function resolvePolicy(
  check: ReadinessCheck,
  policies: readonly PolicyFacts[],
  place: PolicyPlace,
): ResolvedPolicy {
  const keys = {
    PRODUCT: place.productCode,
    ROUTE: place.routeCode,
    LINE: place.lineCode,
    GLOBAL: "",
  };
  const byDefault = {
    source: "DEFAULT",
    scopeKey: "",
    gate: check.defaultGate,
    freshnessMinutes: check.defaultFreshnessMinutes,
    needsTwo: false,
  } as const;
  if (check.isGateFixed) return byDefault;
  for (const scope of mostSpecificFirst) {
    const found = policies.find(
      (policy) =>
        policy.checkCode === check.code &&
        policy.scope === scope &&
        policy.scopeKey === keys[scope],
    );
    if (found) {
      const { scopeKey, gate, freshnessMinutes, needsTwo } = found;
      return { source: scope, scopeKey, gate, freshnessMinutes, needsTwo };
    }
  }
  return byDefault;
}

/** A policy as it may be kept: the check takes one, and the scope names something unless it is the plant. */
export function setPolicy(check: ReadinessCheck, input: PolicyInput): Result<PolicyFacts> {
  const { checkCode, scope, scopeKey } = input;
  if (check.isGateFixed) return refuse("READINESS_GATE_FIXED", { checkCode });
  if ((scope === "GLOBAL") !== (scopeKey === ""))
    return refuse("READINESS_SCOPE_UNKNOWN", { scope, scopeKey });
  return ok(input);
}

/**
 * What the customer asked for (domain.md 10.6): records must exist and are judged, a failure alerts
 * and needs the plant manager's waiver. Installed by a button, never behind a plant's back: ADR 0014.
 */
export function recommendedPolicies(lineCode: string | null): PolicyFacts[] {
  return checks.flatMap((check) =>
    check.recommendedGate === null
      ? []
      : [
          {
            checkCode: check.code,
            scope: lineCode === null ? ("GLOBAL" as const) : ("LINE" as const),
            scopeKey: lineCode ?? "",
            gate: check.recommendedGate,
            freshnessMinutes: check.defaultFreshnessMinutes,
            needsTwo: false,
          },
        ],
  );
}
