import { AppError, addMinutes } from "@lineside/domain/kernel";
import { z } from "zod";
import type { FileStore } from "../../platform/files.ts";
import { supersedeDead } from "../../platform/jobs/cron-store.ts";
import {
  defineCron,
  defineJob,
  type FailedAttempt,
  type JobContext,
  type SendContext,
} from "../../platform/jobs/job.ts";
import { enqueue } from "../../platform/jobs/queue.ts";
import { insertFile } from "../file/index.ts";
import { notify } from "../notification/index.ts";
import { archivedRows, archiveMediaType, writeArchive } from "./archive-file.ts";
import {
  activeHolds,
  archiveById,
  dueSeals,
  insertArchive,
  isHeld,
  nextToPurge,
  notePurged,
  purgeSeal,
  type StoredArchive,
  unpurgedArchives,
} from "./archive-store.ts";
import { readMarks, sealKey } from "./seal.ts";
import { marksOf, type StoredSeal } from "./seal-store.ts";
import { compare, compareSeals, presentRows, type Verifier } from "./verify.ts";

const archiveKind = "audit.archiveRanges";
const purgeKind = "audit.purgeArchive";
const archiveHead = { kind: archiveKind, lane: "system", version: 1 } as const;
const purgeHead = { kind: purgeKind, lane: "system", version: 1 } as const;
const purgePayload = z.object({ archiveId: z.string() });

/** Seals in one file, and read at once: 20,000 events at most. */
const sealsMax = 20;

/** Every night, when the plant has set a number of days; off by default. */
export const archiveCron = defineCron({
  name: "audit.archive",
  pattern: "50 2 * * *",
  send: async ({ db, settings }) =>
    settings.auditRetentionDays === 0 ? [] : await unpurgedArchives(db, 50),
  async run(jx, unpurged: StoredArchive[]) {
    if (jx.settings.auditRetentionDays === 0) return { isOff: true };
    for (const kind of [archiveKind, purgeKind]) await supersedeDead(jx.tx, kind, jx.now);
    await enqueue(jx, archiveHead, { payload: {}, uniqueKey: archiveKind });
    // What a hold kept back is due as soon as it is released.
    for (const { id } of unpurged) await requestPurge(jx, id);
    return { unpurged: unpurged.length };
  },
});

const requestPurge = (jx: JobContext, archiveId: string) =>
  enqueue(jx, purgeHead, { payload: { archiveId }, uniqueKey: `${purgeKind}:${archiveId}` });

interface Portion {
  seals: StoredSeal[];
  rows: number;
  written: { sha256: string; size: number };
}

/**
 * Sealed ranges older than the plant's days: compared, written to a file, the file read again and
 * compared; only then may the rows go. What is broken stays where it is, and people hear of it.
 */
const archiveJob = (files: FileStore) =>
  defineJob<Record<string, never>, Portion | null>({
    ...archiveHead,
    payload: z.object({}),
    attempts: 3,
    send: (sx) => writePortion(files, sx),
    async run(jx, _payload, portion) {
      if (!portion) return { rows: 0 };
      const archive = await keepPortion(jx, portion);
      if (!archive) return { rows: 0 };
      await requestPurge(jx, archive.id);
      await enqueue(jx, archiveHead, { payload: {} });
      return { rows: archive.rows, sha256: archive.sha256 };
    },
    failed: (jx, _payload, failure) => tellBroken(jx, failure),
  });

/** What was found before a range could leave the database, told once a day. */
async function tellBroken(jx: JobContext, { isFinal, code, context }: FailedAttempt) {
  if (!isFinal || code !== "AUDIT_TRAIL_BROKEN") return;
  await notify(jx, {
    ...{ topic: "audit.broken", severity: "ALARM", code: "AUDIT_BROKEN" },
    context: { ...context, count: 1 },
    ...{ entityType: "auditArchive", entityKey: String(context.seal ?? "") },
    uniqueKey: `audit.broken:archive:${jx.now.slice(0, 10)}`,
    to: [{ permission: "audit:hold" }],
  });
}

async function writePortion(
  files: FileStore,
  { db, now, settings, config }: SendContext,
): Promise<Portion | null> {
  if (settings.auditRetentionDays === 0) return null;
  const before = addMinutes(now, -settings.auditRetentionDays * 24 * 60);
  const holds = await activeHolds(db.read);
  const seals = await nextRun(db, { before, holds });
  const [first] = seals;
  if (!first) return null;
  const verifier: Verifier = { db, files, key: sealKey(config.secret) };
  const { findings } = await compareSeals(verifier, seals, { afterSeq: first.seq - 1 });
  const [finding] = findings;
  if (finding) {
    const { seal, code, eventId } = finding;
    throw new AppError("refused", "AUDIT_TRAIL_BROKEN", { seal, finding: code, eventId });
  }
  const rows = await rowsOf(db, seals);
  const written = await writeArchive(files, rows);
  await reread(verifier, seals, written.sha256);
  return { seals, rows: rows.length, written };
}

