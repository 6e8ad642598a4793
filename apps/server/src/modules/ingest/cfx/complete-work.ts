import {
  type TransactionUnit,
  textOf,
  type UnitVerdict,
  unitsOf,
  verdictOf,
  type WorkOutcome,
  workOutcome,
} from "@lineside/domain/cfx";
import { refusalError } from "@lineside/domain/kernel";
import type { FrozenStep } from "@lineside/domain/routing";
import {
  batchThrough,
  clampAt,
  type MachineScan,
  machineAbort,
  machineTrackOut,
  passThrough,
} from "../../execution/index.ts";
import { EarlyEvent, type Executed, type UnitLink } from "../contract.ts";
import { outcomeOf } from "./results.ts";
import {
  lockTransaction,
  saveTransaction,
  type Transaction,
  transactionWaitKey,
} from "./transaction-store.ts";
import {
  boardsOf,
  bodyInvalid,
  machineContext,
  modeOf,
  scansOf,
  stepToDo,
  transactionKey,
  type Work,
  whereOf,
} from "./work.ts";

interface Ending {
  readonly unit: TransactionUnit;
  readonly scan: MachineScan;
  readonly step: FrozenStep;
  readonly verdict: UnitVerdict;
  readonly outcome: WorkOutcome;
}

/**
 * WorkCompleted: the work is done. Its boards leave the station when they have a verdict, unless the
 * step takes completion for a pass; until then the completion waits (ADR on pairing).
 */
export async function completeWork(work: Work): Promise<Executed> {
  const { cx, event, envelope } = work;
  const key = transactionKey(work);
  const waitKey = transactionWaitKey(key);
  const workResult = textOf(envelope.body, "Result");
  if (workResult === null) throw bodyInvalid("Result", "missing");
  const transaction = await lockTransaction(cx.tx, key);
  if (!transaction || transaction.startedAt === null)
    throw new EarlyEvent("TRANSACTION_UNKNOWN", { ...key }, waitKey);
  const { state } = transaction;
  if (state !== "OPEN")
    throw refusalError({ code: "TRANSACTION_CLOSED", context: { ...key, state } });
  const units = await unitsOfWork(work, transaction);
  const { endings, gone } = await endingsOf(work, { ...transaction, units }, workResult);
  const waiting = endings.filter(({ outcome }) => outcome === "WAIT").map(({ unit }) => unit.sn);
  if (waiting.length > 0)
    throw new EarlyEvent("VERDICT_MISSING", { ...key, sns: waiting }, waitKey);
  const flags = new Set<string>(contradictions(workResult, endings, gone));
  const links = await leaveAll(work, { endings, transaction, flags });
  await saveTransaction(cx, transaction, {
    state: endings.some(({ outcome }) => outcome === "ABORT") ? "ABORTED" : "COMPLETED",
    completedAt: event.occurredAt,
    workResult: workResult.slice(0, 60),
    units,
    // Values and defects lie with the visits from now on.
    evidence: withoutValues(transaction.evidence),
  });
  const results = new Set(links.map(({ result }) => result ?? null));
  const [only] = results;
  return {
    state: "EXECUTED",
    ...whereOf(endings),
    result: results.size > 1 ? "MIXED" : (only ?? null),
    flags: [...flags],
    reading: {
      ...{ transactionId: key.transactionId, workResult, startedAt: transaction.startedAt },
      units: endings.map(({ unit, outcome }) => ({
        sn: unit.sn,
        position: unit.position,
        outcome,
      })),
      gone: gone.map(({ sn }) => sn),
      stages: transaction.evidence.stages,
    },
    links,
  };
}

const withoutValues = (evidence: Transaction["evidence"]): Transaction["evidence"] => ({
  ...evidence,
  verdicts: evidence.verdicts.map((each) => ({ ...each, captures: [], defects: [] })),
});

/** Boards that were not known at the start are named at the end: they come in and go out at once. */
async function unitsOfWork(work: Work, transaction: Transaction): Promise<TransactionUnit[]> {
  if (transaction.units.length > 0) return [...transaction.units];
  const refs = unitsOf(work.envelope.body);
  if (refs.length === 0) throw bodyInvalid("Units", "missing");
  return (await boardsOf(work.cx, refs)).map((board) => ({ ...board, trackId: null }));
}

