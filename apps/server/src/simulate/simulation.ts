import { type Clock, monotonicMs } from "../platform/clock.ts";
import { Carriers } from "./carriers.ts";
import { type Broker, Delivery } from "./delivery.ts";
import { Endpoints } from "./endpoints.ts";
import { Floor } from "./floor.ts";
import { Journey } from "./journey.ts";
import { Ledger } from "./ledger.ts";
import { type Board, learnLine, type SimLine, waitingBoards } from "./line.ts";
import type { Options } from "./options.ts";
import { People } from "./people.ts";
import { type Reconciliation, reconcile } from "./reconcile.ts";
import { ServerClient } from "./server-client.ts";

export interface Simulated {
  readonly found: Reconciliation;
  readonly seconds: number;
}

export interface Around {
  readonly clock: Clock;
  /** A line for the person who watches. */
  readonly tell: (line: string) => void;
  readonly openBroker: (
    address: string,
    options: Options,
  ) => Promise<Broker & { close(): Promise<void> }>;
}

/** A virtual line in front of a running server: from what waits on a run to its reconciliation. */
export class Simulation {
  readonly #server: ServerClient;
  #floor: Floor | null = null;
  #isStopping = false;

  constructor(
    readonly options: Options,
    readonly around: Around,
  ) {
    this.#server = new ServerClient(options.url, options);
  }

  /** Ends gracefully: boards stay where they are, and what was sent is reconciled. */
  stop(): void {
    this.#isStopping = true;
    if (this.#floor) this.#floor.isStopping = true;
  }

  get isStopping(): boolean {
    return this.#isStopping;
  }

  signIn(): Promise<void> {
    return this.#server.signIn();
  }

  learn(): Promise<SimLine> {
    return learnLine(this.#server, this.options.runNo);
  }

  /** Boards of the run that wait, as many as asked for. */
  async boards(line: SimLine): Promise<Board[]> {
    return waitingBoards(this.#server, line, this.options.boards);
  }

  /** One round: these boards through the line, then the reconciliation. */
  async round(line: SimLine, boards: Board[]): Promise<Simulated> {
    const { options, around } = this;
    const { clock } = around;
    const started = monotonicMs();
    const startedAt = clock.now();
    const ledger = new Ledger();
    const broker =
      options.amqp && options.doors.has("amqp")
        ? await around.openBroker(options.amqp, options)
        : null;
    const delivery = new Delivery(this.#server, ledger, { broker, speed: options.speed });
    const session = Bun.randomUUIDv7().slice(-12);
    const parts = { options, line, server: this.#server, delivery, ledger, clock, session };
    const floor = new Floor(parts);
    this.#floor = floor;
    floor.isStopping = this.#isStopping;
    const endpoints = new Endpoints(floor, broker);
    try {
      for (const undone of await endpoints.assign())
        around.tell(`CFX endpoint not assigned: ${undone}. Assign it under Machines → Endpoints.`);
      await endpoints.start();
      await this.#run(floor, boards);
      await endpoints.stop();
      const { patienceSeconds } = options;
      const found = await reconcile({
        server: this.#server,
        ledger,
        line,
        startedAt,
        patienceSeconds,
      });
      return { found, seconds: (monotonicMs() - started) / 1000 };
    } finally {
      await broker?.close();
    }
  }

  async #run(floor: Floor, boards: Board[]): Promise<void> {
    const { line, ledger, options } = floor.parts;
    const batches = line.steps.filter((step) => step.type === "BATCH");
    const carriers = new Map(batches.map((step) => [step.stepNo, new Carriers(floor, step)]));
    const way = { floor, carriers, people: new People(floor) };
    for (const board of boards) floor.moved(board.sn, board.stepNo);
    const progress = setInterval(() => this.#progress(ledger, boards.length), 2_000);
    try {
      const travels: Promise<void>[] = [];
      for (const board of boards) {
        travels.push(
          new Journey(way, board).travel().then((outcome) => void ledger.boards.push(outcome)),
        );
        if (options.every > 0 && !floor.isStopping) await floor.pause(options.every);
      }
      await Promise.all(travels);
    } finally {
      clearInterval(progress);
    }
  }

  #progress({ boards, messages, verdicts, scans }: Ledger, total: number): void {
    const { accepted, duplicate, parked, rejected } = verdicts;
    this.around.tell(
      `${boards.length} of ${total} boards · ${messages.length} messages (${accepted} accepted, ${duplicate} duplicate, ${parked} parked, ${rejected} rejected) · ${scans} scans`,
    );
  }
}
