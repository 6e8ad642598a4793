import { zBackupPlaces } from "@lineside/domain/backup";
import { refusalError } from "@lineside/domain/kernel";
import { z } from "zod";
import { type ActionContext, defineAction } from "../../platform/action.ts";
import { BackupPlaces } from "../../platform/backup/places.ts";
import { freeBytes } from "../../platform/backup/space.ts";
import { defineCommand, execute } from "../../platform/command.ts";
import { saveSettings, settingsSchema } from "../../platform/settings.ts";
import { about, requestBackup, requestRemoval, requestVerification } from "./backup-jobs.ts";
import { policyOf, readBackup } from "./backup-queries.ts";
import { keptBackups, loadBackup } from "./backup-store.ts";

const id = z.string().max(64);
const one = z.object({ id });

/** Now, besides the timetable. The answer comes before the work: the list shows how it goes. */
export const createBackupNow = defineCommand({
  name: "ops.createBackup",
  permission: "backup:operate",
  scope: "none",
  input: z.object({}),
  output: one,
  async run(cx) {
    const made = await requestBackup(cx, {
      reason: "MANUAL",
      requestedById: cx.actor.id,
      requestedByName: cx.actor.name,
    });
    if (made === null) throw refusalError({ code: "BACKUP_RUNNING", context: {} });
    const subject = { entityType: "backup", entityId: made, entityKey: made };
    cx.emit({ ...subject, type: "backup.requested", data: {} });
    return { id: made };
  },
});

export const verifyBackupNow = defineCommand({
  name: "ops.verifyBackup",
  permission: "backup:operate",
  scope: "none",
  input: one,
  output: one,
  async run(cx, input) {
    const row = await loadBackup(cx.tx, input.id);
    cx.about(about(row));
    requireFile(row);
    const jobId = await requestVerification(cx, row.id);
    if (jobId === null) throw refusalError({ code: "BACKUP_RUNNING", context: { id: row.id } });
    cx.emit({ ...about(row), type: "backup.requested", data: { verify: true } });
    return { id: row.id };
  },
});

/** The newest verified one stays: it is what a bad day would be repaired with. */
export const deleteBackup = defineCommand({
  name: "ops.deleteBackup",
  permission: "backup:operate",
  scope: "none",
  input: one,
  output: one,
  async run(cx, input) {
    const row = await loadBackup(cx.tx, input.id);
    cx.about(about(row));
    if (row.state === "QUEUED" || row.state === "PRUNED") requireFile(row);
    const newest = (await keptBackups(cx.tx)).find(({ state }) => state === "VERIFIED");
    if (newest?.id === row.id)
      throw refusalError({ code: "BACKUP_LAST_VERIFIED", context: { name: row.name } });
    await requestRemoval(cx, { ids: [row.id], byName: cx.actor.name });
    return { id: row.id };
  },
});

function requireFile({ id, name, state }: { id: string; name: string | null; state: string }) {
  if (name !== null && state !== "PRUNED") return;
  throw refusalError({ code: "BACKUP_STATE_INVALID", context: { id, state } });
}

const fields = settingsSchema.shape;
const policy = z.strictObject({
  everyHours: fields.backupEveryHours.unwrap(),
  atHour: fields.backupAtHour.unwrap(),
  hourly: fields.backupHourly.unwrap(),
  daily: fields.backupDaily.unwrap(),
  weekly: fields.backupWeekly.unwrap(),
  includesFiles: fields.backupIncludesFiles.unwrap(),
  ageHours: fields.backupAgeHours.unwrap(),
});

export const changeBackupPolicy = defineCommand({
  name: "ops.changeBackupPolicy",
  permission: "backup:operate",
  scope: "none",
  input: policy,
  output: policy,
  async run(cx, input) {
    const changes = {
      backupEveryHours: input.everyHours,
      backupAtHour: input.atHour,
      backupHourly: input.hourly,
      backupDaily: input.daily,
      backupWeekly: input.weekly,
      backupIncludesFiles: input.includesFiles,
      backupAgeHours: input.ageHours,
    };
    await saveSettings(cx.tx, changes, { now: cx.now, actorId: cx.actor.id });
    cx.emit({
      ...{ entityType: "settings", entityId: "settings", entityKey: "settings" },
      type: "settings.changed",
      data: { before: policyOf(cx.settings), after: input },
    });
    return input;
  },
});

/** Who took a copy of everything is part of the trail before the first byte leaves. */
const noteDownload = defineCommand({
  name: "ops.downloadBackup",
  permission: "backup:operate",
  scope: "none",
  input: one,
  async run(cx, input) {
    const row = await loadBackup(cx.tx, input.id);
    cx.about(about(row));
    requireFile(row);
    cx.emit({ ...about(row), type: "backup.downloaded", data: { bytes: row.bytes } });
    return { name: row.name ?? "" };
  },
});

export const downloadBackup = defineAction({
  name: "ops.downloadBackup",
  permission: "backup:operate",
  input: one,
  async run({ platform, caller }: ActionContext, input) {
    const row = await readBackup(platform.db, input.id);
    if (!row?.name) throw refusalError({ code: "BACKUP_NOT_FOUND", context: input });
    const places = new BackupPlaces(platform.config.backup);
    const { path, release } = await places.bring(row.name);
    const { value } = await execute(platform, noteDownload, { input, caller });
    const file = Bun.file(path);
    return new Response(streamThen(file.stream(), release), {
      headers: {
        "content-type": "application/octet-stream",
        "content-disposition": `attachment; filename="${value.name}"`,
        "content-length": String(file.size),
        "cache-control": "no-store",
      },
    });
  },
});

/** One that was fetched from the bucket goes when it has been sent, or when nobody takes it any more. */
function streamThen(stream: ReadableStream<Uint8Array>, release: () => Promise<void>) {
  const reader = stream.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (!done) return controller.enqueue(value);
      await release();
      controller.close();
    },
    async cancel(reason) {
      await reader.cancel(reason);
      await release();
    },
  });
}

/** Where backups go and how much room is there; asked when somebody looks. */
export const readBackupPlaces = defineAction({
  name: "ops.readBackupPlaces",
  permission: "backup:read",
  input: z.object({}),
  output: zBackupPlaces,
  async run({ platform }) {
    const { backup } = platform.config;
    const { folder } = new BackupPlaces(backup);
    const room = await freeBytes(folder).catch(() => null);
    const bucket = backup.bucket && `${backup.bucket.endpoint}/${backup.bucket.bucket}`;
    return Response.json({ folder: backup.isKept ? folder : null, bucket, freeBytes: room });
  },
});
