import { createHash } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { constants, createZstdCompress } from "node:zlib";
import type { BackupManifest, BackupPart } from "@lineside/domain/backup";
import { block, padding, tarHeader } from "./tar-header.ts";

export type Bytes = AsyncIterable<Uint8Array>;

export const manifestName = "manifest.json";
export const sealName = "manifest.sha256";
/** Kept free at the front: what the manifest says is known when everything else is written. */
const manifestBytes = 256 * 1024;

/**
 * Writes a backup in one pass, never holding more than a chunk of it: `<path>.part`, then, whole and on
 * the disk, its name.
 */
export class ArchiveWriter {
  readonly parts: BackupPart[] = [];
  #at = block + manifestBytes;

  private constructor(
    readonly path: string,
    readonly file: FileHandle,
  ) {}

  static async create(path: string): Promise<ArchiveWriter> {
    await rm(`${path}.part`, { force: true });
    return new ArchiveWriter(path, await open(`${path}.part`, "wx", 0o600));
  }

  /** Compressed, and named in the manifest with its hash. */
  async part(name: string, bytes: Bytes): Promise<void> {
    const compress = createZstdCompress({
      params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 },
    });
    const source = Readable.from(bytes, { objectMode: false });
    source.on("error", (error) => compress.destroy(error));
    const entry = `${name}.zst`;
    const { size, sha256 } = await this.#entry(entry, source.pipe(compress));
    this.parts.push({ name: entry, size, sha256 });
  }

  /** As it is, under its own hash: photos do not shrink. Returns the hash of what was written. */
  async attachment(name: string, bytes: Bytes): Promise<string> {
    return (await this.#entry(name, bytes)).sha256;
  }

  /** Under its final name, in the same folder. */
  async finish(manifest: Omit<BackupManifest, "parts">, path: string): Promise<void> {
    const text = JSON.stringify({ ...manifest, parts: this.parts }, null, 1);
    const padded = Buffer.alloc(manifestBytes, " ");
    if (Buffer.byteLength(text) >= manifestBytes) throw new Error("the manifest is too long");
    padded.write(text);
    padded.write("\n", manifestBytes - 1);
    const seal = createHash("sha256").update(padded).digest("hex");
    await this.#entry(sealName, one(Buffer.from(`${seal}  ${manifestName}\n`)));
    await this.#write(new Uint8Array(2 * block));
    await this.file.write(tarHeader({ name: manifestName, size: manifestBytes }), 0, block, 0);
    await this.file.write(padded, 0, manifestBytes, block);
    await this.file.sync();
    await this.file.close();
    await rename(`${this.path}.part`, path);
    await syncFolder(dirname(path));
  }

  async abandon(): Promise<void> {
    await this.file.close().catch(() => {});
    await rm(`${this.path}.part`, { force: true });
  }

  async #entry(name: string, bytes: Bytes): Promise<{ size: number; sha256: string }> {
    const start = this.#at;
    this.#at += block;
    const hash = createHash("sha256");
    let size = 0;
    for await (const chunk of bytes) {
      hash.update(chunk);
      size += chunk.byteLength;
      await this.#write(chunk);
    }
    if (padding(size) > 0) await this.#write(new Uint8Array(padding(size)));
    await this.file.write(tarHeader({ name, size }), 0, block, start);
    return { size, sha256: hash.digest("hex") };
  }

  async #write(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.byteLength; ) {
      const { bytesWritten } = await this.file.write(chunk, at, chunk.byteLength - at, this.#at);
      at += bytesWritten;
      this.#at += bytesWritten;
    }
  }
}

export async function* one(bytes: Uint8Array): Bytes {
  yield bytes;
}

export async function syncFolder(path: string): Promise<void> {
  // Windows keeps no names open to flush.
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
