import { fitness, isFitStatus } from "../equipment/index.ts";
import { unservedSteps } from "../work-order/index.ts";
import type { ClockReading, ReadinessCheck } from "./facts.ts";
import { failed, hasTrait, page, passed, seen } from "./verdict.ts";

const always = () => true;

/** The frozen version is READY and the line still has an active station for each of its steps. Never waived (D22). */
export const routeCheck: ReadinessCheck = {
  code: "ROUTE",
  kind: "RUN",
  resolvedBy: "route:configure",
  isWaivable: false,
  isGateFixed: true,
  mayBeNotNeeded: false,
  defaultGate: "BLOCK",
  defaultFreshnessMinutes: null,
  recommendedGate: null,
  formCodes: [],
  appliesTo: always,
  judge({ run, version, lineCode, lineStations, routeCode }) {
    const fix = page(`/routes/${routeCode}`);
    const since = run.createdAt;
    if (version?.status !== "READY")
      return [failed({ code: "ROUTE_VERSION_NOT_READY", context: { routeCode } }, { since, fix })];
    const evidence = [
      seen("ROUTE", `${routeCode} v${version.versionNo}`, { link: `/routes/${routeCode}` }),
    ];
    const unserved = unservedSteps(version.snapshot, lineStations);
    if (unserved.length === 0) return [passed({ evidence })];
    return unserved.map((step) =>
      failed(
        { code: "RUN_LINE_INCOMPATIBLE_WITH_ROUTE", context: { lineCode, ...step } },
        { itemKey: `step:${step.stepNo}`, evidence, since, fix: page("/plant") },
      ),
    );
  },
};

/**
 * Another product, or another route, is in production on the line. The tail of a run of the same
 * product and route may still be on it, and a held run has made way.
 */
export const lineOccupiedCheck: ReadinessCheck = {
  code: "LINE_OCCUPIED",
  kind: "RUN",
  resolvedBy: "run:close",
  isWaivable: true,
  mayBeNotNeeded: false,
  defaultGate: "ALERT",
  defaultFreshnessMinutes: null,
  recommendedGate: "ALERT",
  formCodes: [],
  appliesTo: always,
  judge({ run, lineCode, productCode, routeCode, otherRuns }) {
    const foreign = otherRuns.filter(
      (other) =>
        other.runNo !== run.runNo &&
        other.state === "IN_PROGRESS" &&
        (other.productCode !== productCode || other.routeCode !== routeCode),
    );
    if (foreign.length === 0) return [passed()];
    return foreign.map((other) =>
      failed(
        {
          code: "LINE_OCCUPIED",
          context: { lineCode, runNo: other.runNo, productCode: other.productCode },
        },
        {
          itemKey: other.runNo,
          evidence: [
            seen("RUN", other.runNo, { at: other.startedAt, link: `/runs/${other.runNo}` }),
          ],
          at: other.startedAt,
          since: latest(other.startedAt, run.createdAt),
          fix: page(`/runs/${other.runNo}`),
        },
      ),
    );
  },
};

/** Without units nothing can be scanned, unless the first scan creates them: told, no more. */
export const unitsCheck: ReadinessCheck = {
  code: "UNITS",
  kind: "RUN",
  resolvedBy: "run:units",
  isWaivable: true,
  mayBeNotNeeded: false,
  defaultGate: "RECORD",
  defaultFreshnessMinutes: null,
  recommendedGate: null,
  formCodes: [],
  appliesTo: ({ run }) => run.unitSource !== "FIRST_SCAN",
  judge({ run, unitCount }) {
    const evidence = [seen("UNITS", `${unitCount} / ${run.planQty}`)];
    if (unitCount >= run.planQty) return [passed({ evidence })];
    const code = unitCount === 0 ? "RUN_HAS_NO_UNITS" : "RUN_UNITS_BELOW_PLAN";
    const context = { unitCount, planQty: run.planQty };
    const fix = page(`/runs/${run.runNo}`);
    return [failed({ code, context }, { evidence, since: run.createdAt, fix })];
  },
};

/** Every machine of the line may be used now: one under repair is not ready (D21). */
export const equipmentCheck: ReadinessCheck = {
  code: "EQUIPMENT",
  kind: "PREP",
  resolvedBy: "equipment:status",
  isWaivable: true,
  mayBeNotNeeded: true,
  defaultGate: "RECORD",
  defaultFreshnessMinutes: null,
  recommendedGate: "ALERT",
  formCodes: [],
  appliesTo: always,
  judge(facts, { now }) {
    const { equipment, lineCode, run } = facts;
    if (equipment.length === 0)
      return [
        failed(
          { code: "READINESS_EQUIPMENT_NONE", context: { lineCode } },
          { since: run.createdAt, fix: page("/equipment"), resolvedBy: "equipment:config" },
        ),
      ];
    return equipment.map((machine) => {
      const { code, name, status, statusSince, calibrationDueAt } = machine;
      const fit = fitness(machine, now);
      const shown = {
        itemKey: code,
        evidence: [
          seen("EQUIPMENT", code, {
            label: `${code} ${name}`,
            at: statusSince,
            link: "/equipment",
          }),
        ],
        at: statusSince,
      };
      if (fit.ok) return passed(shown);
      const isStatus = !isFitStatus(status);
      return failed(fit.refusal, {
        ...shown,
        fix: page("/equipment"),
        about: isStatus ? `${status}@${statusSince}` : `${calibrationDueAt}`,
        since: isStatus ? statusSince : calibrationDueAt,
        resolvedBy: isStatus ? "equipment:status" : "equipment:config",
      });
    });
  },
};

