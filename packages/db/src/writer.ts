// The only writer of a SQLite database. Units of work run one at a time, each as a savepoint of one
// open transaction; nobody is answered before that transaction's single fsync (group commit).

import type { Database as BunDatabase } from "bun:sqlite";
import { AsyncLocalStorage } from "node:async_hooks";
import type { Log, Observer } from "./database.ts";
import { asDatabaseError, type DriverError } from "./errors.ts";
import { inTime, Unit } from "./unit.ts";

export interface WriterOptions {
  /** Units in one transaction. */
  batchMax?: number;
  /** How long a batch that others still join may keep its first unit waiting. */
  batchMilliseconds?: number;
  /** How long to wait for another program that holds the write lock. */
  busyMilliseconds?: number;
  /** A unit that awaits anything but the database stops every writer. */
  unitMilliseconds?: number;
  log?: Log;
}

interface Job {
  /** In the async context of whoever asked for it, not of whoever woke the writer. */
  work: (unit: Unit) => Promise<unknown>;
  /** Runs between batches, outside any transaction. */
  isAlone: boolean;
  askedMs: number;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

interface Answer {
  unit: Unit;
  job: Job;
  value: unknown;
}

export class Writer {
  batches = 0;
  units = 0;
  observer: Observer | null = null;
  readonly #options: Required<WriterOptions>;
  readonly #sql: Record<
    "begin" | "savepoint" | "release" | "undo" | "commit" | "rollback",
    () => void
  >;
  readonly #queue: Job[] = [];
  #isDraining = false;

