// The life of one unit of work, the same on both databases.
import { AsyncLocalStorage } from "node:async_hooks";
import type { Log } from "./database.ts";
import { DatabaseError } from "./errors.ts";

export class Unit {
  #state: "open" | "ended" = "open";
  #failure: { error: unknown } | undefined;
  readonly #onCommit: (() => void)[] = [];

  /** The error of the first statement that failed, if one did. */
  get failure() {
    return this.#failure;
  }

  /** Throws unless a statement may run now. */
  check(): void {
    if (this.#state === "ended")
      throw new DatabaseError("UNIT_ENDED", "The unit of work has ended; await its statements.");
    if (this.#failure) throw this.#failure.error;
  }

  /** Nothing that follows a failed statement may be committed, even when the caller catches the error. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  onCommit(fn: () => void): void {
    this.check();
    this.#onCommit.push(fn);
  }

  /** Before a part: how to forget what the part left behind, once its statements are undone. */
  mark(): () => void {
    this.check();
    const { length } = this.#onCommit;
    return () => {
      this.#failure = undefined;
      this.#onCommit.length = length;
    };
  }

  end(): void {
    this.#state = "ended";
  }

  committed(log: Log): void {
    for (const fn of this.#onCommit) {
      try {
        fn();
      } catch (error) {
        // The work is durable: its caller must not hear that it failed.
        log("After-commit callback failed", { error });
      }
    }
  }

  /**
   * Runs the work of this unit. A unit inside a unit would wait for itself on SQLite and
   * would not be undone with it on PostgreSQL.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const value = await current.run(this, work);
    if (this.#failure) throw this.#failure.error;
    return value;
  }

  static refuseNested(): void {
    const around = current.getStore();
    if (around && around.#state === "open")
      throw new DatabaseError(
        "UNIT_NESTED",
        "A unit of work was started inside another one; pass its Tx on instead.",
      );
  }
}

const current = new AsyncLocalStorage<Unit>();

/** A unit that awaits anything but the database keeps others waiting; it is given up after a while. */
export async function inTime<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const message = `A unit of work took longer than ${milliseconds} ms.`;
      reject(new DatabaseError("UNIT_TIMEOUT", message));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
