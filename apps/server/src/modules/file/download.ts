import { may } from "@lineside/domain/auth";
import { AppError, refusalError } from "@lineside/domain/kernel";
import { z } from "zod";
import { type ActionContext, defineAction } from "../../platform/action.ts";
import { requireScope, visibleLines } from "../../platform/actor.ts";
import type { ByteRange } from "../../platform/files.ts";
import { fileById, linesOfFile, type StoredFile, writerOf } from "./store.ts";

/** Bytes never change under their hash, and belong to whoever may see them: kept by that browser alone. */
const caching = "private, max-age=31536000, immutable";

/** Whatever a file turns out to hold, it runs nothing and loads nothing. */
const sandbox = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

export const downloadFile = defineAction({
  name: "file.download",
  permission: "form:read",
  input: z.object({ id: z.string().min(1).max(64), download: z.stringbool().optional() }),
  async run(ax, { id, download = false }) {
    const file = await fileById(ax.platform.db, id);
    await requireVisible(ax, file);
    const etag = `"${file.sha256}"`;
    const headers = new Headers({
      etag,
      "cache-control": caching,
      "accept-ranges": "bytes",
      "content-type": file.mediaType,
      "content-disposition": disposition(file, download),
      "content-security-policy": sandbox,
      "cross-origin-resource-policy": "same-origin",
    });
    const asked = ax.request.headers;
    if (isKnown(asked.get("if-none-match"), etag))
      return new Response(null, { status: 304, headers });
    const isSame = [null, etag].includes(asked.get("if-range"));
    const range = isSame ? readRange(asked.get("range"), file.size) : null;
    if (range === "unsatisfiable") {
      headers.set("content-range", `bytes */${file.size}`);
      return new Response(null, { status: 416, headers });
    }
    const body = await ax.platform.files.open(file.sha256, range);
    if (!body) throw lost(file);
    if (range) {
      headers.set("content-range", `bytes ${range.start}-${range.end - 1}/${file.size}`);
      headers.set("content-length", String(range.end - range.start));
      return new Response(body, { status: 206, headers });
    }
    headers.set("content-length", String(file.size));
    return new Response(body, { headers });
  },
});

/**
 * A file of records is seen by who may see one of them; one of no record yet by who uploaded it; what
 * the server wrote itself, an archive of all lines, by who may read what it holds everywhere.
 */
async function requireVisible({ platform, caller }: ActionContext, file: StoredFile) {
  const { actor } = caller;
  if (file.uploadedById === null) {
    const writer = actor && (await writerOf(platform.db, file.id));
    if (writer && visibleLines(actor, writer) === null && may(actor.access, writer)) return;
    throw new AppError("forbidden", "FORBIDDEN");
  }
  if (!actor || !may(actor.access, "form:read")) throw new AppError("forbidden", "FORBIDDEN");
  const lines = visibleLines(actor, "form:read");
  if (lines === null || (actor.id !== null && actor.id === file.uploadedById)) return;
  const of = await linesOfFile(platform.db, file.id);
  const isVisible = of.some((lineId) => lineId === null || lines.includes(lineId));
  if (!isVisible) requireScope(actor, "form:read", { lineId: of[0] ?? null });
}

/** The row is there and the bytes are not: somebody emptied the store, or it is another one. */
function lost({ id, sha256 }: StoredFile): AppError {
  return refusalError({ code: "FILE_STORE_UNAVAILABLE", context: { id, sha256 } });
}

function disposition({ name, mediaType }: StoredFile, download: boolean): string {
  // A PDF is a program of its own kind: it is saved, not shown in the app's origin.
  const kind = download || mediaType === "application/pdf" ? "attachment" : "inline";
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encode(name)}`;
}

/** RFC 5987: what encodeURIComponent leaves and a header must not hold. */
function encode(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function isKnown(header: string | null, etag: string): boolean {
  const tags = (header ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}

/** One range of bytes; several, or another unit, are answered with the whole file. */
function readRange(header: string | null, size: number): ByteRange | "unsatisfiable" | null {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  const [first = "", last = ""] = found?.slice(1) ?? [];
  if (!found || (first === "" && last === "")) return null;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size : Math.min(size, Number(last) + 1);
  if (start >= size || start >= end) return "unsatisfiable";
  return { start, end };
}
