import {
  type CfxResults,
  type CfxUnitResult,
  judgeMeasurements,
  recipeText,
  resultsOf,
  type TransactionVerdict,
  transactionIdOf,
} from "@lineside/domain/cfx";
import type { MachineOutcome } from "@lineside/domain/execution";
import { unitsMax } from "@lineside/domain/ingest";
import { refusalError, unwrap } from "@lineside/domain/kernel";
import { type FrozenStep, stepAt } from "@lineside/domain/routing";
import { wake } from "../../../platform/jobs/queue.ts";
import { clampAt, type MachineScan, passThrough } from "../../execution/index.ts";
import { EarlyEvent, type Executed, type UnitLink } from "../contract.ts";
import {
  lockTransaction,
  saveTransaction,
  type Transaction,
  transactionWaitKey,
} from "./transaction-store.ts";
import {
  type Board,
  boardsOf,
  bodyInvalid,
  knownBoards,
  machineContext,
  modeOf,
  type Names,
  scansOf,
  stepToDo,
  transactionKey,
  type Work,
  whereOf,
} from "./work.ts";

/** What is said of one board, judged by its own step. */
interface Told {
  readonly board: Board;
  readonly scan: MachineScan;
  readonly step: FrozenStep;
  readonly said: Omit<CfxUnitResult, "unit">;
}

/**
 * UnitsTested, UnitsInspected, UnitsProcessed. Where the step lets a result stand alone the boards
 * pass through at once; else it is kept with the piece of work until that is completed.
 */
export async function takeResults(work: Work): Promise<Executed> {
  const results = resultsOf(work.envelope);
  const key = transactionIdOf(work.envelope) === null ? null : transactionKey(work);
  const transaction = key && (await lockTransaction(work.cx.tx, key));
  if (transaction && transaction.state !== "OPEN" && !(await standsAlone(work, transaction)))
    return await lateResults(work, results, transaction);
  const boards = await boardsTold(work, results, transaction);
  const scans = await scansOf(
    work,
    boards.map(({ board }) => board),
  );
  const told: Told[] = [];
  for (const { board, scan } of scans) {
    const said = boards.find((each) => each.board.sn === board.sn)?.said ?? results.overall;
    told.push({ board, scan, step: await stepToDo(work, scan), said });
  }
  const isAlone = told.every(({ step }) => modeOf(step) === "RESULT_ALONE");
  if (isAlone) return await standAlone(work, results, told);
  if (!transaction || transaction.startedAt === null) {
    const { source, transactionId } = transactionKey(work);
    const waitKey = transactionWaitKey({ source, transactionId });
    throw new EarlyEvent("TRANSACTION_UNKNOWN", { source, transactionId }, waitKey);
  }
  return await keepResults(work, results, { told, transaction });
}

/** The work is over, but its boards still wait here for a result that moves them by itself. */
async function standsAlone(work: Work, { units }: Transaction): Promise<boolean> {
  const scans = await scansOf(work, units);
  return scans.some(({ scan }) => {
    const { snapshot, unit, openVisit } = scan;
    const step = snapshot && stepAt(snapshot, unit?.stepNo ?? 0);
    const isHere = openVisit?.stationId === work.endpoint.stationId;
    return isHere && step !== null && modeOf(step) === "RESULT_ALONE";
  });
}

type Said = Told["said"];

/** The boards a message names; what names none holds for every board of its piece of work. */
async function boardsTold(
  { cx, envelope }: Work,
  results: CfxResults,
  transaction: Transaction | null,
): Promise<{ board: Board; said: Said }[]> {
  if (results.units.length === 0) {
    if (results.overall.raw === null) throw bodyInvalid("Units", "missing");
    if (!transaction || transaction.units.length === 0) {
      const { source, transactionId } = transactionKey({ envelope });
      const waitKey = transactionWaitKey({ source, transactionId });
      throw new EarlyEvent("TRANSACTION_UNKNOWN", { source, transactionId }, waitKey);
    }
    return transaction.units.map((board) => ({ board, said: results.overall }));
  }
  const boards: { board: Board; said: Said }[] = [];
  if (results.units.length > unitsMax) throw bodyInvalid("Units", "too many", results.units.length);
  const names: Names = new Map();
  for (const { unit, ...said } of results.units)
    for (const board of await boardsOf(cx, [unit], names)) boards.push({ board, said });
  return boards;
}

interface Judged {
  readonly told: Told;
  readonly verdict: TransactionVerdict;
  readonly flags: readonly string[];
  readonly reading: object;
}

/** Measurements kept with the event's row; the values themselves lie with the visit. */
const keptMeasurements = 60;

