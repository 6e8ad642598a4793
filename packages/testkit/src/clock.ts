import { addMs, type Instant, toInstant } from "@lineside/domain/kernel";

/** A clock that only moves when a test says so. */
export class FakeClock {
  #now: Instant;

  constructor(start = "2026-11-22T02:00:00.000Z") {
    this.#now = toInstant(start);
  }

  now(): Instant {
    return this.#now;
  }

  advance(seconds: number): Instant {
    this.#now = addMs(this.#now, seconds * 1000);
    return this.#now;
  }
}
