import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import { createZstdDecompress } from "node:zlib";
import {
  type BackupFinding,
  type BackupManifest,
  backupFormat,
  zBackupManifest,
} from "@lineside/domain/backup";
import { type Bytes, manifestName, sealName } from "./archive-writer.ts";
import { block, padding, readTarHeader } from "./tar-header.ts";

interface Found {
  name: string;
  size: number;
  at: number;
}

/** What is wrong with a backup as a file, in the words of whoever must decide what to do with it. */
export class DamagedBackup extends Error {
  override readonly name = "DamagedBackup";
  constructor(readonly finding: BackupFinding) {
    super(`${finding.name}: ${finding.detail}`);
  }
}

const damaged = (code: BackupFinding["code"], name: string, detail: string) =>
  new DamagedBackup({ code, name, detail });

/** A backup as a file: its manifest, and its parts by name. */
export class ArchiveReader {
  readonly path: string;
  readonly size: number;
  readonly manifest: BackupManifest;
  readonly entries: Map<string, Found>;
  /** What the walk through the file met. */
  readonly findings: BackupFinding[];

  private constructor(
    read: Pick<ArchiveReader, "path" | "size" | "manifest" | "entries" | "findings">,
  ) {
    this.path = read.path;
    this.size = read.size;
    this.manifest = read.manifest;
    this.entries = read.entries;
    this.findings = read.findings;
  }

  /** Throws DamagedBackup when there is no manifest to go by. */
  static async open(path: string): Promise<ArchiveReader> {
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      const { entries, findings } = await walk(file, size);
      const manifest = await readManifest(file, entries.get(manifestName), size);
      return new ArchiveReader({ path, size, manifest, entries, findings });
    } finally {
      await file.close();
    }
  }

  /** A part's bytes, decompressed. */
  async *read(name: string): Bytes {
    const stored = this.stored(`${name}.zst`);
    const decompress = createZstdDecompress();
    stored.on("error", (error: Error) => decompress.destroy(error));
    yield* stored.pipe(decompress) as AsyncIterable<Uint8Array>;
  }

  stored(name: string) {
    const found = this.entries.get(name);
    if (!found) throw damaged("PART_MISSING", name, "it is not in the backup");
    return range(this.path, found);
  }

  /** Every byte against the hash the manifest, or the attachment's own name, has of it. */
  async check(): Promise<BackupFinding[]> {
    const findings = [...this.findings];
    const told = new Set(findings.map(({ name }) => name));
    const add = (code: BackupFinding["code"], name: string, detail: string) => {
      if (!told.has(name)) findings.push({ code, name, detail });
    };
    const byHash = new Map(this.manifest.parts.map(({ sha256, name }) => [sha256, name]));
    for (const part of this.manifest.parts) {
      const found = this.entries.get(part.name);
      if (!found) add("PART_MISSING", part.name, "it is not in the backup");
      else if (!told.has(part.name)) {
        const sha256 = await hashOf(range(this.path, found));
        const other = byHash.get(sha256);
        if (sha256 === part.sha256) continue;
        if (other) add("PART_SWAPPED", part.name, `it holds the bytes of ${other}`);
        else add("PART_CORRUPTED", part.name, "its SHA-256 is not the one in the manifest");
      }
    }
    await this.#checkAttachments(add);
    await this.#checkSeal(add);
    return findings;
  }

  async #checkAttachments(add: (code: BackupFinding["code"], name: string, d: string) => void) {
    const known = new Set([manifestName, sealName, ...this.manifest.parts.map((p) => p.name)]);
    for (const found of this.entries.values()) {
      if (known.has(found.name)) continue;
      const sha256 = /^files\/([0-9a-f]{64})$/.exec(found.name)?.[1];
      if (!sha256) add("PART_UNEXPECTED", found.name, "the manifest does not name it");
      else if ((await hashOf(range(this.path, found))) !== sha256)
        add("FILE_CORRUPTED", found.name, "its SHA-256 is not its name");
    }
  }

  async #checkSeal(add: (code: BackupFinding["code"], name: string, d: string) => void) {
    const seal = this.entries.get(sealName);
    const manifest = this.entries.get(manifestName);
    if (!seal || !manifest) {
      add("TRUNCATED", sealName, "the end of the backup is missing");
      return;
    }
    const told = (await textOf(range(this.path, seal))).slice(0, 64);
    if (told !== (await hashOf(range(this.path, manifest))))
      add("MANIFEST_CORRUPTED", manifestName, "its SHA-256 is not the one at the end");
  }
}

/** From header to header; what cannot be walked over ends it. */
async function walk(file: FileHandle, size: number) {
  const entries = new Map<string, Found>();
  const findings: BackupFinding[] = [];
  let last = "the beginning";
  for (let at = 0; ; ) {
    const header = new Uint8Array(block);
    const { bytesRead } = await file.read(header, 0, block, at);
    const place = { name: last, detail: `the file ends after ${size} bytes, behind ${last}` };
    if (bytesRead < block) {
      findings.push({ code: "TRUNCATED", ...place });
      break;
    }
    let entry: ReturnType<typeof readTarHeader>;
    try {
      entry = readTarHeader(header);
    } catch {
      if (at === 0) throw damaged("NOT_A_BACKUP", manifestName, "the file is not a backup");
      const detail = `what follows ${last} at byte ${at} is damaged`;
      findings.push({ code: "PART_CORRUPTED", name: last, detail });
      break;
    }
    if (!entry) break;
    last = entry.name;
    entries.set(entry.name, { ...entry, at: at + block });
    at += block + entry.size + padding(entry.size);
    if (at > size) {
      const detail = `the file ends after ${size} bytes, in the middle of ${last}`;
      findings.push({ code: "TRUNCATED", name: last, detail });
      break;
    }
  }
  return { entries, findings };
}

async function readManifest(
  file: FileHandle,
  found: Found | undefined,
  size: number,
): Promise<BackupManifest> {
  if (!found) throw damaged("NOT_A_BACKUP", manifestName, "the file is not a backup");
  if (found.at + found.size > size)
    throw damaged("TRUNCATED", manifestName, `the file ends after ${size} bytes`);
  const bytes = new Uint8Array(Math.min(found.size, 1 << 20));
  await file.read(bytes, 0, bytes.length, found.at);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw damaged("MANIFEST_CORRUPTED", manifestName, "it cannot be read");
  }
  const format = (value as { format?: unknown }).format;
  if (typeof format === "number" && format > backupFormat)
    throw damaged("FORMAT_NEWER", manifestName, `format ${format} is of a newer Lineside`);
  const read = zBackupManifest.safeParse(value);
  if (!read.success) throw damaged("MANIFEST_CORRUPTED", manifestName, "it is not complete");
  return read.data;
}

const range = (path: string, { at, size }: Found) =>
  size === 0
    ? Readable.from([])
    : createReadStream(path, { start: at, end: at + size - 1, highWaterMark: 1 << 20 });

export async function hashOf(bytes: Bytes): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest("hex");
}

async function textOf(bytes: Bytes): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
