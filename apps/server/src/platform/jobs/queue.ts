import { type Params, statement, type Tx } from "@lineside/db";
import type { Instant } from "@lineside/domain/kernel";
import type { UnitContext } from "../subscribers.ts";
import type { JobDefinition } from "./job.ts";

type Enqueuing = Pick<UnitContext, "tx" | "now" | "newId">;

export interface NewJob<P> {
  payload: P;
  /** Default: now. */
  notBefore?: Instant;
  /** Parked from the start: it waits for this, see wake(), and looks by itself at notBefore. */
  waitKey?: string;
  /** Jobs of one key run one after the other, in the order they were enqueued. */
  orderKey?: string;
  /** While a job of this key is open, another one is not added. */
  uniqueKey?: string;
  /** What it is about, e.g. `clock:${id}`: cancelJobs finds it by this. */
  subject?: string;
  /** The event or job that caused it. */
  causationId?: string;
  /** The receiver it is sent to: what cannot reach it waits together. Default: its kind. */
  endpoint?: string;
  /** Lower goes first; default 100. */
  priority?: number;
}

type WakeUp = (at: Instant, lane: string | null) => void;
const wakeUps = new Set<WakeUp>();

/** Engines of this process hear that work was committed, and for when. Returns how to stop. */
export function onWork(wakeUp: WakeUp): () => void {
  wakeUps.add(wakeUp);
  return () => void wakeUps.delete(wakeUp);
}

/** After the commit: work is due at that instant, in one lane or in any. A hint, nothing more. */
export function tellEngines(at: Instant, lane: string | null = null): void {
  for (const wakeUp of wakeUps) wakeUp(at, lane);
}

type NewRow = NewJob<unknown> & { id: string; createdAt: Instant };

const insertJob = statement((k, p: Params<ReturnType<typeof jobRow>>) =>
  k
    .insertInto("platform_job")
    .values({
      id: p("id"),
      kind: p("kind"),
      lane: p("lane"),
      payloadVersion: p("payloadVersion"),
      payload: p("payload"),
      state: p("state"),
      waitReason: p("waitReason"),
      waitKey: p("waitKey"),
      parkedAt: p("parkedAt"),
      notBefore: p("notBefore"),
      priority: p("priority"),
      orderKey: p("orderKey"),
      uniqueKey: p("uniqueKey"),
      subject: p("subject"),
      causationId: p("causationId"),
      endpoint: p("endpoint"),
      createdAt: p("createdAt"),
    })
    .onConflict((conflict) => conflict.column("uniqueKey").doNothing()),
);

function jobRow(job: Pick<JobDefinition, "kind" | "lane" | "version">, given: NewRow) {
  const { id, createdAt } = given;
  const notBefore = given.notBefore ?? createdAt;
  const waitKey = given.waitKey ?? null;
  const delayed = notBefore > createdAt ? "DELAYED" : null;
  return {
    id,
    kind: job.kind,
    lane: job.lane as string,
    payloadVersion: job.version,
    payload: { value: given.payload } as object,
    state: "QUEUED",
    waitReason: waitKey === null ? delayed : "PARKED",
    waitKey,
    parkedAt: waitKey === null ? null : createdAt,
    notBefore,
    priority: given.priority ?? 100,
    orderKey: given.orderKey ?? null,
    uniqueKey: given.uniqueKey ?? null,
    subject: given.subject ?? null,
    causationId: given.causationId ?? null,
    endpoint: given.endpoint ?? null,
    createdAt,
  };
}

/**
 * Adds a job in the unit of work that causes it: it exists exactly when the change does. Returns its
 * id; null when an open job holds the unique key.
 */
export async function enqueue<P>(
  cx: Enqueuing,
  job: Pick<JobDefinition<P>, "kind" | "lane" | "version">,
  given: NewJob<P>,
): Promise<string | null> {
  const { tx, now } = cx;
  const id = cx.newId();
  const row = jobRow(job, { ...given, id, createdAt: now });
  if ((await tx.change(insertJob, row)) === 0) return null;
  tx.onCommit(() => tellEngines(row.notBefore, row.lane));
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
    // Where something moves, what comes next may come while it looks: it counts its looks anew.
    .set({ waitReason: null, waitKey: null, notBefore: now, looks: 0 })
    .where("waitKey", "=", waitKey)
    .where("state", "=", "QUEUED")
    .executeTakeFirst();
  const woken = Number(done.numUpdatedRows);
  if (woken > 0) tx.onCommit(() => tellEngines(now));
  return woken;
}
