import { DatabaseError } from "./errors.ts";

/** A pool that is ending forgets who waits for a connection, so it must not end before they are done. */
export class OpenOperations {
  #count = 0;
  #isClosed = false;
  readonly #allDone = Promise.withResolvers<void>();

  check(): void {
    if (this.#isClosed) throw new DatabaseError("DATABASE_CLOSED", "The database is closed.");
  }

  async track<T>(work: () => Promise<T>): Promise<T> {
    this.check();
    this.#count++;
    try {
      return await work();
    } finally {
      if (--this.#count === 0 && this.#isClosed) this.#allDone.resolve();
    }
  }

  /** False when it was closed before. */
  async close(): Promise<boolean> {
    if (this.#isClosed) return false;
    this.#isClosed = true;
    if (this.#count > 0) await this.#allDone.promise;
    return true;
  }
}
