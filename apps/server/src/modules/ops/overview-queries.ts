import type { Database } from "@lineside/db";
import {
  type JobKindRow,
  type JobsOverview,
  type LaneRow,
  lanes,
  zCronRow,
  zJobsOverview,
} from "@lineside/domain/job";
import { addMs, type Instant } from "@lineside/domain/kernel";
import { z } from "zod";
import { nodeGoneMs } from "../../platform/jobs/node-store.ts";
import { cronKind } from "../../platform/jobs/registry.ts";
import { defineQuery } from "../../platform/query.ts";
import { waitOf } from "./wait-queries.ts";

/** What is open, lane by lane and kind by kind, and who works on it. */
export const readOverview = defineQuery({
  name: "ops.readOverview",
  permission: "job:read",
  input: z.object({}),
  output: zJobsOverview,
  async run({ db, now }): Promise<JobsOverview> {
    const counts = await openCounts(db, now);
    const nodes = await liveNodes(db, now);
    const runnable = new Set(nodes.flatMap(({ runs }) => runs));
    return {
      at: now,
      lanes: lanes.map((lane) => laneRow(lane, counts)),
      kinds: await kindRows(db, { counts, runnable }),
      unclaimable: unclaimable(counts, runnable),
      breakers: await openBreakers(db),
      nodes: nodes.map(({ worker, lastSeenAt, running, version }) => ({
        ...{ worker, lastSeenAt, running, version },
      })),
      openCases: await openCaseCount(db),
    };
  },
});

export const listCrons = defineQuery({
  name: "ops.listCrons",
  permission: "job:read",
  input: z.object({}),
  output: z.array(zCronRow),
  async run({ db, now }) {
    const runnable = new Set((await liveNodes(db, now)).flatMap(({ runs }) => runs));
    const crons = await db.read.selectFrom("platform_cron").selectAll().orderBy("name").execute();
    const open = await db.read
      .selectFrom("platform_job")
      .select("kind")
      .where("state", "in", ["QUEUED", "RUNNING"])
      .where("lane", "=", "system")
      .groupBy("kind")
      .execute();
    const running = new Set(open.map(({ kind }) => kind));
    return (
      crons
        // What no release that runs knows any more is history.
        .filter(({ name }) => runnable.has(`${cronKind(name)} 1`))
        .map((cron) => ({ ...cron, isRunning: running.has(cronKind(cron.name)) }))
    );
  },
});

type Counts = Awaited<ReturnType<typeof openCounts>>;

/** Open work only: what is over is never counted here, however much of it is kept. */
async function openCounts(db: Database, now: Instant) {
  const rows = await db.read
    .selectFrom((eb) =>
      eb
        .selectFrom("platform_job as j")
        .select(["j.lane", "j.kind", "j.payloadVersion", "j.state", "j.notBefore"])
        .select(waitOf(now).as("wait"))
        .where("j.state", "in", ["QUEUED", "RUNNING", "FAILED"])
        .as("o"),
    )
    .select(["o.lane", "o.kind", "o.payloadVersion", "o.state", "o.wait"])
    .select((eb) => [eb.fn.countAll<number>().as("count"), eb.fn.min("o.notBefore").as("oldestAt")])
    .groupBy(["o.lane", "o.kind", "o.payloadVersion", "o.state", "o.wait"])
    .execute();
  return rows;
}

function laneRow(lane: LaneRow["lane"], counts: Counts): LaneRow {
  const of = counts.filter((row) => row.lane === lane);
  const sum = (match: (row: Counts[number]) => boolean) =>
    of.filter(match).reduce((total, { count }) => total + count, 0);
  const waits = (...names: string[]) => sum(({ wait }) => names.includes(wait ?? ""));
  const ready = of.filter(({ wait }) => wait === "READY").map(({ oldestAt }) => oldestAt);
  return {
    lane,
    ready: waits("READY"),
    running: sum(({ state }) => state === "RUNNING"),
    delayed: waits("DELAYED", "RETRY"),
    parked: waits("PARKED"),
    blocked: waits("BLOCKED"),
    paused: waits("PAUSED"),
    breaker: waits("BREAKER"),
    failed: sum(({ state }) => state === "FAILED"),
    oldestReadyAt: ready.toSorted()[0] ?? null,
  };
}

/** Every kind that runs here, was decided about, or has open work. */
async function kindRows(
  db: Database,
  { counts, runnable }: { counts: Counts; runnable: Set<string> },
): Promise<JobKindRow[]> {
  const policies = await db.read.selectFrom("platform_job_kind").selectAll().execute();
  const kinds = new Set([
    ...[...runnable].map((text) => text.split(" ")[0] ?? text),
    ...policies.map(({ kind }) => kind),
    ...counts.map(({ kind }) => kind),
  ]);
  return [...kinds].toSorted().map((kind) => {
    const of = counts.filter((row) => row.kind === kind);
    const policy = policies.find((row) => row.kind === kind);
    const total = (rows: Counts) => rows.reduce((sum, { count }) => sum + count, 0);
    return {
      kind,
      lane: of[0]?.lane ?? null,
      isPaused: policy?.isPaused ?? false,
      pauseReason: policy?.pauseReason ?? null,
      cap: policy?.cap ?? null,
      open: total(of.filter(({ state }) => state !== "FAILED")),
      failed: total(of.filter(({ state }) => state === "FAILED")),
    };
  });
}

/** Work that waits for a node that does not exist. */
function unclaimable(counts: Counts, runnable: Set<string>): JobsOverview["unclaimable"] {
  const found = new Map<string, JobsOverview["unclaimable"][number]>();
  for (const { kind, payloadVersion, wait, count } of counts) {
    const key = `${kind} ${payloadVersion}`;
    if (wait !== "READY" || runnable.has(key)) continue;
    const known = found.get(key)?.count ?? 0;
    found.set(key, { kind, payloadVersion, count: known + count });
  }
  return [...found.values()];
}

async function liveNodes(db: Database, now: Instant) {
  const nodes = await db.read
    .selectFrom("platform_job_node as n")
    .select(["n.worker", "n.version", "n.runs", "n.lastSeenAt"])
    .select((eb) =>
      eb
        .selectFrom("platform_job as j")
        .select((job) => job.fn.countAll<number>().as("running"))
        .where("j.state", "=", "RUNNING")
        .whereRef("j.worker", "=", "n.worker")
        .as("running"),
    )
    .orderBy("n.worker")
    .execute();
  const gone = addMs(now, -nodeGoneMs);
  return nodes
    .filter(({ lastSeenAt }) => db.dialect === "sqlite" || lastSeenAt >= gone)
    .map((node) => ({
      ...node,
      runs: node.runs as string[],
      running: node.running ?? 0,
      // The one node of a SQLite file is the process that answers.
      lastSeenAt: db.dialect === "sqlite" ? now : node.lastSeenAt,
    }));
}

async function openBreakers(db: Database): Promise<JobsOverview["breakers"]> {
  const rows = await db.read
    .selectFrom("platform_job_endpoint")
    .select(["key", "failures", "openedAt", "probeAt", "lastError"])
    .where("isOpen", "=", true)
    .orderBy("key")
    .execute();
  return rows.map(({ key, ...breaker }) => ({ endpoint: key, ...breaker }));
}

async function openCaseCount(db: Database): Promise<number> {
  const { count } = await db.read
    .selectFrom("platform_job_case")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("state", "=", "OPEN")
    .executeTakeFirstOrThrow();
  return count;
}
