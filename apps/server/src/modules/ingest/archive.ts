import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Database } from "@lineside/db";
import { addMinutes, assert } from "@lineside/domain/kernel";
import { z } from "zod";
import type { FileStore } from "../../platform/files.ts";
import { supersedeDead } from "../../platform/jobs/cron-store.ts";
import { defineCron, defineJob, type JobContext } from "../../platform/jobs/job.ts";
import { enqueue } from "../../platform/jobs/queue.ts";
import { insertFile } from "../file/index.ts";
import {
  type Archivable,
  archivesHolding,
  duePortion,
  insertArchive,
  removeTexts,
  textsOf,
} from "./archive-queries.ts";
import { pruneTallies } from "./tally-store.ts";

const kind = "ingest.archiveTexts";
const job = { kind, lane: "system", version: 1 } as const;
export const archiveMediaType = "application/gzip";

/** Every night: raw texts that are old enough leave the database, the oldest first. */
export const archiveCron = defineCron({
  name: kind,
  pattern: "20 2 * * *",
  async run(jx) {
    await supersedeDead(jx.tx, kind, jx.now);
    const tallies = await pruneTallies(jx.tx, jx.now);
    await enqueue(jx, job, { payload: {}, uniqueKey: kind });
    return { tallies };
  },
});

/** What was written and read again, or is to go without a file. */
interface Portion {
  rows: Archivable[];
  hasMore: boolean;
  written: { sha256: string; size: number } | null;
}

/**
 * One portion: written to a file and read again before the unit of work that removes it opens. A crash
 * between the two leaves a file nobody knows, which the nightly sweep takes, and loses nothing.
 */
export const archiveJob = (files: FileStore) =>
  defineJob({
    ...job,
    payload: z.object({}),
    async send({ db, now, settings }): Promise<Portion> {
      const before = addMinutes(now, -settings.ingestRawDays * 24 * 60);
      const portion = await duePortion(db, before);
      const isKept = settings.ingestArchiveEnabled && portion.rows.length > 0;
      return { ...portion, written: isKept ? await writeArchive(files, db, portion.rows) : null };
    },
    run: (jx, _payload, portion) => settle(jx, portion),
  });

async function settle(jx: JobContext, { rows, hasMore, written }: Portion) {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return { events: 0 };
  if (written) {
    const fileId = jx.newId();
    const name = `machine-events-${first.receivedAt.slice(0, 10)}-${first.id}.ndjson.gz`;
    const { sha256, size } = written;
    await insertFile(jx.tx, {
      ...{ id: fileId, sha256, size, name, mediaType: archiveMediaType },
      ...{ uploadedById: null, uploadedByName: jx.actor.name, uploadedAt: jx.now },
    });
    const times = rows.map(({ receivedAt }) => receivedAt).toSorted();
    await insertArchive(jx.tx, {
      ...{ id: jx.newId(), fromId: first.id, toId: last.id, events: rows.length },
      ...{ fromAt: times[0] ?? jx.now, toAt: times.at(-1) ?? jx.now },
      ...{ bytes: size, fileId, sha256, createdAt: jx.now },
    });
  }
  const events = await removeTexts(
    jx.tx,
    rows.map(({ id }) => id),
  );
  // The unique key is this job's own until it ends.
  if (hasMore) await enqueue(jx, job, { payload: {} });
  return { events, isKept: written !== null };
}

/** Events whose texts are packed together; gzip files may follow one another in one file. */
const packSize = 200;

async function writeArchive(files: FileStore, db: Database, rows: readonly Archivable[]) {
  const hash = createHash("sha256");
  const incoming = await files.receive();
  let size = 0;
  try {
    for (let at = 0; at < rows.length; at += packSize) {
      const ids = rows.slice(at, at + packSize).map(({ id }) => id);
      const lines = (await textsOf(db, ids)).map((row) => `${JSON.stringify(row)}\n`);
      const pack = gzipSync(lines.join(""));
      hash.update(pack);
      size += pack.byteLength;
      await incoming.write(pack);
    }
    const sha256 = hash.digest("hex");
    await incoming.keep(sha256);
    await verify(files, sha256, rows.length);
    return { sha256, size };
  } catch (error) {
    await incoming.drop();
    throw error;
  }
}

/** What was written is what can be read: the same bytes, and a line for every event. */
async function verify(files: FileStore, sha256: string, events: number): Promise<void> {
  const bytes = await bytesOf(files, sha256);
  const found = bytes && createHash("sha256").update(bytes).digest("hex");
  assert(bytes && found === sha256, `archive ${sha256} reads as ${found}`);
  const lines = linesOf(bytes);
  assert(lines.length === events, `archive ${sha256} holds ${lines.length} of ${events} events`);
}

async function bytesOf(files: FileStore, sha256: string): Promise<Uint8Array | null> {
  const body = await files.open(sha256, null);
  return body && new Uint8Array(await new Response(body).arrayBuffer());
}

const linesOf = (bytes: Uint8Array) =>
  gunzipSync(bytes)
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");

/** The text of an event that left the database; null when no archive has it. */
export async function archivedText(
  { db, files }: { db: Database; files: FileStore },
  eventId: string,
): Promise<string | null> {
  for (const { sha256 } of await archivesHolding(db, eventId)) {
    const bytes = await bytesOf(files, sha256);
    // Ids are letters, digits and dashes: the line that begins with this one is this event's.
    const start = `{"id":${JSON.stringify(eventId)},`;
    const line = bytes && linesOf(bytes).find((each) => each.startsWith(start));
    if (line) return (JSON.parse(line) as { body: string }).body;
  }
  return null;
}
