import { expiredBackups, isBackupDue } from "@lineside/domain/backup";
import { addMinutes, elapsedMs, type Instant } from "@lineside/domain/kernel";
import { z } from "zod";
import { BackupPlaces, type StoredBackup } from "../../platform/backup/places.ts";
import { type BackupDone, inAnotherProcess } from "../../platform/backup/worker.ts";
import {
  defineCron,
  defineJob,
  type FailedAttempt,
  type JobContext,
} from "../../platform/jobs/job.ts";
import { enqueue } from "../../platform/jobs/queue.ts";
import type { UnitContext } from "../../platform/subscribers.ts";
import { notify } from "../notification/index.ts";
import { policyOf, readBackup, subjectOfBackup } from "./backup-queries.ts";
import {
  factsOf,
  firstRequest,
  forgetPruned,
  insertFound,
  insertRequest,
  keptBackups,
  lastScheduled,
  loadBackup,
  moveBackup,
  noteTrouble,
  type Requested,
  type StoredRow,
} from "./backup-store.ts";

const payload = z.object({ id: z.string() });
const createHead = { kind: "backup.create", lane: "system", version: 1 } as const;
const verifyHead = { kind: "backup.verify", lane: "system", version: 1 } as const;
const removeHead = { kind: "backup.remove", lane: "system", version: 1 } as const;

/** False: one is being made already. */
export async function requestBackup(
  cx: Pick<UnitContext, "tx" | "now" | "newId">,
  requested: Omit<Requested, "id" | "requestedAt">,
): Promise<string | null> {
  const id = cx.newId();
  const jobId = await enqueue(cx, createHead, {
    payload: { id },
    uniqueKey: createHead.kind,
    subject: subjectOfBackup(id),
  });
  if (jobId === null) return null;
  await insertRequest(cx.tx, { ...requested, id, requestedAt: cx.now });
  return id;
}

export function requestVerification(
  cx: Pick<UnitContext, "tx" | "now" | "newId">,
  id: string,
): Promise<string | null> {
  const uniqueKey = `${verifyHead.kind}:${id}`;
  return enqueue(cx, verifyHead, { payload: { id }, uniqueKey, subject: subjectOfBackup(id) });
}

export async function requestRemoval(
  cx: Pick<UnitContext, "tx" | "now" | "newId">,
  given: { ids: string[]; byName: string },
): Promise<void> {
  for (const id of given.ids)
    await enqueue(cx, removeHead, {
      payload: { id, byName: given.byName },
      uniqueKey: `${removeHead.kind}:${id}`,
      subject: subjectOfBackup(id),
    });
}

const create = defineJob<z.output<typeof payload>, BackupDone | null>({
  ...createHead,
  payload,
  attempts: 3,
  async send({ config, db, settings, now, signal }, { id }) {
    const row = await readBackup(db, id);
    if (row?.state !== "QUEUED") return null;
    const { backupIncludesFiles: includesFiles, plantName: plant } = settings;
    const reason = row.reason as "SCHEDULED" | "MANUAL";
    return inAnotherProcess(config, { do: "create", now, reason, plant, includesFiles }, signal);
  },
  async run(jx, { id }, done) {
    if (!done?.note) return { made: false };
    const row = await loadBackup(jx.tx, id);
    const { ms, places, note } = done;
    await moveBackup(jx.tx, row, {
      ...{ event: "create", ...factsOf(note), places, createMs: Math.round(ms) },
      ...{ errorCode: null, error: null },
    });
    const { name, bytes, sha256 } = note;
    jx.emit({ ...about(row, name), type: "backup.created", data: { bytes, sha256, places, ms } });
    await requestVerification(jx, id);
    return { name, bytes };
  },
  failed: (jx, { id }, failure) => tellFailure(jx, id, failure),
});

const verify = defineJob<z.output<typeof payload>, BackupDone | null>({
  ...verifyHead,
  payload,
  attempts: 3,
  async send({ config, db, now, signal }, { id }) {
    const row = await readBackup(db, id);
    if (!row?.name || row.state === "PRUNED") return null;
    return inAnotherProcess(config, { do: "verify", now, name: row.name }, signal);
  },
  async run(jx, { id }, done) {
    if (!done) return { verified: false };
    const row = await loadBackup(jx.tx, id);
    const { findings, ms } = done;
    const verifyMs = Math.round(ms);
    const [first] = findings;
    if (first) {
      await moveBackup(jx.tx, row, {
        ...{ event: "damage", findings, verifyMs, verifiedAt: null },
        ...{ errorCode: first.code, error: `${first.name}: ${first.detail}` },
      });
      jx.emit({ ...about(row), type: "backup.failed", data: { findings } });
      await alarm(jx, row, {
        code: "BACKUP_DAMAGED",
        context: { name: row.name, finding: first.code, part: first.name },
      });
      return { findings: findings.length };
    }
    await moveBackup(jx.tx, row, {
      ...{ event: "verify", findings: [], verifyMs, verifiedAt: jx.now },
      ...{ errorCode: null, error: null, sha256: done.note?.sha256 ?? row.sha256 },
    });
    jx.emit({ ...about(row), type: "backup.verified", data: { ms, events: row.events } });
    // Only once there is a newer one to rely on does an older one go.
    if (row.reason === "SCHEDULED") await requestPruning(jx);
    return { findings: 0 };
  },
  failed: (jx, { id }, failure) => tellFailure(jx, id, failure),
});

