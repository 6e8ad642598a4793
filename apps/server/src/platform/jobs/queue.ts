import type { Tx } from "@lineside/db";
import type { Instant } from "@lineside/domain/kernel";
import type { UnitContext } from "../subscribers.ts";
import type { JobDefinition } from "./job.ts";

type Enqueuing = Pick<UnitContext, "tx" | "now" | "newId">;

export interface NewJob<P> {
  payload: P;
  /** Default: now. */
  notBefore?: Instant;
  /** Jobs of one key run one after the other, in the order they were enqueued. */
  orderKey?: string;
  /** While a job of this key is open, another one is not added. */
  uniqueKey?: string;
  /** What it is about, e.g. `clock:${id}`: cancelJobs finds it by this. */
  subject?: string;
  /** The event or job that caused it. */
  causationId?: string;
  /** Lower goes first; default 100. */
  priority?: number;
}

const wakeUps = new Set<() => void>();

/** Engines of this process hear that work was committed. Returns how to stop. */
export function onWork(wakeUp: () => void): () => void {
  wakeUps.add(wakeUp);
  return () => wakeUps.delete(wakeUp);
}

const tellEngines = () => {
  for (const wakeUp of wakeUps) wakeUp();
};

/**
 * Adds a job in the unit of work that causes it: it exists exactly when the change does. Returns its
 * id; null when an open job holds the unique key.
 */
export async function enqueue<P>(
  cx: Enqueuing,
  job: Pick<JobDefinition<P>, "kind" | "lane" | "version">,
  { payload, ...options }: NewJob<P>,
): Promise<string | null> {
  const { tx, now } = cx;
  const id = cx.newId();
  const notBefore = options.notBefore ?? now;
  const done = await tx.k
    .insertInto("platform_job")
    .values({
      id,
      kind: job.kind,
      lane: job.lane,
      payloadVersion: job.version,
      payload: { value: payload },
      state: "QUEUED",
      waitReason: notBefore > now ? "DELAYED" : null,
      notBefore,
      priority: options.priority ?? 100,
      orderKey: options.orderKey ?? null,
      uniqueKey: options.uniqueKey ?? null,
      subject: options.subject ?? null,
      causationId: options.causationId ?? null,
      createdAt: now,
    })
    .onConflict((conflict) => conflict.column("uniqueKey").doNothing())
    .executeTakeFirst();
  if (Number(done.numInsertedOrUpdatedRows ?? 0) === 0) return null;
  tx.onCommit(tellEngines);
  return id;
}

/** Takes back what still waits about a subject. Returns how many; a running job is not touched. */
export async function cancelJobs(
  cx: Pick<UnitContext, "tx" | "now">,
  subject: string,
): Promise<number> {
  const done = await cx.tx.k
    .updateTable("platform_job")
    .set({ state: "CANCELLED", uniqueKey: null, waitReason: null, finishedAt: cx.now })
    .where("subject", "=", subject)
    .where("state", "=", "QUEUED")
    .executeTakeFirst();
  return Number(done.numUpdatedRows);
}

/** Called in the unit of work that creates what parked jobs wait for: they run right after its commit. */
export async function wake(tx: Tx, waitKey: string, now: Instant): Promise<number> {
  const done = await tx.k
    .updateTable("platform_job")
    .set({ waitReason: null, waitKey: null, notBefore: now })
    .where("waitKey", "=", waitKey)
    .where("state", "=", "QUEUED")
    .executeTakeFirst();
  const woken = Number(done.numUpdatedRows);
  if (woken > 0) tx.onCommit(tellEngines);
  return woken;
}
