import { gunzipSync } from "node:zlib";
import { AppError, refusalError } from "@lineside/domain/kernel";
import type { Message } from "rhea";
import { bodyBytesMax } from "../../../platform/http/server.ts";

/** A body of data sections, as rhea hands it over. */
interface DataSection {
  readonly typecode: number;
  readonly content: Buffer | Buffer[];
}

const dataSection = 0x75;

/**
 * The text a message carries: data sections, or an AMQP value that is a string or binary; gzip is
 * undone up to the same bound as a body sent over HTTP. INGEST_BODY_INVALID, BODY_TOO_LARGE.
 */
export function textOf({ body, content_encoding: encoding }: Message): string {
  if (typeof body === "string") {
    refuseLarge(Buffer.byteLength(body));
    return body;
  }
  const bytes = bytesOf(body);
  refuseLarge(bytes.length);
  const isZipped = encoding === "gzip" || (bytes[0] === 0x1f && bytes[1] === 0x8b);
  if (!isZipped && encoding && encoding !== "identity")
    throw unreadable(`content-encoding ${encoding}`);
  const plain = isZipped ? unzip(bytes) : bytes;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(plain);
  } catch {
    throw unreadable("not UTF-8");
  }
}

function bytesOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  const { typecode, content } = (body ?? {}) as Partial<DataSection>;
  if (typecode === dataSection && Buffer.isBuffer(content)) return content;
  if (typecode === dataSection && Array.isArray(content)) return Buffer.concat(content);
  throw unreadable("neither data nor text");
}

/** Stops at the bound: a few bytes may unpack to gigabytes. */
function unzip(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: bodyBytesMax });
  } catch (cause) {
    if ((cause as { code?: string }).code === "ERR_BUFFER_TOO_LARGE")
      throw new AppError("invalid", "BODY_TOO_LARGE", { limit: bodyBytesMax }, { cause });
    throw unreadable("not gzip");
  }
}

function refuseLarge(size: number): void {
  if (size > bodyBytesMax)
    throw new AppError("invalid", "BODY_TOO_LARGE", { size, limit: bodyBytesMax });
}

const unreadable = (reason: string) =>
  refusalError({ code: "INGEST_BODY_INVALID", context: { reason } });
