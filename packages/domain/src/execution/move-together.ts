import { ok, type Result, refuse } from "../kernel/index.ts";
import type { UnitFacts } from "./facts.ts";
import type { SkippedUnit, TrackOutRequest, UnitResultInput } from "./schema.ts";

/** Units that one scan moves: the boards of a panel 拼板, or all that lies on a carrier 载具. */
export interface Group<F extends { readonly unit: UnitFacts | null }> {
  readonly kind: "PANEL" | "CARRIER";
  readonly no: string;
  /** Every unit of it, by position. */
  readonly units: readonly F[];
  /** Where on the carrier each unit lies, by serial number; a panel's units know it themselves. */
  readonly places?: ReadonlyMap<string, number | null> | null;
}

export interface GroupMove<F, T> {
  readonly moved: { readonly facts: F; readonly value: T }[];
  readonly skipped: SkippedUnit[];
}

const wording = {
  PANEL: {
    key: "panelNo",
    none: "PANEL_HAS_NO_UNITS",
    diverged: "PANEL_UNITS_DIVERGED",
    stranger: "UNIT_NOT_ON_PANEL",
  },
  CARRIER: {
    key: "carrierNo",
    none: "CARRIER_EMPTY",
    diverged: "CARRIER_UNITS_DIVERGED",
    stranger: "UNIT_NOT_ON_CARRIER",
  },
} as const;

/**
 * One scan moves all units of a panel or carrier or none: each is decided by the rule of a single
 * unit, the first refusal is the group's. Scrapped and voided boards (x-out) stay where they are;
 * the others must stand at the same step of the same run in the same state. domain.md 4.12
 */
export function moveTogether<F extends { readonly unit: UnitFacts | null }, T>(
  group: Group<F>,
  decide: (facts: F) => Result<T>,
): Result<GroupMove<F, T>> {
  const { none, diverged } = wording[group.kind];
  const where = nameOf(group);
  const toldOf = (unit: UnitFacts) => ({
    ...summaryOf(unit),
    ...(group.places && { carrierPosition: group.places.get(unit.sn) ?? null }),
  });
  const live = group.units.filter((facts) => facts.unit && !isGone(facts.unit));
  const [first] = live;
  if (!first?.unit) return refuse(none, where);
  const { state, stepNo, runId } = first.unit;
  const isBeside = ({ unit }: F) =>
    unit?.state !== state || unit.stepNo !== stepNo || unit.runId !== runId;
  if (live.some(isBeside))
    return refuse(diverged, { ...where, units: live.map(({ unit }) => unit && toldOf(unit)) });
  const moved: { facts: F; value: T }[] = [];
  for (const facts of live) {
    const decided = decide(facts);
    if (!decided.ok) return refuse(decided.refusal.code, { ...where, ...decided.refusal.context });
    moved.push({ facts, value: decided.value });
  }
  const skipped = group.units.flatMap(({ unit }) => (unit && isGone(unit) ? [toldOf(unit)] : []));
  return ok({ moved, skipped });
}

/** The result of each unit of a group: its own where one is given, else the group's. */
export function groupResults(
  group: Group<{ readonly unit: UnitFacts | null }>,
  input: Pick<TrackOutRequest, "result" | "defect" | "captures" | "units">,
): Result<Map<string, Omit<UnitResultInput, "sn">>> {
  const { stranger } = wording[group.kind];
  const units = group.units.flatMap(({ unit }) => (unit ? [unit] : []));
  const bySn = new Map(units.map((unit) => [unit.sn, unit]));
  const own = new Map(input.units?.map((unit) => [unit.sn, unit]));
  for (const sn of own.keys()) {
    const unit = bySn.get(sn);
    if (!unit) return refuse(stranger, { ...nameOf(group), sn });
    if (isGone(unit)) return refuse(`UNIT_${unit.state}`, { ...nameOf(group), sn });
  }
  const results = new Map<string, Omit<UnitResultInput, "sn">>();
  for (const { sn } of units) {
    const unit = own.get(sn);
    const ownCodes = new Set(unit?.captures?.map((capture) => capture.code));
    const shared = (input.captures ?? []).filter((capture) => !ownCodes.has(capture.code));
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

/** Scrapped and voided boards (x-out) stay where they are when their panel moves. */
export function isGone(unit: UnitFacts): boolean {
  return unit.state === "SCRAPPED" || unit.state === "VOIDED";
}

export function summaryOf({ sn, panelPosition, state, stepNo }: UnitFacts) {
  return { sn, panelPosition, state, stepNo };
}

function nameOf({ kind, no }: Pick<Group<never>, "kind" | "no">): Record<string, unknown> {
  return { [wording[kind].key]: no };
}