/** A bottle is bound to the line and its life has not ended, by the clock and not by a status only (D20). */
export const solderPasteCheck: ReadinessCheck = {
  code: "SOLDER_PASTE",
  kind: "PREP",
  resolvedBy: "paste:handle",
  isWaivable: true,
  mayBeNotNeeded: true,
  defaultGate: "RECORD",
  defaultFreshnessMinutes: null,
  recommendedGate: "ALERT",
  formCodes: [],
  appliesTo: (facts) => hasTrait(facts, "print"),
  judge({ paste, lineCode, run }, { now }) {
    const fix = page("/paste");
    if (!paste)
      return [
        failed(
          { code: "READINESS_PASTE_NOT_BOUND", context: { lineCode } },
          { since: run.createdAt, fix },
        ),
      ];
    const { bottleNo, usableUntil, usableLimit, blockedCode, boundAt } = paste;
    const link = `/paste?bottle=${encodeURIComponent(bottleNo)}`;
    const evidence = [seen("PASTE", bottleNo, { at: boundAt, link })];
    const isOver = usableUntil !== null && usableUntil <= now;
    if (!isOver && blockedCode === null)
      return [passed({ itemKey: bottleNo, evidence, at: boundAt })];
    return [
      failed(
        {
          code: "READINESS_PASTE_UNUSABLE",
          context: { bottleNo, blockedCode, limit: usableLimit, usableUntil },
        },
        {
          itemKey: bottleNo,
          // The same end before and after the job has written it down.
          about: isOver ? `${usableLimit}@${usableUntil}` : `${blockedCode}`,
          evidence,
          at: boundAt,
          since: isOver ? usableUntil : boundAt,
          fix,
        },
      ),
    ];
  },
};

/** No clock of the run or of its paste has run out; who waives the item waives the clock (D19). */
export const timeRuleCheck: ReadinessCheck = {
  code: "TIME_RULE",
  kind: "PREP",
  resolvedBy: "clock:waive",
  isWaivable: true,
  isWaivedAtSource: true,
  mayBeNotNeeded: false,
  defaultGate: "ALERT",
  defaultFreshnessMinutes: null,
  recommendedGate: "ALERT",
  formCodes: [],
  appliesTo: always,
  judge({ clocks }, { now }) {
    const isOver = (clock: ClockReading) => clock.state !== "RUNNING" || clock.expiresAt <= now;
    const open = clocks.filter(({ state }) => ["RUNNING", "EXPIRED", "WAIVED"].includes(state));
    const told = open.filter(isOver);
    const running = open.filter((clock) => !isOver(clock));
    const soonest = running.reduce<(typeof running)[number] | null>(
      (first, clock) => (first === null || clock.expiresAt < first.expiresAt ? clock : first),
      null,
    );
    const shown = soonest ? [seen("CLOCK", soonest.id, clockLabel(soonest))] : [];
    if (told.length === 0) return [passed({ evidence: shown, at: soonest?.startedAt ?? null })];
    return told.map((clock) => {
      const { id, ruleCode, subjectKey, expiresAt, waivedAt } = clock;
      return failed(
        { code: "READINESS_CLOCK_EXPIRED", context: { ruleCode, subjectKey, expiresAt } },
        {
          itemKey: id,
          evidence: [seen("CLOCK", id, clockLabel(clock))],
          at: clock.startedAt,
          since: expiresAt,
          fix: page(`/clocks?subject=${encodeURIComponent(subjectKey)}`),
          mayWaive: clock.isWaivable,
          ...(waivedAt !== null && {
            waived: {
              at: waivedAt,
              byName: clock.waivedByName ?? "",
              reason: clock.waiveReason ?? "",
            },
          }),
        },
      );
    });
  },
};

function clockLabel(clock: ClockReading) {
  const { ruleCode, subjectKey, expiresAt } = clock;
  const link = `/clocks?subject=${encodeURIComponent(subjectKey)}`;
  return { label: `${ruleCode} ${subjectKey}`, at: expiresAt, link };
}

function latest(a: string | null, b: string): string {
  return a !== null && a > b ? a : b;
}