/** The oldest due seals that follow each other and that no hold covers. */
async function nextRun(
  db: SendContext["db"],
  { before, holds }: { before: string; holds: Awaited<ReturnType<typeof activeHolds>> },
): Promise<StoredSeal[]> {
  const run: StoredSeal[] = [];
  for (let after = 0; ; ) {
    const page = await dueSeals(db, { before, after, limit: 200 });
    for (const seal of page) {
      const last = run.at(-1);
      const follows = last === undefined || seal.seq === last.seq + 1;
      if (run.length > 0 && (!follows || isHeld(seal, holds) || run.length === sealsMax))
        return run;
      if (!isHeld(seal, holds)) run.push(seal);
    }
    const last = page.at(-1);
    if (!last || page.length < 200) return run;
    after = last.seq;
  }
}

async function rowsOf(db: SendContext["db"], seals: readonly StoredSeal[]) {
  const rows = [];
  for (const seal of seals) rows.push(...(await presentRows(db, seal)));
  return rows;
}

/** What was written is what was sealed, seal by seal, read from the store again. */
async function reread({ db, files }: Verifier, seals: readonly StoredSeal[], sha256: string) {
  const rows = await archivedRows(files, sha256);
  if (!Array.isArray(rows)) throw unreadable(sha256);
  for (const seal of seals) {
    const marks = readMarks((await marksOf(db, seal.id)) ?? "");
    const own = rows.filter(({ id }) => String(id) > seal.fromId && String(id) <= seal.toId);
    if (compare(seal, marks, own).length > 0) throw unreadable(sha256);
  }
}

const unreadable = (sha256: string) =>
  new AppError("refused", "AUDIT_ARCHIVE_UNREADABLE", { sha256 });

async function keepPortion(
  jx: JobContext,
  { seals, rows, written }: Portion,
): Promise<StoredArchive | null> {
  const [first, last] = [seals[0], seals.at(-1)];
  if (!first || !last) return null;
  const [id, fileId] = [jx.newId(), jx.newId()];
  const { sha256, size } = written;
  const archive: StoredArchive = {
    ...{ id, fromSeq: first.seq, toSeq: last.seq, rows, bytes: size, fileId, sha256 },
    fromAt: seals.map(({ fromAt }) => fromAt).toSorted()[0] ?? first.fromAt,
    toAt:
      seals
        .map(({ toAt }) => toAt)
        .toSorted()
        .at(-1) ?? last.toAt,
    ...{ createdAt: jx.now, purgedAt: null },
  };
  if (!(await insertArchive(jx.tx, archive))) return null;
  const name = `audit-trail-${first.fromAt.slice(0, 10)}-${first.seq}-${last.seq}.ndjson.gz`;
  await insertFile(jx.tx, {
    ...{ id: fileId, sha256, size, name, mediaType: archiveMediaType },
    ...{ uploadedById: null, uploadedByName: jx.actor.name, uploadedAt: jx.now },
  });
  jx.emit({ ...about(archive), type: "audit.archived", data: manifestOf(archive) });
  return archive;
}

const about = ({ id, fromSeq, toSeq }: StoredArchive) => ({
  entityType: "auditArchive",
  entityId: id,
  entityKey: `${fromSeq}–${toSeq}`,
});

const manifestOf = ({ fromSeq, toSeq, fromAt, toAt, rows, bytes, sha256 }: StoredArchive) => ({
  ...{ fromSeq, toSeq, fromAt, toAt, rows, bytes, sha256 },
});

/** One seal a unit of work; the file is read again before each, and a hold stops it in between. */
const purgeJob = (files: FileStore) =>
  defineJob<z.output<typeof purgePayload>, StoredArchive | null>({
    ...purgeHead,
    payload: purgePayload,
    attempts: 3,
    async send({ db }, { archiveId }) {
      const archive = await archiveById(db, archiveId);
      if (!archive || archive.purgedAt !== null) return null;
      if (!Array.isArray(await archivedRows(files, archive.sha256)))
        throw unreadable(archive.sha256);
      return archive;
    },
    async run(jx, { archiveId }, archive) {
      if (!archive || jx.settings.auditRetentionDays === 0) return { rows: 0 };
      const seal = await nextToPurge(jx.tx, archiveId);
      if (!seal) {
        await notePurged(jx.tx, archiveId, jx.now);
        jx.emit({ ...about(archive), type: "audit.purged", data: manifestOf(archive) });
        return { rows: 0 };
      }
      if (isHeld(seal, await activeHolds(jx.tx.k))) return { isHeld: true };
      const rows = await purgeSeal(jx.tx, seal, jx.now);
      // Not what was archived: undone, it is evidence.
      if (rows !== seal.rows)
        throw new AppError("refused", "AUDIT_TRAIL_BROKEN", {
          ...{ seal: seal.seq, finding: rows > seal.rows ? "ROW_INSERTED" : "ROW_MISSING" },
          eventId: null,
        });
      await enqueue(jx, purgeHead, { payload: { archiveId } });
      return { rows };
    },
    failed: (jx, _payload, failure) => tellBroken(jx, failure),
  });

export const archiveJobs = (files: FileStore) => [archiveJob(files), purgeJob(files)];
