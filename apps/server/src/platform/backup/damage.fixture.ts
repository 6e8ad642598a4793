// Damages copies of backups, each in one way a disk, a network or a person does.
import { open } from "node:fs/promises";
import type { BackupManifest } from "@lineside/domain/backup";
import { ArchiveReader } from "./archive-reader.ts";
import { tarHeader } from "./tar-header.ts";

async function entryOf(copy: string, name: string) {
  const found = (await ArchiveReader.open(copy)).entries.get(name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}

async function writeAt(copy: string, at: number, bytes: Uint8Array): Promise<void> {
  const file = await open(copy, "r+");
  await file.write(bytes, 0, bytes.length, at);
  await file.close();
}

export async function flip(copy: string, name: string, offset: number): Promise<void> {
  const at = (await entryOf(copy, name)).at + offset;
  const [byte = 0] = new Uint8Array(
    await Bun.file(copy)
      .slice(at, at + 1)
      .arrayBuffer(),
  );
  await writeAt(copy, at, new Uint8Array([byte ^ 0xff]));
}

export async function rewrite(
  copy: string,
  change: (manifest: BackupManifest) => unknown,
): Promise<void> {
  const { manifest, entries } = await ArchiveReader.open(copy);
  const found = entries.get("manifest.json");
  change(manifest);
  const padded = Buffer.alloc(found?.size ?? 0, " ");
  padded.write(JSON.stringify(manifest));
  await writeAt(copy, found?.at ?? 0, padded);
}

/** In the manifest; of the same length. */
export async function edit(copy: string, from: string, to: string): Promise<void> {
  const bytes = Buffer.from(await Bun.file(copy).arrayBuffer());
  const at = bytes.indexOf(from);
  if (at < 0) throw new Error(`no ${from}`);
  await writeAt(copy, at, Buffer.from(to));
}

/** Renames two entries to each other's names: their bytes are whole and in the wrong place. */
export async function exchange(copy: string): Promise<void> {
  const [a, b] = [await entryOf(copy, "config.json.zst"), await entryOf(copy, "files.ndjson.zst")];
  await writeAt(copy, a.at - 512, tarHeader({ name: b.name, size: a.size }));
  await writeAt(copy, b.at - 512, tarHeader({ name: a.name, size: b.size }));
}

export async function cut(copy: string, name: string, offset: number): Promise<void> {
  const { at } = await entryOf(copy, name);
  const file = await open(copy, "r+");
  await file.truncate(at + offset);
  await file.close();
}
