import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { canonicalRow, type SealedRow, sealedColumns } from "@lineside/domain/audit";
import type { FileStore } from "../../platform/files.ts";

export const archiveMediaType = "application/gzip";

/** Rows packed together; gzip files may follow one another in one file. */
const packRows = 500;

/** Writes rows as they were sealed, one canonical line each; nothing is kept before all is written. */
export async function writeArchive(
  files: FileStore,
  rows: readonly SealedRow[],
): Promise<{ sha256: string; size: number }> {
  const hash = createHash("sha256");
  const incoming = await files.receive();
  let size = 0;
  try {
    for (let at = 0; at < rows.length; at += packRows) {
      const lines = rows.slice(at, at + packRows).map((row) => `${canonicalRow(row)}\n`);
      const pack = gzipSync(lines.join(""));
      hash.update(pack);
      size += pack.byteLength;
      await incoming.write(pack);
    }
    const sha256 = hash.digest("hex");
    await incoming.keep(sha256);
    return { sha256, size };
  } catch (error) {
    await incoming.drop();
    throw error;
  }
}

/** The rows of a file, or why there are none. Other bytes than were written are never read further. */
export async function archivedRows(
  files: FileStore,
  sha256: string,
): Promise<SealedRow[] | "ARCHIVE_MISSING" | "ARCHIVE_CHANGED"> {
  const body = await files.open(sha256, null);
  if (!body) return "ARCHIVE_MISSING";
  const bytes = new Uint8Array(await new Response(body).arrayBuffer());
  if (createHash("sha256").update(bytes).digest("hex") !== sha256) return "ARCHIVE_CHANGED";
  return gunzipSync(bytes)
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map(asRow);
}

function asRow(line: string): SealedRow {
  const values = JSON.parse(line) as unknown[];
  const entries = sealedColumns.map((column, at) => [column, values[at]] as const);
  return Object.fromEntries(entries) as SealedRow;
}
