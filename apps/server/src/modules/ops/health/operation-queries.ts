import type { Database } from "@lineside/db";
import { type Lane, lanes } from "@lineside/domain/job";
import type { Instant } from "@lineside/domain/kernel";
import { addMs } from "@lineside/domain/kernel";
import { sql } from "kysely";
import { nodeGoneMs } from "../../../platform/jobs/node-store.ts";
import { waitOf } from "../wait-queries.ts";
import type { Look } from "./scene.ts";

type OperationCode =
  | "BACKUP_AGE"
  | "JOBS_DEAD"
  | "JOBS_LATE"
  | "ENDPOINTS_SILENT"
  | "INGEST_DEAD"
  | "AUDIT_SEALS";

/** What the clocks of two nodes may be apart by. */
const clocksApartMs = 5 * 60_000;

/** Beyond this a heap is a heap: every look reads a bounded number of index entries. */
const countMax = 1_000;

export const operationLooks: { [Code in OperationCode]: Look<Code> } = {
  async BACKUP_AGE({ db: { read }, settings, now }) {
    // A backup a clock made that was ahead would count as young until then.
    const latest = addMs(now, clocksApartMs);
    const backups = read.selectFrom("ops_backup").where("requestedAt", "<=", latest);
    const verified = await backups
      .select("createdAt")
      .where("state", "=", "VERIFIED")
      .orderBy("createdAt", "desc")
      .limit(1)
      .executeTakeFirst();
    const first = await backups
      .select("requestedAt")
      .orderBy("requestedAt")
      .limit(1)
      .executeTakeFirst();
    const last = await backups
      .select("state")
      .where("state", "in", ["VERIFIED", "CREATED", "FAILED", "DAMAGED"])
      .orderBy("requestedAt", "desc")
      .limit(1)
      .executeTakeFirst();
    return {
      everyHours: settings.backupEveryHours,
      ageLimitHours: settings.backupAgeHours,
      verifiedAt: verified?.createdAt ?? null,
      firstAt: first?.requestedAt ?? null,
      hasLastFailed: last?.state === "FAILED" || last?.state === "DAMAGED",
    };
  },

  async JOBS_DEAD({ db: { read } }) {
    const cases = await read
      .selectFrom("platform_job_case")
      .select(["kind", "openedAt"])
      .where("state", "=", "OPEN")
      .orderBy("openedAt")
      .limit(countMax)
      .execute();
    const kinds = [...new Set(cases.map(({ kind }) => kind))];
    return { count: cases.length, oldestAt: cases[0]?.openedAt ?? null, kinds };
  },

  async JOBS_LATE({ db, now }) {
    const runnable = await runnableKinds(db, now);
    const late: { lane: Lane; at: Instant; count: number }[] = [];
    const unclaimable = new Set<string>();
    for (const lane of lanes) {
      const due = await dueJobs(db.read, lane, now);
      const ready = due.filter(({ wait }) => wait === "READY");
      const known = ready.filter(
        ({ kind, payloadVersion }) => !runnable || runnable.has(`${kind} ${payloadVersion}`),
      );
      for (const job of ready) if (!known.includes(job)) unclaimable.add(job.kind);
      const [oldest] = known;
      if (oldest) late.push({ lane, at: oldest.notBefore, count: known.length });
    }
    const [worst] = late.toSorted((a, b) => (a.at < b.at ? -1 : 1));
    return {
      count: late.reduce((sum, { count }) => sum + count, 0),
      oldestAt: worst?.at ?? null,
      lane: worst?.lane ?? null,
      unclaimable: [...unclaimable],
    };
  },

  async ENDPOINTS_SILENT({ db: { read } }) {
    const { total } = await read
      .selectFrom("ingest_endpoint")
      .select((eb) => eb.fn.countAll<number>().as("total"))
      .where("state", "in", ["ONLINE", "SILENT"])
      .executeTakeFirstOrThrow();
    const silent = await read
      .selectFrom("ingest_endpoint")
      .select("handle")
      .where("state", "=", "SILENT")
      .orderBy("handle")
      .limit(countMax)
      .execute();
    return { count: silent.length, total, handles: silent.map(({ handle }) => handle) };
  },

  async INGEST_DEAD({ db: { read } }) {
    const dead = await read
      .selectFrom("ingest_event")
      .select("receivedAt")
      .where("state", "=", "DEAD")
      .orderBy("id")
      .limit(countMax)
      .execute();
    return { count: dead.length, oldestAt: dead[0]?.receivedAt ?? null };
  },

  async AUDIT_SEALS({ db: { read }, memory }) {
    const newest = await read
      .selectFrom("audit_seal")
      .select(["toId", "toAt"])
      .orderBy("seq", "desc")
      .limit(1)
      .executeTakeFirst();
    const oldest = await read
      .selectFrom("audit_seal")
      .select("sealedAt")
      .orderBy("seq")
      .limit(1)
      .executeTakeFirst();
    const open = await read
      .selectFrom("platform_event")
      .select("recordedAt")
      .where("id", ">", newest?.toId ?? "")
      .orderBy("id")
      .limit(1)
      .executeTakeFirst();
    return {
      ...(await lastComparison(read)),
      openSince: open?.recordedAt ?? null,
      sealedTo: newest?.toAt ?? null,
      firstSealedAt: oldest?.sealedAt ?? null,
      runningSince: memory.runningSince,
    };
  },
};

