import type { Clock } from "../platform/clock.ts";
import type { Delivery } from "./delivery.ts";
import type { Ledger } from "./ledger.ts";
import type { Board, Place, SimLine, SimStep } from "./line.ts";
import { modelFor, planVisit, type Visit } from "./model.ts";
import type { DoorKind, Options } from "./options.ts";
import { Places } from "./places.ts";
import type { ServerClient } from "./server-client.ts";

/** The source every REST event of the simulator names. */
export const simulatorSource = "SIMULATOR";

export const handleOf = (stationCode: string) => `lineside.sim.${stationCode}`;

export interface FloorParts {
  readonly options: Options;
  readonly line: SimLine;
  readonly server: ServerClient;
  readonly delivery: Delivery;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Tells the ids of this run of the program from those of another one. */
  readonly session: string;
}

/** The virtual line while it runs: its stations, where each board is, and what time means. */
export class Floor {
  /** Somebody asked to stop: boards end where they are, after the work in hand. */
  isStopping = false;
  readonly #stations = new Map<string, Places>();
  /** Boards under way, by the step they are at or go to next. */
  readonly #positions = new Map<string, number>();
  readonly #whenMoved: (() => void)[] = [];

  constructor(readonly parts: FloorParts) {}

  get waitsForPeople(): boolean {
    return this.parts.options.manual === "none" || !this.parts.server.hasPerson;
  }

  now() {
    return this.parts.clock.now();
  }

  /** Seconds of the line's own time. */
  async pause(seconds: number): Promise<void> {
    const { speed } = this.parts.options;
    if (speed > 0) await Bun.sleep((seconds * 1000) / speed);
  }

  stationOf(step: SimStep, board: Board): Place {
    const place = step.stations[board.ordinal % Math.max(1, step.stations.length)];
    if (!place)
      throw new Error(
        `No active station of line ${this.parts.line.lineCode} does step ${step.stepNo} ${step.name}.`,
      );
    return place;
  }

  placesOf(step: SimStep, station: Place): Places {
    const known = this.#stations.get(station.code);
    if (known) return known;
    const places = new Places(modelFor(step.traits).places);
    this.#stations.set(station.code, places);
    return places;
  }

  visitOf(step: SimStep, board: Board): Visit {
    const { options, line } = this.parts;
    return planVisit({
      seed: options.seed,
      sn: board.sn,
      ordinal: board.ordinal,
      stepNo: step.stepNo,
      attempt: roundOf(step, board),
      traits: step.traits,
      items: step.items,
      defectCodes: line.defectCodes,
    });
  }

  /** The door a step's machine uses: CFX where its mapping says how, else REST; the doors taken in turn. */
  doorOf(step: SimStep): DoorKind {
    const { doors } = this.parts.options;
    if (step.type === "BATCH" || !step.mapping?.cfx) return "rest";
    const speaking = (["cfx", "amqp"] as const).filter((door) => doors.has(door));
    if (speaking.length === 0) return "rest";
    const machines = this.parts.line.steps.filter(
      (each) => each.mapping?.cfx && each.type !== "BATCH",
    );
    return speaking[machines.indexOf(step) % speaking.length] ?? "rest";
  }

  moved(sn: string, stepNo: number): void {
    this.#positions.set(sn, stepNo);
    this.#tell();
  }

  ended(sn: string): void {
    this.#positions.delete(sn);
    this.#tell();
  }

  /** Boards that are at this step or still come to it. */
  comingTo(stepNo: number): number {
    return [...this.#positions.values()].filter((at) => at <= stepNo).length;
  }

  whenMoved(hear: () => void): void {
    this.#whenMoved.push(hear);
  }

  #tell(): void {
    for (const hear of this.#whenMoved) hear();
  }
}

/** The how-manieth visit at the step it will be, undone ones counted: makes ids of their own. */
export function roundOf(step: SimStep, board: Board): number {
  return (board.visits.get(step.stepNo)?.all ?? 0) + 1;
}

export function attemptOf(step: SimStep, board: Board): number {
  return (board.visits.get(step.stepNo)?.counted ?? 0) + 1;
}
