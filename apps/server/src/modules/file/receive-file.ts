import { fileBytesMax, fileNameMax, type MediaType } from "@lineside/domain/file";
import { refusalError } from "@lineside/domain/kernel";
import type { FileStore, IncomingFile } from "../../platform/files.ts";
import { extensionOf, headBytes, mediaTypeOf } from "./media-type.ts";

export interface ReceivedFile {
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: MediaType;
  readonly name: string;
}

/** Room for the parts' headers around a file in a multipart body. */
const multipartMargin = 16 * 1024;

/**
 * Takes the one file of a request, as raw body or as multipart, straight to the store: hashed and
 * counted on its way, refused as soon as it is too large or of no type we take. Durable when it
 * returns; nothing of it stays when it throws.
 */
export async function receiveFile(
  files: FileStore,
  request: Request,
  named: string | undefined,
): Promise<ReceivedFile> {
  const isMultipart = (request.headers.get("content-type") ?? "").startsWith("multipart/form-data");
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > fileBytesMax + (isMultipart ? multipartMargin : 0)) throw tooLarge(declared);
  const part = isMultipart ? await filePart(request) : null;
  const body = part ? part.stream() : request.body;
  if (!body) throw refusalError({ code: "FILE_EMPTY", context: {} });
  const incoming = await files.receive();
  try {
    const { sha256, size, mediaType } = await take(body, incoming);
    await incoming.keep(sha256);
    return { sha256, size, mediaType, name: shownName(named ?? part?.name ?? "", mediaType) };
  } catch (error) {
    await incoming.drop();
    throw error;
  }
}

async function take(body: ReadableStream<Uint8Array>, incoming: IncomingFile) {
  const hash = new Bun.CryptoHasher("sha256");
  let size = 0;
  let head = new Uint8Array(0);
  let mediaType: MediaType | null = null;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > fileBytesMax) throw tooLarge(size);
    if (mediaType === null) {
      head = Buffer.concat([head, chunk.subarray(0, headBytes)]).subarray(0, headBytes);
      mediaType = mediaTypeOf(head);
      if (mediaType === null && head.byteLength >= headBytes) throw notTaken();
    }
    hash.update(chunk);
    await incoming.write(chunk);
  }
  if (size === 0) throw refusalError({ code: "FILE_EMPTY", context: {} });
  if (mediaType === null) throw notTaken();
  return { sha256: hash.digest("hex"), size, mediaType };
}

async function filePart(request: Request): Promise<File> {
  const parts = await request.formData().catch(() => null);
  const found = parts ? [...parts.values()].filter((part) => part instanceof File) : [];
  const [file] = found;
  if (!file || found.length > 1)
    throw refusalError({ code: "FILE_MISSING", context: { files: found.length } });
  return file;
}

const tooLarge = (size: number) =>
  refusalError({ code: "FILE_TOO_LARGE", context: { size, limit: fileBytesMax } });
const notTaken = () =>
  refusalError({ code: "FILE_TYPE_NOT_TAKEN", context: { taken: Object.values(extensionOf) } });

/** What people see: the last part of what their computer called it, without anything invisible. */
export function shownName(given: string, mediaType: MediaType): string {
  const last = given.split(/[/\\]/).at(-1) ?? "";
  // Controls, and marks that turn the reading direction, could show another name than it has.
  const name = last.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "").trim();
  return name.slice(0, fileNameMax) || `file.${extensionOf[mediaType]}`;
}
