import { assert } from "@lineside/domain/kernel";
import { z } from "zod";
import type { ClaimedJob } from "./claim.ts";
import { type CronDefinition, defineJob, type JobDefinition } from "./job.ts";
import { Turns } from "./turns.ts";
import { wakeAgain } from "./wake-again.ts";

// biome-ignore lint/suspicious/noExplicitAny: a definition's own types end at the engine
export type AnyJob = JobDefinition<any, any>;

const cronPrefix = "cron.";
export const cronKind = (name: string) => cronPrefix + name;
export const cronName = (kind: string) =>
  kind.startsWith(cronPrefix) ? kind.slice(cronPrefix.length) : null;

/** What this node can run: it claims nothing else. */
export class JobRegistry {
  readonly #jobs = new Map<string, AnyJob>();
  readonly #crons = new Map<string, CronDefinition>();
  readonly #turns = new Turns();

  constructor() {
    this.add([wakeAgain]);
  }

  add(jobs: readonly AnyJob[]): void {
    for (const job of jobs) {
      const key = `${job.kind} ${job.version}`;
      assert(!this.#jobs.has(key), `${key} is defined twice`);
      this.#jobs.set(key, job);
    }
  }

  addCrons(crons: readonly CronDefinition[]): void {
    for (const cron of crons) {
      assert(!this.#crons.has(cron.name), `cron ${cron.name} is defined twice`);
      this.#crons.set(cron.name, cron);
    }
    this.add(crons.map(jobOfCron));
  }

  find({ kind, payloadVersion }: { kind: string; payloadVersion: number }): AnyJob | undefined {
    return this.#jobs.get(`${kind} ${payloadVersion}`);
  }

  /** Runs the job, after those before it that are about the same. */
  inTurn<T>(job: ClaimedJob, work: () => Promise<T>): Promise<T> {
    const { value } = job.payload as { value: unknown };
    return this.#turns.take(this.find(job)?.turns?.(value) ?? [], work);
  }

  get jobs(): AnyJob[] {
    return [...this.#jobs.values()];
  }

  get crons(): CronDefinition[] {
    return [...this.#crons.values()];
  }

  /** Kinds by payload version. */
  kindsByVersion(): Map<number, string[]> {
    const byVersion = new Map<number, string[]>();
    for (const { kind, version } of this.jobs)
      byVersion.set(version, [...(byVersion.get(version) ?? []), kind]);
    return byVersion;
  }
}

/** A strike is tried a few times only: the next strike does the same work. */
const strikeAttempts = 3;

function jobOfCron({ name, send, run }: CronDefinition): AnyJob {
  return defineJob({
    kind: cronKind(name),
    lane: "system",
    payload: z.object({}),
    attempts: strikeAttempts,
    ...(send && { send }),
    run: (jx, _payload, sent) => run(jx, sent),
  });
}
