import { open } from "node:fs/promises";
import { S3Client } from "bun";
import type { BackupConfig } from "../backup-config.ts";
import { type BackupNote, zBackupNote } from "./note.ts";
import { BackupRefusal } from "./refusal.ts";

const prefix = "backups/";
const pageSize = 1_000;
const chunkBytes = 8 * 1024 * 1024;

/** `backups/<name>` and `backups/<name>.json` in an S3-compatible store; large ones in pieces. */
export interface BackupBucket {
  keep(name: string, path: string): Promise<void>;
  keepNote(note: BackupNote): Promise<void>;
  fetch(name: string, path: string): Promise<void>;
  has(name: string): Promise<boolean>;
  notes(): Promise<BackupNote[]>;
  remove(name: string): Promise<void>;
}

export function openBackupBucket(config: NonNullable<BackupConfig["bucket"]>): BackupBucket {
  const client = new S3Client({
    endpoint: config.endpoint,
    bucket: config.bucket,
    region: config.region,
    accessKeyId: config.accessKey,
    secretAccessKey: config.secretKey,
    retry: 2,
  });
  const key = (name: string) => `${prefix}${name}`;
  const keepNote = (note: BackupNote) =>
    reached(async () => {
      await client.write(key(`${note.name}.json`), JSON.stringify(note), {
        type: "application/json",
      });
    });
  return {
    keepNote,
    keep: (name, path) => reached(() => upload(client, key(name), path)),
    fetch: (name, path) => reached(() => download(client, key(name), path)),
    has: (name) => reached(() => client.exists(key(name))),
    notes: () => reached(() => listNotes(client)),
    remove: (name) =>
      reached(async () => {
        for (const each of [name, `${name}.json`])
          if (await client.exists(key(each))) await client.delete(key(each));
      }),
  };
}

async function upload(client: S3Client, key: string, path: string): Promise<void> {
  const file = Bun.file(path);
  const writer = client.file(key).writer({ partSize: chunkBytes, queueSize: 1, retry: 3 });
  // Whole pieces, one after the other: a store takes no small ones but the last, and no more than one
  // is in memory.
  for (let at = 0; at < file.size; at += chunkBytes) {
    writer.write(await file.slice(at, at + chunkBytes).arrayBuffer());
    await writer.flush();
  }
  await writer.end();
}

async function download(client: S3Client, key: string, path: string): Promise<void> {
  const { size } = await client.stat(key);
  const file = await open(path, "w", 0o600);
  try {
    for (let at = 0; at < size; at += chunkBytes) {
      const piece = client.file(key).slice(at, Math.min(size, at + chunkBytes));
      await file.write(new Uint8Array(await piece.arrayBuffer()), 0, null, at);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

async function listNotes(client: S3Client): Promise<BackupNote[]> {
  const notes: BackupNote[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await client.list({
      prefix,
      maxKeys: pageSize,
      ...(after !== undefined && { startAfter: after }),
    });
    for (const { key } of page.contents ?? []) {
      after = key;
      if (!key.endsWith(".lsbak.json")) continue;
      const read = zBackupNote.safeParse(await client.file(key).json());
      if (read.success) notes.push(read.data);
    }
    if (!page.isTruncated || after === undefined) return notes;
  }
}

async function reached<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BackupRefusal(
      "BACKUP_STORE_UNAVAILABLE",
      `The store of backups does not answer as it should: ${reason}.`,
      { reason, retryAfterSeconds: 60 },
    );
  }
}
