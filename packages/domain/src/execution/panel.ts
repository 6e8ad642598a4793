import { ok, type Result, refuse } from "../kernel/index.ts";
import type { UnitFacts } from "./facts.ts";
import { summaryOf } from "./move-together.ts";

export interface BindPanelFacts {
  readonly panelNo: string;
  readonly exists: boolean;
  readonly run: { readonly id: string; readonly runNo: string; readonly state: string };
  readonly unitsPerPanel: number;
  readonly sns: readonly string[];
  readonly units: readonly (UnitFacts & { readonly panelNo: string | null })[];
}

/** Binds units to a panel, in the order of their positions, while they wait at the same step. */
export function bindPanel(
  facts: BindPanelFacts,
): Result<{ unitId: string; panelPosition: number }[]> {
  const { panelNo, run, sns, units } = facts;
  if (run.state === "COMPLETED" || run.state === "CANCELLED")
    return refuse("RUN_IN_TERMINAL_STATUS", { runNo: run.runNo, state: run.state });
  if (facts.exists) return refuse("PANEL_EXISTS", { panelNo });
  const twice = sns.filter((sn, index) => sns.indexOf(sn) !== index);
  if (twice.length > 0) return refuse("SN_TWICE", { panelNo, sns: twice });
  if (sns.length > facts.unitsPerPanel)
    return refuse("PANEL_TOO_MANY_UNITS", {
      panelNo,
      unitsPerPanel: facts.unitsPerPanel,
      asked: sns.length,
    });
  const missing = sns.filter((sn) => !units.some((unit) => unit.sn === sn));
  if (missing.length > 0) return refuse("UNIT_NOT_FOUND", { sn: missing[0], sns: missing });
  const strange = units.find((unit) => unit.runId !== run.id);
  if (strange) return refuse("UNIT_RUN_MISMATCH", { sn: strange.sn, askedRunNo: run.runNo });
  const bound = units.find((unit) => unit.panelNo !== null);
  if (bound) return refuse("UNIT_ON_PANEL", { sn: bound.sn, panelNo: bound.panelNo });
  const isTogether = units.every((u) => u.state === "QUEUED" && u.stepNo === units[0]?.stepNo);
  if (!isTogether) return refuse("PANEL_UNITS_DIVERGED", { panelNo, units: units.map(summaryOf) });
  return ok(
    sns.map((sn, index) => ({
      unitId: units.find((unit) => unit.sn === sn)?.id ?? "",
      panelPosition: index + 1,
    })),
  );
}