/** What becomes of each board. One that is not where it was started has nothing to end any more. */
async function endingsOf(work: Work, transaction: Transaction, workResult: string) {
  const { evidence, units } = transaction;
  const bySn = new Map(units.map((unit) => [unit.sn, unit]));
  const verdicts = new Map(units.map(({ sn }) => [sn, verdictOf(evidence, sn)]));
  const results = [...verdicts.values()].map(({ result }) => result);
  const endings: Ending[] = [];
  const gone: { sn: string; result: UnitVerdict["result"] }[] = [];
  for (const { board, scan } of await scansOf(work, units)) {
    const unit = bySn.get(board.sn) as TransactionUnit;
    const verdict = verdicts.get(unit.sn) as UnitVerdict;
    if (unit.trackId !== null && scan.openVisit?.id !== unit.trackId) {
      gone.push({ sn: unit.sn, result: verdict.result });
      continue;
    }
    const step = await stepToDo(work, scan);
    const isAlone = modeOf(step) === "RESULT_ALONE";
    const isCompletedPass = modeOf(step) === "PAIRED_COMPLETED";
    const done = { result: workResult, isCompletedPass };
    const outcome = workOutcome(done, results, verdict.result);
    if (outcome === null) throw bodyInvalid("Result", "unknown", workResult.slice(0, 60));
    // Its result moves it by itself, whenever that comes.
    if (isAlone && outcome === "WAIT") continue;
    endings.push({ unit, scan, step, verdict, outcome });
  }
  return { endings, gone };
}

/** The work says it failed and every verdict passed; or a board went on that its machine failed. */
function contradictions(
  workResult: string,
  endings: readonly Ending[],
  gone: readonly { result: UnitVerdict["result"] }[],
): string[] {
  const isOverruled = endings.some(
    ({ outcome, verdict }) => outcome === "FAIL" && verdict.result === "PASS",
  );
  const isLost = gone.some(({ result }) => result === "FAIL") && workResult !== "Aborted";
  return isOverruled || isLost ? ["CONTRADICTION"] : [];
}

interface Leaving {
  readonly endings: readonly Ending[];
  readonly transaction: Transaction;
  readonly flags: Set<string>;
}

async function leaveAll(work: Work, leaving: Leaving): Promise<UnitLink[]> {
  const links: UnitLink[] = [];
  const isInside = ({ unit }: Ending) => unit.trackId !== null;
  // What never came in has nothing to give up.
  const moving = leaving.endings.filter((each) => isInside(each) || each.outcome !== "ABORT");
  const isBatch = ({ step }: Ending) => step.stationType === "BATCH";
  const batched = moving.filter(isBatch);
  if (batched.length > 0) links.push(...(await leaveTogether(work, batched, leaving)));
  for (const ending of moving)
    if (!isBatch(ending)) links.push(await leaveAlone(work, ending, leaving.flags));
  return links;
}

async function leaveAlone(work: Work, ending: Ending, flags: Set<string>): Promise<UnitLink> {
  const { scan, step, outcome, verdict, unit } = ending;
  const clamped = clampAt(scan, work.event.occurredAt, work.cx.now);
  for (const flag of clamped.flags) flags.add(flag);
  const move = machineContext(work, { at: clamped.at, step });
  if (outcome === "ABORT") {
    const reason = `WorkCompleted ${textOf(work.envelope.body, "Result")}`;
    const { unitId, trackId } = await machineAbort(move, scan, reason);
    return { unitId, trackId, effect: "ABORT" };
  }
  const result = outcome === "FAIL" ? "FAIL" : "PASS";
  const remark = result === "FAIL" ? failRemark(work, verdict) : null;
  const reported = { ...outcomeOf(verdict, result), remark };
  const isInside = unit.trackId !== null;
  const done = await (isInside ? machineTrackOut : passThrough)(move, scan, reported);
  const { unitId, trackId } = done;
  return { unitId, trackId, effect: isInside ? "TRACK_OUT" : "PASS_THROUGH", result: done.result };
}

/** A failure nobody gave a reason for is the machine's own. */
function failRemark({ envelope }: Work, { defects, result }: UnitVerdict): string | null {
  if (defects.length > 0 || result === "FAIL") return null;
  return `${envelope.source}: WorkCompleted Failed`;
}

async function leaveTogether(
  work: Work,
  endings: readonly Ending[],
  { transaction, flags }: Leaving,
): Promise<UnitLink[]> {
  const [first] = endings as [Ending, ...Ending[]];
  const clamped = clampAt(first.scan, work.event.occurredAt, work.cx.now);
  for (const flag of clamped.flags) flags.add(flag);
  const move = machineContext(work, { at: clamped.at, step: first.step });
  const carrierNo = transaction.evidence.carrierNo ?? transaction.transactionId.slice(0, 64);
  work.cx.about({ carrierNo });
  const done = await batchThrough(move, {
    carrierNo,
    stationCode: work.endpoint.stationCode,
    units: endings.map(({ unit, verdict, outcome }) => ({
      sn: unit.sn,
      outcome: outcomeOf(verdict, outcome === "FAIL" ? "FAIL" : "PASS"),
    })),
    policy: first.step.ingestMapping?.batchPolicy ?? "ALL_OR_NOTHING",
    isWholeLoad: true,
  });
  const { carrierTrackId } = done;
  return done.moved.map(({ unitId, trackId, result }) => ({
    ...{ unitId, trackId, carrierTrackId, result },
    effect: "PASS_THROUGH",
  }));
}
