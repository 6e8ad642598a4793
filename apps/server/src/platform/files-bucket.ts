import { toInstant } from "@lineside/domain/kernel";
import { S3Client } from "bun";
import type { FilesConfig } from "./files-config.ts";
import {
  assertSha256,
  type FileStore,
  type IncomingFile,
  isSha256,
  storeUnavailable,
} from "./files-store.ts";

const prefix = "files/";
const pageSize = 1_000;
/** A store that does not answer must not hold a request for ever. */
const answerWithinMs = 30_000;

type Bucket = Extract<FilesConfig, { kind: "s3" }>;

/** An S3-compatible bucket (MinIO, AWS, OSS): `files/<sha256>`, one PUT each; a kept PUT is durable. */
export function openBucket(config: Bucket): FileStore {
  const client = new S3Client({
    endpoint: config.endpoint,
    bucket: config.bucket,
    region: config.region,
    accessKeyId: config.accessKey,
    secretAccessKey: config.secretKey,
    retry: 2,
  });
  const key = (sha256: string) => {
    assertSha256(sha256);
    return `${prefix}${sha256}`;
  };
  return {
    receive: async () => receive(client, key),
    async open(sha256, range) {
      if (!(await statOf(client, key(sha256)))) return null;
      const file = client.file(key(sha256));
      // Read whole, so that a store that fails halfway is an error and not a torn picture.
      return await answering(() => bytesOf(range ? file.slice(range.start, range.end) : file));
    },
    async *list() {
      let after: string | undefined;
      do {
        const page = await answering(() =>
          client.list({ prefix, maxKeys: pageSize, ...(after ? { startAfter: after } : {}) }),
        );
        for (const { key: name, lastModified } of page.contents ?? []) {
          after = name;
          const sha256 = name.slice(prefix.length);
          if (isSha256(sha256) && lastModified) yield { sha256, at: toInstant(lastModified) };
        }
        if (!page.isTruncated) return;
      } while (after !== undefined);
    },
    async remove(sha256, before) {
      const found = await statOf(client, key(sha256));
      if (!found || toInstant(found.lastModified) >= before) return false;
      await answering(() => client.delete(key(sha256)));
      return true;
    },
  };
}

/** Held in memory until it is whole: a file is at most 10 MB, and its name is its hash. */
function receive(client: S3Client, key: (sha256: string) => string): IncomingFile {
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  return {
    write: async (chunk) => void chunks.push(chunk.slice()),
    // Also when it is there already: written anew it is young, so that no sweep takes it.
    keep: async (sha256) => {
      const body = new Blob(chunks);
      const type = "application/octet-stream";
      await answering(() => client.write(key(sha256), body, { type }));
    },
    drop: async () => {
      chunks = [];
    },
  };
}

async function bytesOf(file: { arrayBuffer(): Promise<ArrayBuffer> }): Promise<Blob> {
  return new Blob([await file.arrayBuffer()]);
}

async function statOf(client: S3Client, key: string) {
  return await answering(() =>
    client.stat(key).catch((error: { code?: string }) => {
      if (error.code === "NoSuchKey" || error.code === "NotFound") return null;
      throw error;
    }),
  );
}

async function answering<T>(work: () => Promise<T>): Promise<T> {
  let timer: Timer | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the file store does not answer")), answerWithinMs);
  });
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    throw storeUnavailable(error);
  } finally {
    clearTimeout(timer);
  }
}
