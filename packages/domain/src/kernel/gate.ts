import type { ErrorContext } from "./error.ts";

export type Severity = "BLOCK" | "ALERT" | "RECORD";

export interface Finding {
  readonly check: string;
  readonly severity: Severity;
  readonly code: string;
  readonly context: ErrorContext;
  /** The permission whose holder can put it right. */
  readonly resolvedBy: string | null;
}

export interface Check<F> {
  readonly name: string;
  readonly resolvedBy: string | null;
  run(facts: F): { severity: Severity; code: string; context?: ErrorContext }[];
}

export interface GateReport {
  readonly passed: boolean;
  readonly findings: Finding[];
}

/** Runs every check, in order, on the same facts; a gate passes when no finding blocks. */
export function runGate<F>(checks: readonly Check<F>[], facts: F): GateReport {
  const findings = checks.flatMap((check) =>
    check.run(facts).map((found) => ({
      check: check.name,
      severity: found.severity,
      code: found.code,
      context: found.context ?? {},
      resolvedBy: check.resolvedBy,
    })),
  );
  return { passed: findings.every((finding) => finding.severity !== "BLOCK"), findings };
}