  constructor(
    readonly db: BunDatabase,
    options: WriterOptions = {},
  ) {
    this.#options = {
      batchMax: 256,
      batchMilliseconds: 25,
      busyMilliseconds: 5000,
      unitMilliseconds: 10_000,
      log: () => {},
      ...options,
    };
    const prepare = (sql: string) => {
      const statement = db.prepare(sql);
      return () => void statement.run();
    };
    this.#sql = {
      begin: prepare("BEGIN IMMEDIATE"),
      savepoint: prepare("SAVEPOINT unit"),
      release: prepare("RELEASE unit"),
      undo: prepare("ROLLBACK TO unit"),
      commit: prepare("COMMIT"),
      rollback: prepare("ROLLBACK"),
    };
  }

  get waiting() {
    return this.#queue.length;
  }

  unit<T>(work: (unit: Unit) => Promise<T>): Promise<T> {
    return this.#add(work, false);
  }

  /** For what cannot run inside a transaction: lifting foreign keys for a migration. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return this.#add(work, true);
  }

  /** Resolves when everything accepted so far has been answered. */
  async idle(): Promise<void> {
    await this.alone(async () => {});
  }

  #add<T>(work: (unit: Unit) => Promise<T>, isAlone: boolean): Promise<T> {
    Unit.refuseNested();
    const inContext = AsyncLocalStorage.snapshot();
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({
        work: (unit) => inContext(() => unit.run(() => work(unit))),
        isAlone,
        askedMs: performance.now(),
        resolve: resolve as Job["resolve"],
        reject,
      });
      if (!this.#isDraining) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#isDraining = true;
    // Requests that arrive together start together.
    await nextTurn();
    while (this.#queue.length > 0) {
      if (this.#queue[0]!.isAlone) await this.#runAlone(this.#queue.shift()!);
      else await this.#batch();
      if (this.#queue.length > 0) await nextTurn();
    }
    this.#isDraining = false;
  }

  async #runAlone(job: Job): Promise<void> {
    try {
      job.resolve(await job.work(new Unit()));
    } catch (error) {
      job.reject(error);
    }
  }

  async #batch(): Promise<void> {
    try {
      await this.#patiently(() => this.#begin());
    } catch (error) {
      for (const job of this.#takeAll()) job.reject(asDatabaseError(error));
      return;
    }
    const answers: Answer[] = [];
    const until = performance.now() + this.#options.batchMilliseconds;
    for (let count = 0; count < this.#options.batchMax; count++) {
      if (count > 0 && performance.now() > until) break;
      const job = this.#take() ?? (await this.#takeLate());
      if (!job) break;
      const outcome = await this.#runUnit(job);
      if ("unit" in outcome) answers.push(outcome);
      if (this.db.inTransaction) continue;
      // SQLite itself has rolled everything back: disk full, I/O error, out of memory.
      const lost = "error" in outcome ? outcome.error : new Error("a unit ended the transaction");
      this.#abandon(answers, lost);
      return;
    }
    await this.#commit(answers);
  }

  #begin(): void {
    if (this.db.inTransaction) this.#sql.rollback();
    this.#sql.begin();
  }

  #take(): Job | undefined {
    return this.#queue[0]?.isAlone === false ? this.#queue.shift() : undefined;
  }

  /** Whoever is on the way already shares the fsync. */
  async #takeLate(): Promise<Job | undefined> {
    await nextTurn();
    return this.#take();
  }

  #takeAll(): Job[] {
    const jobs: Job[] = [];
    while (jobs.length < this.#options.batchMax && this.#queue[0]?.isAlone === false)
      jobs.push(this.#queue.shift()!);
    return jobs;
  }

  /** The unit's answer, to be given after the commit, or why it failed and was undone. */
  async #runUnit(job: Job): Promise<Answer | { error: unknown }> {
    const unit = new Unit();
    try {
      this.#sql.savepoint();
      const value = await inTime(this.#options.unitMilliseconds, job.work(unit));
      unit.end();
      this.#sql.release();
      return { unit, job, value };
    } catch (error) {
      unit.end();
      this.#undo();
      this.observer?.unitEnded(false, job.askedMs, performance.now());
      job.reject(error);
      return { error };
    }
  }

  #undo(): void {
    if (!this.db.inTransaction) return;
    try {
      this.#sql.undo();
      this.#sql.release();
    } catch (error) {
      // Nobody else in the batch may be committed together with half a unit.
      this.#options.log("Undoing a unit failed; its batch is rolled back", { error });
      this.#rollback();
    }
  }

  /** One that fails is made up for before the next batch. */
  #rollback(): void {
    try {
      if (this.db.inTransaction) this.#sql.rollback();
    } catch (error) {
      this.#options.log("Rolling a batch back failed", { error });
    }
  }

  async #commit(answers: Answer[]): Promise<void> {
    const startedMs = performance.now();
    try {
      await this.#patiently(() => this.#sql.commit());
    } catch (error) {
      this.#rollback();
      this.#abandon(answers, error);
      return;
    }
    this.batches++;
    this.units += answers.length;
    const endedMs = performance.now();
    // Where every unit was undone there was nothing to make durable.
    if (answers.length > 0) this.observer?.committed(answers.length, startedMs, endedMs);
    for (const { unit, job, value } of answers) {
      this.observer?.unitEnded(true, job.askedMs, endedMs);
      unit.committed(this.#options.log);
      job.resolve(value);
    }
  }

  #abandon(answers: Answer[], cause: unknown): void {
    const error = asDatabaseError(cause);
    this.#options.log("A batch was not committed", { error, units: answers.length });
    this.observer?.commitFailed();
    for (const { job } of answers) {
      this.observer?.unitEnded(false, job.askedMs, performance.now());
      job.reject(error);
    }
  }

  /** Another program may hold the lock for a moment; waiting inside SQLite would stop the whole process. */
  async #patiently(step: () => void): Promise<void> {
    const until = performance.now() + this.#options.busyMilliseconds;
    for (;;) {
      try {
        step();
        return;
      } catch (error) {
        const isBusy = /^SQLITE_BUSY/.test((error as DriverError).code ?? "");
        if (!isBusy || performance.now() > until) throw error;
        await Bun.sleep(5);
      }
    }
  }
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
