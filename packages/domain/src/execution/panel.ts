import { ok, type Result, refuse } from "../kernel/index.ts";
import type { UnitFacts } from "./facts.ts";
import type { SkippedUnit, TrackOutRequest, UnitResultInput } from "./schema.ts";

export interface PanelFacts<F extends { readonly unit: UnitFacts | null }> {
  readonly panelNo: string;
  /** Every unit of the panel, by position. */
  readonly units: readonly F[];
}

export interface PanelMove<F, T> {
  readonly moved: { readonly facts: F; readonly value: T }[];
  readonly skipped: SkippedUnit[];
}

/**
 * One scan of a panel 拼板 moves all of its units or none: each is decided by the rule of a single
 * unit, the first refusal is the panel's. Scrapped and voided boards (x-out) stay where they are;
 * the others must stand at the same step in the same state.
 */
export function movePanel<F extends { readonly unit: UnitFacts | null }, T>(
  panel: PanelFacts<F>,
  decide: (facts: F) => Result<T>,
): Result<PanelMove<F, T>> {
  const { panelNo } = panel;
  const live = panel.units.filter((facts) => facts.unit && !isGone(facts.unit));
  const [first] = live;
  if (!first?.unit) return refuse("PANEL_HAS_NO_UNITS", { panelNo });
  const { state, stepNo } = first.unit;
  if (live.some(({ unit }) => unit?.state !== state || unit?.stepNo !== stepNo))
    return refuse("PANEL_UNITS_DIVERGED", {
      panelNo,
      units: live.map(({ unit }) => unit && summaryOf(unit)),
    });
  const moved: { facts: F; value: T }[] = [];
  for (const facts of live) {
    const decided = decide(facts);
    if (!decided.ok) return refuse(decided.refusal.code, { panelNo, ...decided.refusal.context });
    moved.push({ facts, value: decided.value });
  }
  const skipped = panel.units.flatMap(({ unit }) =>
    unit && isGone(unit) ? [{ ...summaryOf(unit) }] : [],
  );
  return ok({ moved, skipped });
}

/** The result of each unit of a panel: its own where one is given, else the panel's. */
export function panelResults(
  panel: PanelFacts<{ readonly unit: UnitFacts | null }>,
  input: Pick<TrackOutRequest, "result" | "defect" | "captures" | "units">,
): Result<Map<string, Omit<UnitResultInput, "sn">>> {
  const units = panel.units.flatMap(({ unit }) => (unit ? [unit] : []));
  const own = new Map(input.units?.map((unit) => [unit.sn, unit]));
  for (const sn of own.keys()) {
    const unit = units.find((known) => known.sn === sn);
    if (!unit) return refuse("UNIT_NOT_ON_PANEL", { panelNo: panel.panelNo, sn });
    if (isGone(unit)) return refuse(`UNIT_${unit.state}`, { panelNo: panel.panelNo, sn });
  }
  const results = new Map<string, Omit<UnitResultInput, "sn">>();
  for (const { sn } of units) {
    const unit = own.get(sn);
    const shared = (input.captures ?? []).filter(
      (capture) => !unit?.captures?.some((ownOne) => ownOne.code === capture.code),
    );
    const result = unit?.result ?? input.result;
    // A panel that failed may carry boards that passed: its defect is not theirs.
    const shareOfDefect = unit && result === "PASS" ? null : input.defect;
    results.set(sn, {
      result,
      defect: unit?.defect ?? shareOfDefect,
      captures: [...shared, ...(unit?.captures ?? [])],
    });
  }
  return ok(results);
}

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

/** Scrapped and voided boards (x-out) stay where they are when their panel moves. */
export function isGone(unit: UnitFacts): boolean {
  return unit.state === "SCRAPPED" || unit.state === "VOIDED";
}

function summaryOf({ sn, panelPosition, state, stepNo }: UnitFacts) {
  return { sn, panelPosition, state, stepNo };
}
