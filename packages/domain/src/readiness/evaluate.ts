import type { Finding, GateReport, Instant } from "../kernel/index.ts";
import { checks as registry } from "./checks.ts";
import type { ReadinessCheck, ReadinessFacts, Verdict } from "./facts.ts";
import { type PolicyFacts, type ResolvedPolicy, resolvePolicy } from "./policy.ts";
import type { ReadinessItem, ReadinessStatus, WaiverAnswer } from "./schema.ts";

/** What the leader said of one check for this run. */
export interface NeedFacts {
  readonly checkCode: string;
  readonly isNeeded: boolean;
  readonly remark: string | null;
  readonly setByName: string;
  readonly setAt: Instant;
}

/** How a run is to be judged: who set what, and what was accepted. */
export interface Settlement {
  readonly policies: readonly PolicyFacts[];
  readonly needs: readonly NeedFacts[];
  readonly waivers: readonly WaiverAnswer[];
}

export interface Evaluation {
  readonly status: ReadinessStatus;
  readonly items: readonly ReadinessItem[];
  /** Since when it has been stopped without a break, as far as what fails now tells. */
  readonly sinceBlocked: Instant | null;
}

/** Judges the preparation of a run on facts read now. Nothing earlier but waivers is taken over. */
export function evaluate(
  facts: ReadinessFacts,
  settlement: Settlement,
  { now, checks = registry }: { now: Instant; checks?: readonly ReadinessCheck[] },
): Evaluation {
  const items = checks.flatMap((check) => itemsOf(check, { facts, settlement, now }));
  const failed = items.filter((item) => item.state === "FAILED");
  const sinces = failed.flatMap((item) => (item.since === null ? [] : [item.since])).sort();
  return {
    status: failed.length === 0 ? "PASSED" : "FAILED",
    items,
    sinceBlocked: sinces[0] ?? null,
  };
}

interface Judging {
  facts: ReadinessFacts;
  settlement: Settlement;
  now: Instant;
}

function itemsOf(check: ReadinessCheck, { facts, settlement, now }: Judging): ReadinessItem[] {
  const policy = resolvePolicy(check, settlement.policies, facts);
  const need = needOf(check, { facts, settlement, now });
  const blank = blankItem(check, policy, need);
  if (policy.gate === "OFF") return [{ ...blank, state: "OFF" }];
  if (!need.isNeeded) return [{ ...blank, state: "NOT_NEEDED" }];
  const { freshnessMinutes } = policy;
  return check.judge(facts, { now, freshnessMinutes }).map((verdict) => {
    const told = {
      ...blank,
      itemKey: verdict.itemKey,
      evidence: [...verdict.evidence],
      at: verdict.at,
      resolvedBy: verdict.resolvedBy ?? check.resolvedBy,
    };
    if (!verdict.finding) return { ...told, state: "PASSED" as const };
    return failedItem(verdict, { check, told, policy, waivers: settlement.waivers, now });
  });
}

function failedItem(
  verdict: Verdict,
  by: {
    check: ReadinessCheck;
    told: ReadinessItem;
    policy: ResolvedPolicy;
    waivers: readonly WaiverAnswer[];
    now: Instant;
  },
): ReadinessItem {
  const { check, told, policy, now } = by;
  const fingerprint = fingerprintOf(verdict);
  const item = {
    ...told,
    finding: verdict.finding,
    since: verdict.since,
    fingerprint,
    fix: verdict.fix,
  };
  const same = by.waivers.filter(
    (waiver) =>
      waiver.checkCode === check.code &&
      waiver.itemKey === verdict.itemKey &&
      waiver.fingerprint === fingerprint &&
      waiver.state !== "REVOKED",
  );
  const active = same.find((waiver) => waiver.state === "ACTIVE" && isInForce(waiver, now)) ?? null;
  if (verdict.waived)
    return { ...item, state: "WAIVED", waiver: active ?? atSource(item, verdict.waived) };
  if (policy.gate === "RECORD") return { ...item, state: "RECORDED" };
  const mayWaive = mayBeWaived(check, policy) && verdict.mayWaive !== false;
  if (mayWaive && active && !check.isWaivedAtSource)
    return { ...item, state: "WAIVED", waiver: active };
  const ended = same.flatMap(({ expiresAt }) => (expiresAt ? [expiresAt] : [])).sort();
  return {
    ...item,
    state: "FAILED",
    since: latest(verdict.since, ended.at(-1) ?? null),
    waiver: same.find((waiver) => waiver.state === "REQUESTED" && isInForce(waiver, now)) ?? null,
    isWaivable: mayWaive,
  };
}

