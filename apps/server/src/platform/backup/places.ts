import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { backupSuffix } from "@lineside/domain/backup";
import type { BackupConfig } from "../backup-config.ts";
import { ArchiveReader } from "./archive-reader.ts";
import { type BackupBucket, openBackupBucket } from "./bucket.ts";
import { type BackupNote, noteOf, zBackupNote } from "./note.ts";
import { BackupRefusal } from "./refusal.ts";

export interface StoredBackup {
  note: BackupNote;
  places: ("FOLDER" | "S3")[];
}

/** `lineside-20261122T114500Z-0005.lsbak`, and nothing that leads out of the folder. */
export const isBackupName = (name: string) => /^[\w-]+(\.[\w-]+)*\.lsbak$/.test(name);

/** Everything that is kept of backups, wherever: a folder, a bucket or both. */
export class BackupPlaces {
  readonly #bucket: BackupBucket | null;

  constructor(readonly config: BackupConfig) {
    this.#bucket = config.bucket && openBackupBucket(config.bucket);
  }

  get folder(): string {
    return resolve(this.config.dir);
  }

  /** Made when it is missing; refused when nothing can be written into it. */
  async prepare(): Promise<string> {
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      const probe = join(this.folder, `.writable-${process.pid}`);
      await writeFile(probe, "", { mode: 0o600 });
      await rm(probe);
      return this.folder;
    } catch {
      throw new BackupRefusal(
        "BACKUP_FOLDER_UNWRITABLE",
        `The folder ${this.folder} cannot be created or written to; set APP_BACKUP_DIR to one that can.`,
        { folder: this.folder },
      );
    }
  }

  /** Newest first. */
  async list(): Promise<StoredBackup[]> {
    const found = new Map<string, StoredBackup>();
    for (const name of await this.#names()) {
      const note = await this.#readNote(name);
      if (note) found.set(name, { note, places: ["FOLDER"] });
    }
    for (const note of (await this.#bucket?.notes()) ?? []) {
      const here = found.get(note.name);
      if (here) here.places.push("S3");
      else found.set(note.name, { note, places: ["S3"] });
    }
    return [...found.values()].toSorted((a, b) => (a.note.createdAt < b.note.createdAt ? 1 : -1));
  }

  /** The file of a backup, fetched into the folder's scratch when only the bucket has it. */
  async bring(name: string): Promise<{ path: string; release(): Promise<void> }> {
    const path = join(this.folder, name);
    if (await stat(path).catch(() => null)) return { path, release: async () => {} };
    if (!(await this.#bucket?.has(name)))
      throw new BackupRefusal("BACKUP_FILE_GONE", `There is no backup ${name} any more.`, { name });
    await this.prepare();
    const fetched = join(this.folder, `.fetched-${process.pid}-${name}`);
    await this.#bucket?.fetch(name, fetched);
    return { path: fetched, release: () => rm(fetched, { force: true }) };
  }

  /** After a backup was made in the folder: also, or only, in the bucket. */
  async spread(name: string): Promise<("FOLDER" | "S3")[]> {
    if (!this.#bucket) return ["FOLDER"];
    await this.#bucket.keep(name, join(this.folder, name));
    if (this.config.isKept) return ["FOLDER", "S3"];
    await rm(join(this.folder, name), { force: true });
    return ["S3"];
  }

  async note(note: BackupNote): Promise<void> {
    const path = join(this.folder, `${note.name}.json`);
    if (await stat(join(this.folder, note.name)).catch(() => null)) {
      await writeFile(`${path}.new`, `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });
      await rename(`${path}.new`, path);
    }
    if (await this.#bucket?.has(note.name)) await this.#bucket?.keepNote(note);
  }

  async remove(name: string): Promise<void> {
    for (const each of [name, `${name}.json`]) await rm(join(this.folder, each), { force: true });
    await this.#bucket?.remove(name);
  }

  /** What a crash has left: it was never a backup. */
  async sweep(beforeMs: number): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names) {
      if (!/\.part$|^\.(fetched|writable|scratch)-|^snapshot-\d+\.sqlite/.test(name)) continue;
      const path = join(this.folder, name);
      const { mtimeMs } = (await stat(path).catch(() => null)) ?? { mtimeMs: beforeMs };
      if (mtimeMs < beforeMs) await rm(path, { force: true, recursive: true });
    }
  }

  async #names(): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => []);
    return names.filter((name) => name.endsWith(backupSuffix) && isBackupName(name));
  }

  async #readNote(name: string): Promise<BackupNote | null> {
    const text = await readFile(join(this.folder, `${name}.json`), "utf8").catch(() => null);
    const read = text === null ? null : zBackupNote.safeParse(parsed(text));
    return read?.success ? read.data : await noteOfFile(join(this.folder, name));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Copied here by hand, or its note was lost. Null: it is no backup. */
export async function noteOfFile(path: string): Promise<BackupNote | null> {
  try {
    const { manifest, size } = await ArchiveReader.open(path);
    return noteOf(manifest, { name: basename(path), bytes: size });
  } catch {
    return null;
  }
}
