import { cfxNames } from "@lineside/domain/cfx";
import { monotonicMs } from "../platform/clock.ts";
import { Chance } from "./chance.ts";
import { endOfWork, startOfWork, type Told } from "./envelopes.ts";
import { type Floor, handleOf, roundOf, simulatorSource } from "./floor.ts";
import type { Message } from "./ledger.ts";
import type { Board, Place, SimStep } from "./line.ts";
import { cfxMessage, envelope, faultOf, restMessage, withUnknownResult } from "./message.ts";
import type { Visit } from "./model.ts";
import { faultKinds } from "./options.ts";

export interface Work {
  readonly floor: Floor;
  readonly board: Board;
  readonly step: SimStep;
  readonly station: Place;
  readonly visit: Visit;
}

/** One event when the work is done. */
export function restEventOf({ floor, board, step, station, visit }: Work): Message {
  const { options, line, session } = floor.parts;
  const stable = `${board.sn}:${step.stepNo}:${roundOf(step, board)}`;
  const moment = {
    at: floor.now(),
    timezone: line.timezone,
    fault: faultOf(options, stable, faultKinds),
    stable,
  };
  return restMessage(
    {
      step,
      stationCode: station.code,
      lineCode: line.lineCode,
      runNo: line.runNo,
      sourceSystem: simulatorSource,
      dedupeKey: `${stable}:${session}`,
      sns: [board.sn],
      carrierNo: null,
      testResultId: step.type === "TEST" ? `T-${stable}` : null,
      visit,
      units: [],
    },
    moment,
  );
}

/** Sends an event; one that is to arrive broken is preceded by its unknown twin at times. */
export async function sendEvent(floor: Floor, message: Message, step: SimStep): Promise<void> {
  const { delivery } = floor.parts;
  // A batch of units with results of their own does not look at the overall one.
  const isTwin =
    step.type !== "BATCH" &&
    message.fault === "malformed" &&
    new Chance("twin", message.what, ...message.sns).happens(0.5);
  const words = step.mapping?.result;
  const word = [...(words?.passValues ?? []), ...(words?.failValues ?? [])].find((each) =>
    message.text.includes(JSON.stringify(each)),
  );
  const twin = isTwin && word ? withUnknownResult(message, { word }) : null;
  if (twin) await delivery.deliverBad(twin);
  await delivery.deliver(message);
}

/** Everything a CFX endpoint tells of one board, from its arrival to its departure. */
export async function workByCfx(work: Work, door: "cfx" | "amqp"): Promise<void> {
  const { floor, board, step, station, visit } = work;
  const { options, delivery, session } = floor.parts;
  const mode = step.mapping?.cfx?.mode ?? "PAIRED_RESULT";
  const stable = `${board.sn}:${step.stepNo}:${roundOf(step, board)}`;
  const transactionId = new Chance(options.seed, stable, session).uuid();
  const facts = { step, sn: board.sn, transactionId, visit };
  const isReordered =
    mode !== "RESULT_ALONE" && faultOf(options, `${stable}:order`, faultKinds) === "reorder";
  const say = (told: Told) => cfxOf(work, told, door);
  const start = startOfWork(facts, mode);
  if (isReordered) {
    await floor.pause(visit.seconds);
    await deliverReordered(work, [...start, ...endOfWork(facts, mode)], door);
    return;
  }
  if (door === "cfx") await askPermission(floor, board.sn, station);
  for (const told of start) await delivery.deliver(say(told));
  await floor.pause(visit.seconds);
  for (const told of endOfWork(facts, mode)) await delivery.deliver(say(told));
}

/** The completion comes first, the start last: each waits for what it needs. */
async function deliverReordered(work: Work, told: Told[], door: "cfx" | "amqp"): Promise<void> {
  const { delivery } = work.floor.parts;
  const rank = (name: string) =>
    name === cfxNames.workCompleted ? 0 : name === cfxNames.workStarted ? 2 : 1;
  const shuffled = told
    .filter(({ name }) => !isPresence(name))
    .sort((a, b) => rank(a.name) - rank(b.name));
  for (const each of shuffled) {
    const message = cfxOf(work, each, door);
    message.fault = each.name === cfxNames.workCompleted ? "reorder" : null;
    await delivery.deliver(message);
  }
}

const isPresence = (name: string) =>
  name === cfxNames.unitsArrived || name === cfxNames.unitsDeparted;

function cfxOf({ floor, board, step, station }: Work, told: Told, door: "cfx" | "amqp"): Message {
  const { options, line, session } = floor.parts;
  const stable = `${board.sn}:${step.stepNo}:${roundOf(step, board)}:${told.name}`;
  const drawn = faultOf(options, stable, faultKinds);
  // Its place in the order is decided for the whole transaction.
  const fault = drawn === "reorder" ? null : drawn;
  const id = new Chance(options.seed, stable, session).uuid();
  const source = handleOf(station.code);
  const moment = { at: floor.now(), timezone: line.timezone, fault, stable };
  return cfxMessage({ ...told, id, source, sns: [board.sn] }, moment, door);
}

const askAgainMs = 50;

/**
 * Route control, as a machine does it: may this board be worked on here? Asks again while the event
 * before is still being executed, and goes on when patience ends: the server then says no itself.
 */
async function askPermission(floor: Floor, sn: string, station: Place): Promise<void> {
  const { server, ledger, options } = floor.parts;
  const deadline = monotonicMs() + options.patienceSeconds * 500;
  for (;;) {
    ledger.questions++;
    const id = crypto.randomUUID();
    const body = {
      Validations: ["UnitRouteValidation", "UnitStatusValidation"],
      PrimaryIdentifier: sn,
      Units: [{ UnitIdentifier: sn, PositionNumber: 1, PositionName: "CIRCUIT1" }],
    };
    const asked = {
      ...envelope({
        id,
        source: handleOf(station.code),
        at: floor.now(),
        name: cfxNames.validateUnitsRequest,
        body,
      }),
      RequestID: id,
    };
    const answer = await server.send("/api/ingest/cfx", {
      as: "machine",
      body: JSON.stringify(asked),
    });
    if (answer.body?.MessageBody?.PrimaryResult?.Result === "Passed") return;
    if (floor.isStopping || monotonicMs() > deadline) return;
    await Bun.sleep(askAgainMs);
  }
}