function judged({ event }: Work, told: Told): Judged {
  const { board, step, said } = told;
  const { dataSpecMap = {}, result } = step.ingestMapping ?? {};
  const verdict = said.result ?? wordOf(said.raw, result);
  if (verdict === undefined)
    throw refusalError({
      code: "INGEST_RESULT_UNKNOWN",
      context: {
        ...{ sn: board.sn, value: said.raw, path: "OverallResult" },
        passValues: ["Passed", "Succeeded", ...(result?.passValues ?? [])],
        failValues: ["Failed", ...(result?.failValues ?? [])],
      },
    });
  const read = unwrap(judgeMeasurements(said.measurements, step, dataSpecMap));
  const flags = new Set<string>(read.flags);
  const isBreach = read.measurements.some(({ judgement }) => judgement === "FAIL");
  if (verdict === "PASS" && (isBreach || said.defects.length > 0)) flags.add("CONTRADICTION");
  const remarkable = read.measurements.filter(
    ({ judgement, senderJudge }) =>
      judgement === "FAIL" ||
      (senderJudge !== null && judgement !== "NA" && senderJudge !== judgement),
  );
  const isShort = read.measurements.length <= keptMeasurements;
  return {
    told,
    flags: [...flags],
    verdict: {
      ...{ sn: board.sn, result: verdict, eventId: event.id },
      captures: read.captures.map(({ code, value }) => ({ code, value: value ?? null })),
      defects: verdict === "FAIL" ? [...said.defects] : [],
    },
    reading: {
      ...{ sn: board.sn, position: board.position, raw: said.raw, result: verdict },
      measurements: isShort ? read.measurements : remarkable.slice(0, keptMeasurements),
      measurementCount: read.measurements.length,
      defects: said.defects,
    },
  };
}

/** A word of the sender's own, if the step's mapping knows it; a message without any has no verdict. */
function wordOf(
  raw: string | null,
  words: { passValues: string[]; failValues: string[] } | undefined,
): "PASS" | "FAIL" | null | undefined {
  if (raw === null) return null;
  if (words?.passValues.includes(raw)) return "PASS";
  return words?.failValues.includes(raw) ? "FAIL" : undefined;
}

async function standAlone(
  work: Work,
  results: CfxResults,
  told: readonly Told[],
): Promise<Executed> {
  const links: UnitLink[] = [];
  const each: Judged[] = [];
  const flags = new Set<string>();
  for (const one of told) {
    const judging = judged(work, one);
    const { verdict } = judging;
    if (verdict.result === null) throw bodyInvalid("OverallResult", "missing");
    const { at, flags: clamped } = clampAt(one.scan, work.event.occurredAt, work.cx.now);
    for (const flag of [...judging.flags, ...clamped]) flags.add(flag);
    const operator = results.operator?.name ?? null;
    const move = machineContext(work, { at, step: one.step, operator });
    const moved = await passThrough(move, one.scan, outcomeOf(verdict, verdict.result));
    const { unitId, trackId, result } = moved;
    links.push({ unitId, trackId, effect: "PASS_THROUGH", result });
    each.push(judging);
  }
  return executed(results, { each, links, flags: [...flags] });
}

export function outcomeOf(
  verdict: Pick<TransactionVerdict, "captures" | "defects">,
  result: "PASS" | "FAIL",
): MachineOutcome {
  return {
    result,
    captures: verdict.captures,
    defects: result === "FAIL" ? verdict.defects : [],
  };
}

async function keepResults(
  work: Work,
  results: CfxResults,
  { told, transaction }: { told: readonly Told[]; transaction: Transaction },
): Promise<Executed> {
  const { cx } = work;
  const each = told.map((one) => judged(work, one));
  const verdicts = each.map(({ verdict }) => verdict);
  const { evidence } = transaction;
  await saveTransaction(cx, transaction, {
    evidence: { ...evidence, verdicts: [...evidence.verdicts, ...verdicts] },
  });
  await wake(cx.tx, transactionWaitKey(transaction), cx.now);
  const links = each.map(
    ({ told: { board, scan }, verdict }): UnitLink => ({
      unitId: board.unitId,
      trackId: scan.openVisit?.id ?? null,
      effect: "EVIDENCE",
      result: verdict.result,
    }),
  );
  return executed(results, { each, links, flags: each.flatMap(({ flags }) => flags) });
}

/** Said after the work was over: a pass is kept beside it, a failure is for a person to act on. */
async function lateResults(
  work: Work,
  results: CfxResults,
  transaction: Transaction,
): Promise<Executed> {
  const fails = results.units.some(({ result }) => result === "FAIL");
  const { source, transactionId, state } = transaction;
  if (fails || results.overall.result === "FAIL")
    throw refusalError({ code: "TRANSACTION_CLOSED", context: { source, transactionId, state } });
  const named = results.units.map(({ unit }) => unit);
  const boards = named.length > 0 ? await knownBoards(work.cx, named) : transaction.units;
  const tracks = new Map(transaction.units.map(({ sn, trackId }) => [sn, trackId]));
  return {
    state: "STORED",
    sn: boards[0]?.sn ?? null,
    links: boards.map(({ unitId, sn }) => ({
      ...{ unitId, trackId: tracks.get(sn) ?? null },
      effect: "EVIDENCE",
    })),
  };
}

function executed(
  results: CfxResults,
  { each, links, flags }: { each: readonly Judged[]; links: UnitLink[]; flags: readonly string[] },
): Executed {
  const said = new Set(each.map(({ verdict }) => verdict.result));
  const [only] = said;
  const { operator, recipe, method } = results;
  return {
    state: "EXECUTED",
    ...whereOf(each.map(({ told }) => told)),
    result: said.size === 1 ? (only ?? null) : "MIXED",
    flags: [...new Set(flags)],
    reading: {
      ...{ method, operator: operator?.name ?? null, recipe: recipe && recipeText(recipe) },
      units: each.map(({ reading }) => reading),
    },
    links,
  };
}
