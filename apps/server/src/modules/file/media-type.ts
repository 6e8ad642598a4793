import type { MediaType } from "@lineside/domain/file";

/** As many first bytes as the types below are told apart by. */
export const headBytes = 16;

/** What a file is by its first bytes (magic numbers), whatever it is called; null: nothing we take. */
export function mediaTypeOf(head: Uint8Array): MediaType | null {
  const text = String.fromCharCode(...head.subarray(0, headBytes));
  if (text.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") return "image/webp";
  if (text.startsWith("%PDF-")) return "application/pdf";
  // ISO base media: the brand says which of its many kinds.
  if (text.slice(4, 8) === "ftyp" && heic.has(text.slice(8, 12))) return "image/heic";
  return null;
}

const heic = new Set(["heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"]);

export const extensionOf: Record<MediaType, string> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "image/heic": "heic",
  "application/pdf": "pdf",
};
