import type { Carriers } from "./carriers.ts";
import { attemptOf, type Floor } from "./floor.ts";
import type { BoardEnd, BoardOutcome, Message } from "./ledger.ts";
import type { Board, SimStep } from "./line.ts";
import { restEventOf, sendEvent, type Work, workByCfx } from "./machine-work.ts";
import { workByHand } from "./manual-work.ts";
import type { People } from "./people.ts";

export interface Way {
  readonly floor: Floor;
  readonly carriers: ReadonlyMap<number, Carriers>;
  readonly people: People;
}

type StepEnd = { result: "PASS" | "FAIL" } | { result: null; end: BoardEnd; why: string | null };

/** One board from where it waits to the end of the line, or to where it fails. */
export class Journey {
  /** An event that a later one overtakes. */
  #held: { message: Message; step: SimStep } | null = null;

  constructor(
    readonly way: Way,
    readonly board: Board,
  ) {}

  async travel(): Promise<BoardOutcome> {
    const { floor } = this.way;
    const { sn, stepNo } = this.board;
    const steps = floor.parts.line.steps.filter((step) => step.stepNo >= stepNo);
    try {
      for (const [index, step] of steps.entries()) {
        if (floor.isStopping && !this.#held) return { sn, end: "LEFT", why: null };
        floor.moved(sn, step.stepNo);
        const ended = await this.#step(step, steps[index + 1]);
        if (ended.result === null) return { sn, end: ended.end, why: ended.why };
        if (ended.result === "FAIL") return { sn, end: "FAILED", why: null };
      }
      return { sn, end: "PASSED", why: null };
    } finally {
      floor.ended(sn);
    }
  }

  async #step(step: SimStep, next: SimStep | undefined): Promise<StepEnd> {
    const { floor, carriers, people } = this.way;
    const { board } = this;
    if (step.type === "MANUAL" && floor.waitsForPeople) {
      const moved = await people.moveOn(board.sn, step.stepNo);
      return moved.isBeyond ? { result: "PASS" } : { result: null, end: "LEFT", why: moved.why };
    }
    const visit = floor.visitOf(step, board);
    const batch = carriers.get(step.stepNo);
    const result = batch ? await batch.join(board, visit) : await this.#alone(step, next);
    if (typeof result === "string" && result !== "PASS" && result !== "FAIL")
      return { result: null, end: "STOPPED", why: `${result} at ${step.stepNo} ${step.name}` };
    floor.parts.ledger.visits.push({
      sn: board.sn,
      stepNo: step.stepNo,
      attempt: attemptOf(step, board),
      result: result as "PASS" | "FAIL",
      source: step.type,
    });
    return { result: result as "PASS" | "FAIL" };
  }

  /** PASS, FAIL, or the code of a refusal. */
  async #alone(step: SimStep, next: SimStep | undefined): Promise<string> {
    const { floor } = this.way;
    const { board } = this;
    const station = floor.stationOf(step, board);
    const leave = await floor.placesOf(step, station).enter();
    try {
      const work: Work = { floor, board, step, station, visit: floor.visitOf(step, board) };
      if (step.type === "MANUAL") {
        const ended = await workByHand(work);
        return ended.result ?? ended.code;
      }
      const door = floor.doorOf(step);
      if (door === "rest") await this.#report(work, next);
      else await workByCfx(work, door);
      return work.visit.result;
    } finally {
      leave();
    }
  }

  async #report(work: Work, next: SimStep | undefined): Promise<void> {
    const { floor, step, visit } = work;
    await floor.pause(visit.seconds);
    const message = restEventOf(work);
    const held = this.#held;
    if (message.fault === "reorder") {
      // Only an event that leads to another one of the same kind can be overtaken by it.
      const canHold =
        !held && visit.result === "PASS" && next !== undefined && isByRest(floor, next);
      if (canHold) {
        this.#held = { message, step };
        return;
      }
      message.fault = null;
    }
    await sendEvent(floor, message, step);
    if (!held) return;
    this.#held = null;
    await sendEvent(floor, held.message, held.step);
  }
}

const isByRest = (floor: Floor, step: SimStep) =>
  (step.type === "AUTO" || step.type === "TEST") && floor.doorOf(step) === "rest";
