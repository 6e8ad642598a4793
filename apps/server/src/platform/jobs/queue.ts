import { type Params, statement, type Tx } from "@lineside/db";
import type { Instant } from "@lineside/domain/kernel";
import { newId } from "../ids.ts";
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

/**
 * Called in the unit of work that creates what parked jobs wait for: they run right after its commit.
 * One that looks in this very moment may not see it: it looks once more when it is back. Returns how
 * many will look.
 */
export async function wake(tx: Tx, waitKey: string, now: Instant): Promise<number> {
  const waiting = await tx.run(whoWaits, { waitKey });
  if (waiting.length === 0) return 0;
  const woken = await tx.k
    .updateTable("platform_job")
    .set({ ...due, notBefore: now })
    .where("waitKey", "=", waitKey)
    .where("state", "=", "QUEUED")
    .returning("id")
    .execute();
  const ids = new Set(woken.map(({ id }) => id));
  const running = waiting.filter(({ id }) => !ids.has(id)).map(lookOf);
  if (running.length > 0)
    await enqueue({ tx, now, newId }, wakeAgainHead, { payload: { jobs: running } });
  if (woken.length > 0) tx.onCommit(() => tellEngines(now));
  return ids.size + running.length;
}

/**
 * Where something moves, what comes next may come while it looks: it counts its looks anew. The key
 * stays: what is committed later may be what it waits for, and finds it by it.
 */
const due = { waitReason: null, looks: 0 };

const whoWaits = statement((k, p: Params<{ waitKey: string }>) =>
  k
    .selectFrom("platform_job")
    .select(["id", "state", "leaseEpoch"])
    .where("waitKey", "=", p("waitKey"))
    .where("state", "in", ["QUEUED", "RUNNING"]),
);

/** A look that began too early to be trusted: by its lease, or the next one if it was just claimed. */
export interface Look {
  readonly id: string;
  readonly epoch: number;
}

const lookOf = ({ id, state, leaseEpoch }: { id: string; state: string; leaseEpoch: number }) => ({
  id,
  epoch: state === "RUNNING" ? leaseEpoch : leaseEpoch + 1,
});

export const wakeAgainHead = { kind: "job.wakeAgain", lane: "event", version: 1 } as const;

/** Wakes what is back from such a look; returns what is still at it. */
export async function wakeLooked(
  tx: Tx,
  looks: readonly Look[],
  now: Instant,
): Promise<readonly Look[]> {
  const still: Look[] = [];
  for (const look of looks) {
    const at = { id: look.id, epoch: look.epoch };
    const back = await tx.change(wakeBack, { ...at, now });
    if (back === 0 && (await tx.run(isAtIt, at)).length > 0) still.push(look);
  }
  tx.onCommit(() => tellEngines(now));
  return still;
}

const wakeBack = statement((k, p: Params<Look & { now: Instant }>) =>
  k
    .updateTable("platform_job")
    .set({ ...due, notBefore: p("now") })
    .where("id", "=", p("id"))
    .where("state", "=", "QUEUED")
    .where("leaseEpoch", "<=", p("epoch")),
);

const isAtIt = statement((k, p: Params<Look>) =>
  k
    .selectFrom("platform_job")
    .select("id")
    .where("id", "=", p("id"))
    .where("state", "=", "RUNNING")
    .where("leaseEpoch", "<=", p("epoch")),
);
