import { type Database, type DB, type Params, type Row, statement, type Tx } from "@lineside/db";
import { addMs, type Instant } from "@lineside/domain/kernel";
import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from "kysely";
import type { Lane } from "./job.ts";
import { lanes, probeEveryMs } from "./lanes.ts";
import type { JobRegistry } from "./registry.ts";

/** A job as it was claimed: whoever holds this epoch of it may finish it. */
export type ClaimedJob = Row<"platform_job">;

interface Ready {
  lane: Lane;
  now: Instant;
}

interface Claiming extends Ready {
  leaseUntil: Instant;
  worker: string;
  limit: number;
}

type Eb = ExpressionBuilder<DB & { j: DB["platform_job"] }, "j">;
type Narrow = (eb: Eb) => Expression<SqlBool>;

/** The claims of one node: built once from what it can run. */
export class Claims {
  readonly #known: Narrow;

  constructor(readonly registry: JobRegistry) {
    const byVersion = [...registry.kindsByVersion()];
    this.#known = (eb) =>
      eb.or(
        byVersion.map(([version, kinds]) =>
          eb.and([eb("j.payloadVersion", "=", version), eb("j.kind", "in", kinds)]),
        ),
      );
  }

  /** One cheap read on committed state: whether a claim of the lane would find anything. */
  readonly #peek = statement((k, p: Params<Ready>) =>
    readyJobs(k, p, (eb) => eb.and([this.#known(eb), isClosedOrProbed(eb, p("now"))])).limit(1),
  );

  readonly #claim = statement((k, p: Params<Claiming>, dialect) =>
    take(k, p, {
      dialect,
      which: (eb) => eb.and([this.#known(eb), isUncapped(eb), isBreakerClosed(eb)]),
    }),
  );

  readonly #claimCapped = statement((k, p: Params<Claiming & { kind: string }>, dialect) =>
    take(k, p, {
      dialect,
      // At most its cap probe an open breaker at once.
      which: (eb) =>
        eb.and([this.#known(eb), eb("j.kind", "=", p("kind")), isClosedOrProbed(eb, p("now"))]),
    }),
  );

  readonly #claimProbe = statement((k, p: Params<Claiming & { endpoint: string }>, dialect) =>
    take(k, p, {
      dialect,
      which: (eb) =>
        eb.and([this.#known(eb), isUncapped(eb), eb(endpointOf(eb), "=", p("endpoint"))]),
    }),
  );

  /** SQLite: a claim that finds nothing writes nothing, and costs less than the look. */
  async mayFind(db: Database, ready: Ready): Promise<boolean> {
    return db.dialect === "sqlite" || (await db.query(this.#peek, ready)).length > 0;
  }

  /** Claims up to `limit` ready jobs of the lane. */
  async claim(tx: Tx, given: Ready & { worker: string; limit: number }): Promise<ClaimedJob[]> {
    const { lane, now, worker, limit } = given;
    const leaseUntil = addMs(now, lanes[lane].leaseMs);
    const claiming = { lane, now, worker, leaseUntil };
    const claimed = await tx.run(this.#claim, { ...claiming, limit });
    for (const kind of await cappedKinds(tx)) {
      if (claimed.length >= limit) break;
      const free = Math.min(limit - claimed.length, await freeOf(tx, kind));
      if (free > 0)
        claimed.push(...(await tx.run(this.#claimCapped, { ...claiming, kind, limit: free })));
    }
    for (const endpoint of await endpointsToProbe(tx, { lane, now })) {
      if (claimed.length >= limit) break;
      claimed.push(...(await tx.run(this.#claimProbe, { ...claiming, endpoint, limit: 1 })));
    }
    return claimed.map(asClaimed).toSorted(byTurn);
  }
}

const endpointOf = (eb: Eb) => eb.fn.coalesce("j.endpoint", "j.kind");

/** Ready rows only: dead rows are not looked at, so that they can never starve them. */
function readyJobs(k: Kysely<DB>, p: Params<Ready>, which: Narrow) {
  return k
    .selectFrom("platform_job as j")
    .select("j.id")
    .where("j.state", "=", "QUEUED")
    .where("j.lane", "=", p("lane"))
    .where("j.notBefore", "<=", p("now"))
    .where((eb) => which(eb as unknown as Eb))
    .where((eb) => eb.not(isPaused(eb as unknown as Eb)))
    .where((eb) => isNext(eb as unknown as Eb))
    .orderBy("j.priority")
    .orderBy("j.notBefore")
    .orderBy("j.id");
}

const isPaused = (eb: Eb) =>
  eb.exists(
    eb
      .selectFrom("platform_job_kind as paused")
      .select("paused.kind")
      .whereRef("paused.kind", "=", "j.kind")
      .where("paused.isPaused", "=", true),
  );

const isUncapped = (eb: Eb) =>
  eb.not(
    eb.exists(
      eb
        .selectFrom("platform_job_kind as capped")
        .select("capped.kind")
        .whereRef("capped.kind", "=", "j.kind")
        .where("capped.cap", "is not", null),
    ),
  );

/** Strict order: a queued, running or failed predecessor of the same key blocks it, and it only. */
const isNext = (eb: Eb) =>
  eb.or([
    eb("j.orderKey", "is", null),
    eb.not(
      eb.exists(
        eb
          .selectFrom("platform_job as before")
          .select("before.id")
          .whereRef("before.orderKey", "=", "j.orderKey")
          .where("before.state", "in", ["QUEUED", "RUNNING", "FAILED"])
          .whereRef("before.id", "<", "j.id"),
      ),
    ),
  ]);

const openBreaker = (eb: Eb) =>
  eb
    .selectFrom("platform_job_endpoint as breaker")
    .select("breaker.key")
    .where("breaker.key", "=", endpointOf(eb))
    .where("breaker.isOpen", "=", true);

const isBreakerClosed = (eb: Eb) => eb.not(eb.exists(openBreaker(eb)));

const isClosedOrProbed = (eb: Eb, now: Instant) =>
  eb.not(eb.exists(openBreaker(eb).where("breaker.probeAt", ">", now)));

/** One guarded statement: what it returns is ours. */
function take(
  k: Kysely<DB>,
  p: Params<Claiming>,
  { which, dialect }: { which: Narrow; dialect: Tx["dialect"] },
) {
  const ready = readyJobs(k, p, which).limit(p("limit"));
  const changes = {
    state: "RUNNING",
    // It keeps its waitKey: what it waits for may come while it looks, see wake().
    waitReason: null,
    attempt: sql<number>`${sql.ref("platform_job.attempt")} + 1`,
    leaseEpoch: sql<number>`${sql.ref("platform_job.leaseEpoch")} + 1`,
    leaseUntil: p("leaseUntil"),
    worker: p("worker"),
    startedAt: p("now"),
    runningKey: sql<string | null>`${sql.ref("platform_job.orderKey")}`,
  };
  if (dialect === "sqlite")
    return k
      .updateTable("platform_job")
      .set(changes)
      .where("platform_job.id", "in", ready)
      .returningAll();
  return k
    .with(
      (claimed) => claimed("c").materialized(),
      () => ready.forUpdate("j").skipLocked(),
    )
    .updateTable("platform_job")
    .from("c")
    .set(changes)
    .whereRef("platform_job.id", "=", "c.id")
    .returningAll();
}

const listCapped = statement((k) =>
  k.selectFrom("platform_job_kind").select("kind").where("cap", "is not", null).orderBy("kind"),
);

async function cappedKinds(tx: Tx): Promise<string[]> {
  return (await tx.run(listCapped, {})).map(({ kind }) => kind);
}

/**
 * How many more may run. The policy row is locked in a statement of its own: whoever waited for it
 * counts what the other claimer has committed.
 */
async function freeOf(tx: Tx, kind: string): Promise<number> {
  const policy = await tx.k
    .selectFrom("platform_job_kind")
    .select("cap")
    .where("kind", "=", kind)
    .forUpdate()
    .executeTakeFirst();
  if (!policy || policy.cap === null) return 0;
  const { running } = await tx.k
    .selectFrom("platform_job")
    .select((eb) => eb.fn.countAll<number>().as("running"))
    .where("state", "=", "RUNNING")
    .where("kind", "=", kind)
    .executeTakeFirstOrThrow();
  return policy.cap - running;
}

/** Of the lane: a turn that another lane took would be over before the job that waits is asked for. */
const listDueProbes = statement((k, p: Params<Ready>) =>
  k
    .selectFrom("platform_job_endpoint as breaker")
    .select("breaker.key")
    .where("breaker.isOpen", "=", true)
    .where("breaker.probeAt", "<=", p("now"))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("platform_job as j")
          .select("j.id")
          .where("j.state", "=", "QUEUED")
          .where("j.lane", "=", p("lane"))
          .where("j.notBefore", "<=", p("now"))
          .where((job) => job(endpointOf(job as unknown as Eb), "=", job.ref("breaker.key"))),
      ),
    ),
);

/** Endpoints whose turn it is to be tried once; taking the turn puts the next one off. */
async function endpointsToProbe(tx: Tx, { lane, now }: Ready): Promise<string[]> {
  const taken: string[] = [];
  for (const { key } of await tx.run(listDueProbes, { lane, now })) {
    const done = await tx.k
      .updateTable("platform_job_endpoint")
      .set({ probeAt: addMs(now, probeEveryMs), updatedAt: now })
      .where("key", "=", key)
      .where("isOpen", "=", true)
      .where("probeAt", "<=", now)
      .executeTakeFirst();
    if (done.numUpdatedRows > 0n) taken.push(key);
  }
  return taken;
}

/** A Json column that a statement returns is not declared as one on SQLite. */
function asClaimed(row: ClaimedJob): ClaimedJob {
  return typeof row.payload === "string" ? { ...row, payload: JSON.parse(row.payload) } : row;
}

function byTurn(a: ClaimedJob, b: ClaimedJob): number {
  if (a.priority !== b.priority) return a.priority - b.priority;
  if (a.notBefore !== b.notBefore) return a.notBefore < b.notBefore ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
