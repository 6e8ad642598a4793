import { monotonicMs } from "../platform/clock.ts";
import { Chance } from "./chance.ts";
import { type Floor, roundOf, simulatorSource } from "./floor.ts";
import { type Board, type SimStep, unitsOf } from "./line.ts";
import { sendEvent } from "./machine-work.ts";
import { faultOf, restMessage } from "./message.ts";
import { modelFor, planVisit, type Visit } from "./model.ts";
import { faultKinds } from "./options.ts";

const lookEveryMs = 200;

/** Until the server has every board at the step, or patience ends. */
async function arrived(floor: Floor, sns: readonly string[], stepNo: number): Promise<void> {
  const { server, line, options } = floor.parts;
  const deadline = monotonicMs() + options.patienceSeconds * 1000;
  for (;;) {
    const units = new Map((await unitsOf(server, line.runNo)).map((unit) => [unit.sn, unit]));
    const isHere = (sn: string) => units.get(sn)?.step.stepNo === stepNo;
    if (sns.every(isHere) || monotonicMs() > deadline) return;
    await Bun.sleep(lookEveryMs);
  }
}

interface Waiting {
  readonly board: Board;
  readonly visit: Visit;
  readonly done: (result: "PASS" | "FAIL") => void;
  readonly failed: (why: unknown) => void;
}

/** Boards that share a carrier, and the carriers a station has. */
const boardsMax = 5;
const carriersMax = 6;
/** A carrier does not wait longer than this for boards that people hold up. */
const waitSeconds = 120;

/** The carriers of one batch step: filled while boards come, through the oven or bath as one event. */
export class Carriers {
  #waiting: Waiting[] = [];
  #count = 0;

  constructor(
    readonly floor: Floor,
    readonly step: SimStep,
  ) {
    floor.whenMoved(() => this.#check());
  }

  join(board: Board, visit: Visit): Promise<"PASS" | "FAIL"> {
    return new Promise((done, failed) => {
      this.#waiting.push({ board, visit, done, failed });
      if (this.#waiting.length === 1) void this.#go(waitSeconds);
      this.#check();
    });
  }

  /** Sets off when full, or when nobody else can come. */
  #check(): void {
    const isFull = this.#waiting.length >= boardsMax;
    const isLast = this.floor.comingTo(this.step.stepNo) <= this.#waiting.length;
    if (this.#waiting.length > 0 && (isFull || isLast))
      void this.#setOff(this.#waiting.splice(0, boardsMax));
  }

  async #go(seconds: number): Promise<void> {
    const [first] = this.#waiting;
    if (this.floor.parts.options.speed === 0 && !this.floor.waitsForPeople) return;
    await this.floor.pause(seconds);
    if (first && this.#waiting.includes(first))
      await this.#setOff(this.#waiting.splice(0, boardsMax));
  }

  async #setOff(load: Waiting[]): Promise<void> {
    try {
      const results = await this.#through(load);
      for (const [index, { done }] of load.entries()) done(results[index] ?? "PASS");
    } catch (why) {
      for (const { failed } of load) failed(why);
    }
  }

  async #through(load: Waiting[]): Promise<("PASS" | "FAIL")[]> {
    const { floor, step } = this;
    const [first] = load;
    if (!first) return [];
    const { options, line, session } = floor.parts;
    const station = floor.stationOf(step, first.board);
    const leave = await floor.placesOf(step, station).enter();
    try {
      const { seconds } = modelFor(step.traits);
      await floor.pause(
        new Chance(options.seed, first.board.sn, step.stepNo).normal(seconds, seconds / 20),
      );
      const carrierNo = `SIM-${station.code}-${(this.#count++ % carriersMax) + 1}`;
      const isPartial = step.mapping?.batchPolicy === "PARTIAL" && step.mapping.units !== undefined;
      const units = load.map(({ board, visit }) => ({
        sn: board.sn,
        result: isPartial ? visit.result : ("PASS" as const),
      }));
      const stable = `${first.board.sn}:${step.stepNo}:${roundOf(step, first.board)}:${load.length}`;
      const drawn = faultOf(options, stable, faultKinds);
      const message = restMessage(
        {
          step,
          stationCode: station.code,
          lineCode: line.lineCode,
          runNo: line.runNo,
          sourceSystem: simulatorSource,
          dedupeKey: `${stable}:${session}`,
          sns: load.map(({ board }) => board.sn),
          carrierNo,
          testResultId: null,
          visit: {
            result: units.every(({ result }) => result === "PASS") ? "PASS" : "FAIL",
            values: this.#goodVisit(first.board).values,
            defect: null,
          },
          units: isPartial ? units : [],
        },
        {
          at: floor.now(),
          timezone: line.timezone,
          fault: drawn === "reorder" ? null : drawn,
          stable,
        },
      );
      // Unit by unit, the server takes those that are here: the carrier waits for all of its boards.
      if (isPartial) await arrived(floor, message.sns, step.stepNo);
      await sendEvent(floor, message, step);
      return units.map(({ result }) => result);
    } finally {
      leave();
    }
  }

  /** One set of readings for the whole load: those of a good one, for the oven did its work. */
  #goodVisit(board: Board): Visit {
    const { step, floor } = this;
    for (let attempt = 1; ; attempt++) {
      const visit = planVisit({
        seed: floor.parts.options.seed,
        sn: `carrier of ${board.sn}`,
        ordinal: board.ordinal,
        stepNo: step.stepNo,
        attempt,
        traits: step.traits,
        items: step.items,
        defectCodes: [],
      });
      if (visit.result === "PASS") return visit;
    }
  }
}
