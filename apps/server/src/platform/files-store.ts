import { AppError, assert, type Instant } from "@lineside/domain/kernel";

export interface KeptBlob {
  readonly sha256: string;
  /** When it was last written. */
  readonly at: Instant;
}

export interface ByteRange {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** Bytes on their way in. Nothing is readable before `keep` has made it durable. */
export interface IncomingFile {
  write(chunk: Uint8Array): Promise<void>;
  keep(sha256: string): Promise<void>;
  drop(): Promise<void>;
}

/**
 * Bytes under their own SHA-256 and nothing else: no name, no path and no type from outside is ever
 * part of where they lie. The same bytes lie there once.
 */
export interface FileStore {
  receive(): Promise<IncomingFile>;
  /** A body to answer with; null: there are no such bytes. */
  open(sha256: string, range: ByteRange | null): Promise<Blob | ReadableStream | null>;
  list(): AsyncIterable<KeptBlob>;
  /** False: somebody wrote them again since `before`, or they are gone. */
  remove(sha256: string, before: Instant): Promise<boolean>;
}

export const isSha256 = (text: string) => /^[0-9a-f]{64}$/.test(text);

export function assertSha256(sha256: string): void {
  assert(isSha256(sha256), "a file is stored under its SHA-256");
}

/** The disk or the bucket does not answer: worth another try, and somebody's to look at. */
export function storeUnavailable(cause: unknown): AppError {
  const context = { retryAfterSeconds: 10 };
  return new AppError("busy", "FILE_STORE_UNAVAILABLE", context, { cause });
}