/** The oldest of a lane that are due, with what keeps them waiting. */
function dueJobs(read: Database["read"], lane: Lane, now: Instant) {
  return read
    .selectFrom("platform_job as j")
    .select(["j.kind", "j.payloadVersion", "j.notBefore"])
    .select(waitOf(now).as("wait"))
    .where("j.state", "=", "QUEUED")
    .where("j.lane", "=", lane)
    .where("j.notBefore", "<=", now)
    .orderBy("j.notBefore")
    .limit(100)
    .execute();
}

/** What the nodes that are alive can run; null: none has said so yet. */
async function runnableKinds(
  { dialect, read }: Pick<Database, "dialect" | "read">,
  now: Instant,
): Promise<Set<string> | null> {
  let nodes = read.selectFrom("platform_job_node").select("runs");
  if (dialect === "postgresql") nodes = nodes.where("lastSeenAt", ">=", addMs(now, -nodeGoneMs));
  const rows = await nodes.execute();
  if (rows.length === 0) return null;
  return new Set(rows.flatMap(({ runs }) => runs as string[]));
}

/** What the last verification that ended found; one that failed says nothing about the trail. */
async function lastComparison(read: Database["read"]) {
  const last = await read
    .selectFrom("audit_verification")
    .select(["state", "endedAt", "findings"])
    .where("state", "in", ["INTACT", "BROKEN"])
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  const [first] = (last?.findings ?? []) as unknown as { seal?: number }[];
  return {
    brokenSeal: last?.state === "BROKEN" ? (first?.seal ?? 0) : null,
    verifiedAt: last?.endedAt ?? null,
  };
}

/** Other nodes that serve the same plant, with what they last said; PostgreSQL only. */
export async function liveNodes({ read }: Pick<Database, "read">, now: Instant) {
  return await read
    .selectFrom("platform_job_node")
    .select(["worker", "version", "lastSeenAt"])
    .where("lastSeenAt", ">=", addMs(now, -nodeGoneMs))
    .orderBy("worker")
    .execute();
}

/** The processes that run jobs, by the machine they are on. */
export async function processesOf({ read }: Pick<Database, "read">) {
  const rows = await read.selectFrom("platform_job_node").select("worker").execute();
  return rows.map(({ worker }) => {
    const [host = "", pid = ""] = worker.split(":");
    return { host, pid: Number(pid) };
  });
}

/** Secrets that lie in rows: what leaves the plant is compared with them. */
export async function storedSecrets({ read }: Pick<Database, "read">): Promise<string[]> {
  const channels = await read.selectFrom("notification_channel").select("config").execute();
  const keys = await read.selectFrom("auth_api_key").select("keyHash").execute();
  const sessions = await read.selectFrom("auth_session").select("token").execute();
  return [
    ...channels.flatMap(({ config }) => {
      const { secret } = config as { secret?: unknown };
      return typeof secret === "string" ? [secret] : [];
    }),
    ...keys.map(({ keyHash }) => keyHash),
    ...sessions.map(({ token }) => token),
  ];
}

/** Kinds of jobs that died, newest first, for whoever asks what went wrong lately. */
export async function lastErrors({ read }: Pick<Database, "read">, limit: number) {
  const cases = await read
    .selectFrom("platform_job_case")
    .select(["kind", "code", "state", "openedAt"])
    .orderBy("openedAt", "desc")
    .limit(limit)
    .execute();
  const crons = await read
    .selectFrom("platform_cron")
    .select(["name", "lastFinishedAt", "lastError"])
    .where("lastOutcome", "=", "FAILED")
    .orderBy("lastFinishedAt", "desc")
    .limit(limit)
    .execute();
  const backups = await read
    .selectFrom("ops_backup")
    .select(["requestedAt", "state", "errorCode"])
    .where("state", "in", ["FAILED", "DAMAGED"])
    .orderBy("requestedAt", "desc")
    .limit(limit)
    .execute();
  return { cases, crons, backups };
}

/** The settings people changed, for a look from outside the server. */
export async function storedSettings({ read }: Pick<Database, "read">) {
  const { rows } = await sql<{ key: string; value: unknown }>`
    select key, value from platform_setting order by key`.execute(read);
  return rows;
}
