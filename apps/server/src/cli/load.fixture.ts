import { assert } from "@lineside/domain/kernel";
import type { Binary } from "@lineside/testkit/binary";
import { type Floor, type FloorPerson, send, signIn } from "./floor.fixture.ts";

export interface Acknowledgement {
  /** As the server files it: actor id + ":" + key. */
  key: string;
  answer: unknown;
  /** Sends the same once more. */
  again(): Promise<{ status: number; body: unknown; headers: Headers }>;
}

interface Operator extends FloorPerson {
  cookie: string;
}

/** Outcomes of a request that say: ask again with the same key. */
const later = new Set([503]);

/**
 * Operators who scan boards in and out without a pause, as terminals do: a request without an answer
 * is sent again with its key until it has one. The last operator scans what is always refused.
 */
export class Load {
  readonly acknowledged: Acknowledgement[] = [];
  /** Request ids of answered refusals. */
  readonly refused: string[] = [];
  /** Requests whose answer never came. */
  unanswered = 0;
  readonly #boards: string[];
  readonly #forbidden: string;
  #isOver = false;
  #working: Promise<unknown> = Promise.resolve();
  #heard: () => void = () => {};

  private constructor(
    readonly binary: Binary,
    readonly floor: Floor,
    operators: Operator[],
  ) {
    const [forbidden, ...boards] = floor.run.sns;
    this.#forbidden = forbidden ?? "";
    this.#boards = boards.reverse();
    const [rival, ...workers] = operators;
    const shifts = workers.map((operator) => this.#work(operator));
    if (rival) shifts.push(this.#refuse(rival));
    this.#working = Promise.all(shifts);
    // Heard where somebody waits for the load.
    this.#working.catch(() => {});
  }

  static async start(binary: Binary, floor: Floor): Promise<Load> {
    const operators: Operator[] = [];
    for (const person of floor.people)
      operators.push({ ...person, cookie: await signIn(binary, person) });
    return new Load(binary, floor, operators);
  }

  /** Until so many more commands were acknowledged. */
  async more(count: number): Promise<void> {
    const goal = this.acknowledged.length + count;
    const reached = new Promise<void>((resolve) => {
      this.#heard = () => {
        if (this.acknowledged.length >= goal) resolve();
      };
    });
    await Promise.race([reached, this.#working]);
    assert(this.acknowledged.length >= goal, "the load ended early");
  }

  /** Every operator puts the scanner down after the answer to the last scan. */
  async finish(): Promise<void> {
    this.#isOver = true;
    await this.#working;
  }

  /** Repeats the newest commands; returns what was not told the same as the first time. */
  async repeat(count: number): Promise<unknown[]> {
    const wrong: unknown[] = [];
    for (const { answer, again } of this.acknowledged.slice(-count)) {
      const { body, headers } = await again();
      const isReplay = headers.get("idempotency-replayed") === "true";
      if (!isReplay || !Bun.deepEquals(body, answer)) wrong.push({ answer, body });
    }
    return wrong;
  }

  async #work(operator: Operator): Promise<void> {
    while (!this.#isOver) {
      const sn = this.#boards.pop();
      assert(sn !== undefined, "the run has too few units for this load");
      await this.#board(operator, sn);
    }
  }

  async #board(operator: Operator, sn: string): Promise<void> {
    for (const station of this.floor.plant.stations) {
      await this.#command(operator, `/api/stations/${station}/track-in`, { sn });
      if (this.#isOver) return;
      const result = Math.random() < 0.1 ? "FAIL" : "PASS";
      await this.#command(operator, `/api/stations/${station}/track-out`, { sn, result });
      if (this.#isOver || result === "FAIL") return;
    }
  }

  async #command(operator: Operator, path: string, body: object): Promise<void> {
    const key = crypto.randomUUID();
    const { answer } = await this.#answered(operator, path, { body, key });
    if (answer.status !== 200)
      throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    this.acknowledged.push({
      key: `${operator.id}:${key}`,
      answer: answer.body,
      again: async () => (await this.#answered(operator, path, { body, key })).answer,
    });
    this.#heard();
  }

  /** Shares batches with the others: what is refused must undo nothing but itself. */
  async #refuse(operator: Operator): Promise<void> {
    const path = `/api/stations/${this.floor.plant.stations[0]}/track-out`;
    const body = { sn: this.#forbidden, result: "PASS" };
    while (!this.#isOver) {
      const key = crypto.randomUUID();
      const { answer, requestId } = await this.#answered(operator, path, { body, key });
      if (answer.status !== 409) throw new Error(`${path}: ${answer.status} instead of a refusal`);
      this.refused.push(requestId);
      await Bun.sleep(2);
    }
  }

  async #answered(operator: Operator, path: string, sent: { body: object; key: string }) {
    for (;;) {
      const requestId = crypto.randomUUID();
      const headers = { "idempotency-key": sent.key, "x-request-id": requestId };
      const { cookie } = operator;
      const answer = await send(this.binary, path, { cookie, body: sent.body, headers }).catch(
        // The plug was pulled: refused, reset or cut in the middle.
        () => null,
      );
      if (!answer) this.unanswered++;
      if (answer && !later.has(answer.status)) return { answer, requestId };
      await Bun.sleep(5);
    }
  }
}