/** A failure that alerts may be accepted; one that blocks must be put right. ROUTE and LOADING never (D22). */
function mayBeWaived(check: ReadinessCheck, policy: ResolvedPolicy): boolean {
  return check.isWaivable && policy.gate === "ALERT";
}

function isInForce(waiver: WaiverAnswer, now: Instant): boolean {
  return waiver.expiresAt === null || now < waiver.expiresAt;
}

/** What failed and what it is about, but not since when or how much: the same tomorrow as today (D17). */
function fingerprintOf({ finding, itemKey, about }: Verdict): string {
  return [finding?.code ?? "", about ?? itemKey].join("|");
}

/** The waiver of something that was waived where it lives, told like any other. */
function atSource(
  item: ReadinessItem,
  waived: { at: Instant; byName: string; reason: string },
): WaiverAnswer {
  return {
    id: "",
    checkCode: item.checkCode,
    itemKey: item.itemKey,
    fingerprint: item.fingerprint,
    finding: item.finding ?? { code: "", context: {} },
    reason: waived.reason,
    state: "ACTIVE",
    requestedAt: waived.at,
    requestedById: null,
    requestedByName: waived.byName,
    approvedAt: waived.at,
    approvedByName: waived.byName,
    expiresAt: null,
    revokedAt: null,
    revokedByName: null,
    revokeReason: null,
  };
}

/** What the leader said wins over what route and product say (QR-Pro-133), where a check leaves the choice. */
function needOf(check: ReadinessCheck, { facts, settlement }: Judging): ReadinessItem["need"] {
  const mayChange = check.mayBeNotNeeded;
  const set = mayChange && settlement.needs.find((need) => need.checkCode === check.code);
  if (!set)
    return {
      isNeeded: check.appliesTo(facts),
      source: "DEFAULT",
      mayChange,
      remark: null,
      setByName: null,
      setAt: null,
    };
  const { isNeeded, remark, setByName, setAt } = set;
  return { isNeeded, source: "LEADER", mayChange, remark, setByName, setAt };
}

function blankItem(
  check: ReadinessCheck,
  policy: ResolvedPolicy,
  need: ReadinessItem["need"],
): ReadinessItem {
  const { source, scopeKey, freshnessMinutes, needsTwo } = policy;
  return {
    checkCode: check.code,
    itemKey: "",
    state: "PASSED",
    gate: policy.gate,
    finding: null,
    evidence: [],
    at: null,
    since: null,
    fingerprint: "",
    waiver: null,
    resolvedBy: check.resolvedBy,
    fix: null,
    isWaivable: false,
    need,
    policy: { source, scopeKey, freshnessMinutes, needsTwo },
  };
}

/** What is kept of an evaluation: enabled checks only (R7). */
export function keptItems(items: readonly ReadinessItem[]): ReadinessItem[] {
  return items.filter((item) => item.state !== "OFF");
}

/**
 * The evaluation as the run's page and the authorisation tell it: what stops (BLOCK), what was
 * waived (ALERT), and of the run itself also what stops nothing (RECORD).
 */
export function gateReportOf(
  items: readonly ReadinessItem[],
  checks: readonly ReadinessCheck[] = registry,
): GateReport {
  const severities = { FAILED: "BLOCK", WAIVED: "ALERT", RECORDED: "RECORD" } as const;
  const ofRun = new Set(checks.filter(({ kind }) => kind === "RUN").map(({ code }) => code));
  const findings = items.flatMap((item): Finding[] => {
    const severity = severities[item.state as keyof typeof severities];
    if (!severity || !item.finding) return [];
    if (severity === "RECORD" && !ofRun.has(item.checkCode)) return [];
    const { code, context } = item.finding;
    return [{ check: item.checkCode, severity, code, context, resolvedBy: item.resolvedBy }];
  });
  return { passed: findings.every(({ severity }) => severity !== "BLOCK"), findings };
}

function latest(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
