import { addMs, type Instant } from "@lineside/domain/kernel";
import type { ClaimedJob } from "./claim.ts";
import type { Verdict } from "./failure.ts";
import { lanes, lossesMax } from "./lanes.ts";

export interface ModelJob {
  id: string;
  kind: string;
  state: string;
  orderKey: string | null;
  notBefore: Instant;
  leaseUntil: Instant | null;
  leaseEpoch: number;
  attempt: number;
  spent: number;
  losses: number;
  looks: number;
  parkedAt: Instant | null;
  generation: number;
}

const openStates = new Set(["QUEUED", "RUNNING", "FAILED"]);

/** What the job tables must do, in plain words and without a database. */
export class Model {
  readonly open = new Map<string, ModelJob>();
  completed = 0;

  constructor(readonly caps: Readonly<Record<string, number>>) {}

  enqueue(given: Pick<ModelJob, "id" | "kind" | "orderKey" | "notBefore">): void {
    const fresh = { leaseUntil: null, leaseEpoch: 0, attempt: 0, spent: 0, losses: 0, looks: 0 };
    this.open.set(given.id, { ...fresh, ...given, state: "QUEUED", parkedAt: null, generation: 1 });
  }

  /** Ids in the order of their turn: first what has no cap, then each capped kind within its cap. */
  claim(limit: number, now: Instant): string[] {
    const turn = [...this.open.values()]
      .filter((job) => job.state === "QUEUED" && job.notBefore <= now && !this.#isBlocked(job))
      .sort((a, b) =>
        a.notBefore === b.notBefore ? (a.id < b.id ? -1 : 1) : a.notBefore < b.notBefore ? -1 : 1,
      );
    const taken = turn.filter(({ kind }) => !(kind in this.caps)).slice(0, limit);
    for (const kind of Object.keys(this.caps).toSorted()) {
      const running = this.#count((job) => job.state === "RUNNING" && job.kind === kind);
      const free = Math.min(limit - taken.length, (this.caps[kind] ?? 0) - running);
      taken.push(...turn.filter((job) => job.kind === kind).slice(0, Math.max(free, 0)));
    }
    for (const job of taken) {
      job.state = "RUNNING";
      job.leaseEpoch++;
      job.attempt++;
      job.leaseUntil = addMs(now, lanes.event.leaseMs);
    }
    return taken.map(({ id }) => id);
  }

  isHeld({ id, leaseEpoch }: Pick<ClaimedJob, "id" | "leaseEpoch">): boolean {
    const job = this.open.get(id);
    return job?.state === "RUNNING" && job.leaseEpoch === leaseEpoch;
  }

  beat(id: string, now: Instant): void {
    this.#of(id).leaseUntil = addMs(now, lanes.event.leaseMs);
  }

  complete(id: string): void {
    this.#of(id);
    this.open.delete(id);
    this.completed++;
  }

  fail(id: string, { state, notBefore, spent, looks, parkedAt }: Verdict): void {
    const change = { state, notBefore, spent, looks, parkedAt, losses: 0, leaseUntil: null };
    Object.assign(this.#of(id), change);
  }

  release(id: string): void {
    Object.assign(this.#of(id), { state: "QUEUED", leaseUntil: null });
  }

  reap(now: Instant): number {
    let taken = 0;
    for (const job of this.open.values()) {
      if (job.state !== "RUNNING" || (job.leaseUntil ?? now) >= now) continue;
      job.losses++;
      job.leaseUntil = null;
      job.state = job.losses >= lossesMax ? "FAILED" : "QUEUED";
      if (job.state === "QUEUED") {
        job.notBefore = addMs(now, 750 * 2 ** (job.losses - 1));
        job.looks = 0;
      }
      taken++;
    }
    return taken;
  }

  cancel(id: string): number {
    if (this.open.get(id)?.state !== "QUEUED") return 0;
    this.open.delete(id);
    return 1;
  }

  requeue(id: string, now: Instant): void {
    const job = this.#of(id);
    const fresh = { spent: 0, losses: 0, looks: 0, parkedAt: null, generation: job.generation + 1 };
    Object.assign(job, { ...fresh, state: "QUEUED", notBefore: now });
  }

  discard(id: string): void {
    this.open.delete(id);
  }

  failed(): ModelJob[] {
    return [...this.open.values()].filter(({ state }) => state === "FAILED");
  }

  #isBlocked({ id, orderKey }: ModelJob): boolean {
    if (orderKey === null) return false;
    return (
      this.#count((job) => job.orderKey === orderKey && job.id < id && openStates.has(job.state)) >
      0
    );
  }

  #count(which: (job: ModelJob) => boolean): number {
    let count = 0;
    for (const job of this.open.values()) if (which(job)) count++;
    return count;
  }

  #of(id: string): ModelJob {
    const job = this.open.get(id);
    if (!job) throw new Error(`the model has no job ${id}`);
    return job;
  }
}
