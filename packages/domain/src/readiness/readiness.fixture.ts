import type { FormRecordFacts } from "../form/index.ts";
import { addMinutes } from "../kernel/index.ts";
import { frozenStep } from "../routing/frozen.fixture.ts";
import type { FrozenStep } from "../routing/index.ts";
import { now, order, run, snapshot, station, version } from "../work-order/facts.fixture.ts";
import { evaluate, type Settlement } from "./evaluate.ts";
import type { ClockReading, ReadinessFacts } from "./facts.ts";
import type { PolicyFacts } from "./policy.ts";
import type { ReadinessItem, WaiverAnswer } from "./schema.ts";

export { now };

export const step = (stepNo: number, trait: string, over: Partial<FrozenStep> = {}) =>
  frozenStep({
    stepNo,
    operation: { id: trait, code: trait, name: trait, nameZh: trait, traits: [trait] },
    ...over,
  });

/** A run of an SMT route whose whole preparation passes. */
export function facts(over: Partial<ReadinessFacts> = {}): ReadinessFacts {
  return {
    run: { ...run(), createdAt: addMinutes(now, -600) },
    order: order({ state: "IN_PROGRESS" }),
    version: version({
      snapshot: snapshot([
        step(10, "print"),
        step(20, "reflow", { expectedProgram: "LF-245" }),
        step(30, "wave"),
      ]),
    }),
    lineCode: "L1",
    productCode: "P1",
    productTraits: ["requiresBake"],
    routeCode: "SMT-1",
    lineStations: [station()],
    unitCount: 10,
    otherRuns: [],
    equipment: [machine()],
    paste: {
      bottleNo: "B-1",
      lotNo: "LOT",
      boundAt: addMinutes(now, -60),
      usableUntil: addMinutes(now, 60),
      usableLimit: "OPEN_LIFE",
      blockedCode: null,
    },
    clocks: [],
    records: [
      record("QR-Pro-057", { subjectKey: "PCB" }),
      record("QR-Pro-013"),
      record("QR-Pro-089"),
      record("QR-Pro-130"),
      record("QR-Mac-144"),
      record("QR-Mac-155", { subjectKey: "FX-1" }),
      record("QR-Pro-105", { values: { program: "LF-245" } }),
    ],
    ...over,
  };
}

export const machine = (over: Partial<ReadinessFacts["equipment"][number]> = {}) => ({
  code: "PR-1",
  name: "Printer",
  status: "NORMAL" as const,
  statusSince: addMinutes(now, -900),
  statusReason: null,
  isActive: true,
  calibrationDueAt: null,
  ...over,
});

export function record(formCode: string, over: Partial<FormRecordFacts> = {}): FormRecordFacts {
  return {
    id: `${formCode}@1`,
    formCode,
    formRevision: 1,
    checkCode: null,
    state: "SUBMITTED",
    judgement: "PASS",
    findings: [],
    awaitsConfirmation: false,
    level: "RUN",
    runId: null,
    lineId: null,
    subjectKey: null,
    productCode: "P1",
    values: {},
    occurredAt: addMinutes(now, -30),
    filledByName: "ann",
    confirmedByName: null,
    ...over,
  };
}

/** The good facts with the records of one form replaced. */
export function withRecords(formCode: string, ...records: FormRecordFacts[]): ReadinessFacts {
  const rest = facts().records.filter((one) => one.formCode !== formCode);
  return facts({ records: [...rest, ...records] });
}

export function clock(over: Partial<ClockReading> = {}): ClockReading {
  return {
    id: "c1",
    ruleCode: "WASH_4H",
    subjectType: "UNIT",
    subjectKey: "SN-1",
    state: "RUNNING",
    startedAt: addMinutes(now, -100),
    expiresAt: addMinutes(now, 140),
    isWaivable: true,
    waivedAt: null,
    waivedByName: null,
    waiveReason: null,
    ...over,
  };
}

export const policy = (checkCode: string, over: Partial<PolicyFacts> = {}): PolicyFacts => ({
  checkCode,
  scope: "GLOBAL",
  scopeKey: "",
  gate: "ALERT",
  freshnessMinutes: 1_440,
  needsTwo: false,
  ...over,
});

const nothingSaid: Settlement = { policies: [], needs: [], waivers: [] };

/** `at` is when it is judged. */
export const judge = (given: ReadinessFacts, settled: Partial<Settlement> = {}, at = now) =>
  evaluate(given, { ...nothingSaid, ...settled }, { now: at });

/** The only item of a check, judged now unless `at` says otherwise. */
export function item(
  checkCode: string,
  given: ReadinessFacts,
  { at = now, ...settled }: Partial<Settlement> & { at?: string } = {},
): ReadinessItem {
  const items = judge(given, settled, at).items.filter((one) => one.checkCode === checkCode);
  const [only] = items;
  if (items.length !== 1 || !only) throw new Error(`${items.length} items of ${checkCode}`);
  return only;
}

export function waiverOf(failed: ReadinessItem, over: Partial<WaiverAnswer> = {}): WaiverAnswer {
  return {
    id: "w1",
    checkCode: failed.checkCode,
    itemKey: failed.itemKey,
    fingerprint: failed.fingerprint,
    finding: failed.finding ?? { code: "", context: {} },
    reason: "customer agreed",
    state: "ACTIVE",
    requestedAt: now,
    requestedById: "manager",
    requestedByName: "manager",
    approvedAt: now,
    approvedByName: "manager",
    expiresAt: null,
    revokedAt: null,
    revokedByName: null,
    revokeReason: null,
    ...over,
  };
}
