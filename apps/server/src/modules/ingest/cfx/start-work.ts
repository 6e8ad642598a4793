import {
  type CfxUnit,
  isExpectedProgram,
  recipeOf,
  recipeText,
  type TransactionUnit,
  unitsOf,
} from "@lineside/domain/cfx";
import { refusalError, unwrap } from "@lineside/domain/kernel";
import type { FrozenStep } from "@lineside/domain/routing";
import { wake } from "../../../platform/jobs/queue.ts";
import { clampAt, type MachineScan, machineTrackIn, validateEntry } from "../../execution/index.ts";
import { notify } from "../../notification/index.ts";
import type { Executed, UnitLink } from "../contract.ts";
import { endpointSubject } from "./endpoint-event.ts";
import { openTransaction, saveTransaction, transactionWaitKey } from "./transaction-store.ts";
import {
  type Board,
  boardsOf,
  machineContext,
  scansOf,
  stepToDo,
  transactionKey,
  type Work,
  whereOf,
} from "./work.ts";

type AtStation = { board: Board; scan: MachineScan };

/** WorkStarted: every board comes into the station, and the piece of work is opened. */
export async function startWork(work: Work): Promise<Executed> {
  const { cx, event, envelope, endpoint } = work;
  const key = transactionKey(work);
  // A machine that does not know its boards yet names them when the work is completed.
  const refs = unitsOf(envelope.body);
  const transaction = await openTransaction(cx, key, endpoint.stationId);
  if (transaction.startedAt !== null)
    throw refusalError({
      code: "TRANSACTION_CLOSED",
      context: { ...key, state: transaction.state, startedAt: transaction.startedAt },
    });
  const scans = startable(await scansOf(work, await boardsOf(cx, refs)));
  const flags = new Set<string>();
  const entered: Entered[] = [];
  for (const at of scans) entered.push(await enter(work, at, flags));
  const recipe = programOf(work);
  if (recipe !== null && (await checkProgram(work, entered, recipe))) flags.add("PROGRAM_MISMATCH");
  await saveTransaction(cx, transaction, {
    ...{ startedAt: event.occurredAt, stationId: endpoint.stationId, recipe },
    units: entered.map(({ unit }) => unit),
    evidence: { ...transaction.evidence, carrierNo: carrierOf(refs, scans) },
  });
  await wake(cx.tx, transactionWaitKey(key), cx.now);
  return {
    state: "EXECUTED",
    ...whereOf(scans),
    flags: [...flags],
    reading: {
      ...{ transactionId: key.transactionId, recipe, stepNo: entered[0]?.step.stepNo },
      units: entered.map(({ unit: { sn, position } }) => ({ sn, position })),
    },
    links: entered.flatMap(({ link }) => link),
  };
}

/** What all of its boards lie on, if that is one thing. */
function carrierOf(refs: readonly CfxUnit[], scans: readonly AtStation[]): string | null {
  const [identifier, ...others] = new Set(refs.map((ref) => ref.identifier));
  if (identifier === undefined || others.length > 0) return null;
  return scans.some(({ board }) => board.sn === identifier) ? null : identifier;
}

const gone = new Set(["SCRAPPED", "VOIDED", "OUT_FAILED"]);

/** On a panel the boards that are out already stay where they are; the others go on without them. */
function startable(scans: AtStation[]): AtStation[] {
  const live = scans.filter(({ scan }) => !gone.has(scan.unit?.state ?? ""));
  return live.length > 0 ? live : scans;
}

interface Entered {
  readonly unit: TransactionUnit;
  readonly step: FrozenStep;
  readonly scan: MachineScan;
  readonly link: UnitLink[];
}

async function enter(work: Work, { board, scan }: AtStation, flags: Set<string>): Promise<Entered> {
  const step = await stepToDo(work, scan);
  const unit = { ...board, trackId: null };
  if (step.stationType === "BATCH") {
    // A batch comes in and goes out with its carrier, when its work is done.
    const stationCode = work.endpoint.stationCode;
    unwrap(await validateEntry(work.cx.tx, { sn: board.sn, stationCode, at: work.cx.now }));
    return { unit, step, scan, link: [] };
  }
  const clamped = clampAt(scan, work.event.occurredAt, work.cx.now);
  for (const flag of clamped.flags) flags.add(flag);
  const { trackId, unitId } = await machineTrackIn(
    machineContext(work, { at: clamped.at, step }),
    scan,
  );
  return {
    unit: { ...unit, trackId },
    step,
    scan,
    link: [{ unitId, trackId, effect: "TRACK_IN" }],
  };
}

/** The program the message names, else the one the machine said it had made active. */
function programOf({ envelope, endpoint }: Work): string | null {
  const named = recipeOf(envelope.body);
  return named ? recipeText(named) : endpoint.activeRecipe;
}

/** Work with another program than the route's is told, not stopped: the board is in the machine. */
async function checkProgram(
  { cx, endpoint, event }: Work,
  entered: readonly Entered[],
  running: string,
): Promise<boolean> {
  const wrong = entered.find(
    ({ step }) =>
      step.expectedProgram !== undefined && !isExpectedProgram(step.expectedProgram, running),
  );
  if (!wrong) return false;
  const { step, scan } = wrong;
  const { stationCode, lineId, handle } = endpoint;
  const context = {
    ...{ stationCode, handle, running, expected: step.expectedProgram },
    ...{ runNo: scan.run.runNo, sn: scan.sn, stepNo: step.stepNo },
  };
  cx.emit({
    ...endpointSubject(endpoint),
    type: "ingestEndpoint.programMismatched",
    runId: scan.runId,
    occurredAt: event.occurredAt,
    data: context,
  });
  await notify(cx, {
    topic: "program.mismatch",
    severity: "ALARM",
    code: "PROGRAM_MISMATCH",
    context,
    entityType: "ingestEndpoint",
    entityKey: endpoint.id,
    lineId,
    runId: scan.runId,
    // Told once for each run and program, not for every board.
    uniqueKey: `program.mismatch:${endpoint.id}:${scan.runId}:${running}`,
    to: [{ permission: "ingest:operate", lineId }, { permission: "route:configure" }],
  });
  return true;
}