const remove = defineJob<{ id: string; byName: string }, boolean>({
  ...removeHead,
  payload: payload.extend({ byName: z.string() }),
  attempts: 3,
  async send({ config, db }, { id }) {
    const row = await readBackup(db, id);
    if (row?.name) await new BackupPlaces(config.backup).remove(row.name);
    return true;
  },
  async run(jx, { id, byName }) {
    const row = await loadBackup(jx.tx, id);
    if (row.state === "PRUNED") return;
    await moveBackup(jx.tx, row, { event: "prune", endedAt: jx.now });
    jx.emit({ ...about(row), type: "backup.pruned", data: { byName, createdAt: row.createdAt } });
  },
});

async function requestPruning(jx: JobContext): Promise<void> {
  const kept = (await keptBackups(jx.tx)).map((row) => ({
    id: row.id,
    createdAt: row.createdAt ?? row.requestedAt,
    isVerified: row.state === "VERIFIED",
  }));
  const ids = expiredBackups(kept, policyOf(jx.settings), { timeZone: jx.timezone, now: jx.now });
  await requestRemoval(jx, { ids, byName: "system" });
}

async function tellFailure(jx: JobContext, id: string, failure: FailedAttempt): Promise<void> {
  const row = await loadBackup(jx.tx, id);
  const { message } = failure.context;
  const reason = typeof message === "string" ? message : failure.code;
  await noteTrouble(jx.tx, id, { errorCode: failure.code, error: reason });
  if (!failure.isFinal) return;
  if (row.state === "QUEUED")
    await moveBackup(jx.tx, row, {
      ...{ event: "fail", endedAt: jx.now, errorCode: failure.code, error: reason },
    });
  const data = { code: failure.code, context: failure.context };
  jx.emit({ ...about(row), type: "backup.failed", data });
  const context = { requestedAt: row.requestedAt, reason };
  await alarm(jx, row, { code: "BACKUP_FAILED", context });
}

async function alarm(
  jx: JobContext,
  row: StoredRow,
  told: { code: "BACKUP_FAILED" | "BACKUP_DAMAGED"; context: Record<string, unknown> },
): Promise<void> {
  await notify(jx, {
    ...told,
    ...{ topic: "backup.failed", severity: "ALARM", entityType: "backup" },
    entityKey: row.name ?? row.id,
    uniqueKey: `backup.failed:${row.id}:${jx.job.id}`,
    to: [{ permission: "backup:operate" }],
  });
}

export const about = (row: StoredRow, name = row.name) => ({
  entityType: "backup",
  entityId: row.id,
  entityKey: name ?? row.id,
});

/** Seventeen past every hour: makes one when the settings say so, or when its hour was missed. */
const createCron = defineCron({
  name: "backup.create",
  pattern: "17 * * * *",
  async run(jx) {
    const last = await lastScheduled(jx.tx, jx.now);
    const when = { now: jx.now, timeZone: jx.timezone };
    if (!isBackupDue(policyOf(jx.settings), last, when)) return { due: false };
    const by = { requestedById: null, requestedByName: jx.actor.name };
    const id = await requestBackup(jx, { reason: "SCHEDULED", ...by });
    return { due: true, id };
  },
});

/** What lies there and what is known are made to agree; people hear when nothing is young enough. */
const watchCron = defineCron({
  name: "backup.watch",
  pattern: "47 * * * *",
  send: ({ config }) => new BackupPlaces(config.backup).list(),
  async run(jx, stored: StoredBackup[]) {
    const rows = await keptBackups(jx.tx);
    const known = new Set(rows.map(({ name }) => name));
    const there = new Set(stored.map(({ note }) => note.name));
    const found = stored.filter(({ note }) => !known.has(note.name));
    for (const each of found) await adopt(jx, each);
    const gone = rows.filter(({ name }) => !there.has(name ?? ""));
    for (const row of gone) {
      await moveBackup(jx.tx, row, {
        event: "prune",
        endedAt: jx.now,
        errorCode: "BACKUP_FILE_GONE",
      });
      jx.emit({ ...about(row), type: "backup.pruned", data: { code: "BACKUP_FILE_GONE" } });
    }
    await forgetPruned(jx.tx, addMinutes(jx.now, -400 * 24 * 60));
    await tellLate(jx, rows);
    return { found: found.length, gone: gone.length };
  },
});

async function adopt(jx: JobContext, { note, places }: StoredBackup): Promise<void> {
  const id = jx.newId();
  await insertFound(jx.tx, note, { id, places, now: jx.now });
  const subject = { entityType: "backup", entityId: id, entityKey: note.name };
  jx.emit({ ...subject, type: "backup.found", data: { createdAt: note.createdAt, places } });
}

async function tellLate(jx: JobContext, rows: StoredRow[]): Promise<void> {
  const { backupEveryHours, backupAgeHours } = jx.settings;
  if (backupEveryHours === 0) return;
  const isPast = ({ createdAt }: StoredRow) => createdAt !== null && createdAt <= jx.now;
  const verified = rows.find((row) => row.state === "VERIFIED" && isPast(row))?.createdAt ?? null;
  const since: Instant | null = verified ?? (await firstRequest(jx.tx));
  if (since === null || elapsedMs(since, jx.now) < backupAgeHours * 3_600_000) return;
  await notify(jx, {
    ...{ topic: "backup.late", severity: "ALARM", code: "BACKUP_LATE" },
    context: { createdAt: verified, ageHours: backupAgeHours },
    ...{ entityType: "backup", entityKey: "backup" },
    // Once a day, as long as it lasts.
    uniqueKey: `backup.late:${jx.now.slice(0, 10)}`,
    to: [{ permission: "backup:operate" }],
  });
}

export const backupJobs = [create, verify, remove];
export const backupCrons = [createCron, watchCron];
