import type { Database } from "@lineside/db";
import {
  compareMarks,
  type IntegrityFinding,
  type Mark,
  type SealedRow,
  sealFormat,
} from "@lineside/domain/audit";
import type { FileStore } from "../../platform/files.ts";
import { archivedRows } from "./archive-file.ts";
import { archiveById } from "./archive-store.ts";
import {
  digestOf,
  isMacOf,
  readMarks,
  rowsHash,
  type SealKey,
  sealHash,
  sealRowsMax,
  shortOf,
} from "./seal.ts";
import { marksOf, type StoredSeal, sealBySeq, trailRows } from "./seal-store.ts";
import { breath, pageRows } from "./sealing.ts";

export interface Verifier {
  readonly db: Pick<Database, "read">;
  readonly files: FileStore;
  readonly key: SealKey;
}

export interface Compared {
  readonly rows: number;
  readonly findings: IntegrityFinding[];
  /** Seals keyed with a secret that is not here: their keyed hashes could not be checked. */
  readonly foreign: number;
}

/** Seals that follow each other, each against the one before it, its marks and its rows. */
export async function compareSeals(
  verifier: Verifier,
  seals: readonly StoredSeal[],
  given: { afterSeq: number },
): Promise<Compared> {
  const findings: IntegrityFinding[] = [];
  const archives = new ArchivedRows(verifier);
  let previous = given.afterSeq === 0 ? null : await sealBySeq(verifier.db, given.afterSeq);
  let expected = given.afterSeq + 1;
  let rows = 0;
  let foreign = 0;
  for (const seal of seals) {
    for (; expected < seal.seq; expected++)
      findings.push(sealFinding("SEAL_MISSING", expected, "there is no seal of this number"));
    expected = seal.seq + 1;
    const marks = (await marksOf(verifier.db, seal.id)) ?? "";
    const fault = headFault(verifier.key, seal, { previous, marks });
    if (fault) findings.push(sealFinding("SEAL_CHANGED", seal.seq, fault));
    if (seal.keyMark !== verifier.key.mark) foreign++;
    findings.push(...(await compareRows(verifier, seal, { marks: readMarks(marks), archives })));
    rows += seal.rows;
    previous = seal;
    await breath();
  }
  return { rows, findings, foreign };
}

function sealFinding(
  code: "SEAL_CHANGED" | "SEAL_MISSING" | "ARCHIVE_MISSING" | "ARCHIVE_CHANGED",
  seal: number,
  detail: string,
): IntegrityFinding {
  return { code, seal, eventId: null, detail };
}

/**
 * What verifications said the newest seal was is in the trail: seals that were cut off at the end and made
 * anew do not agree with it.
 */
export async function anchorFindings(
  db: Verifier["db"],
  anchors: readonly { seq: number; hash: string }[],
): Promise<IntegrityFinding[]> {
  const findings: IntegrityFinding[] = [];
  for (const { seq, hash } of anchors) {
    const seal = await sealBySeq(db, seq);
    if (!seal) findings.push(sealFinding("SEAL_MISSING", seq, "a verification has seen it"));
    else if (seal.hash !== hash)
      findings.push(sealFinding("SEAL_CHANGED", seq, "a verification has seen another hash"));
  }
  return findings;
}

/** What of the seal itself is not as it was made; null: nothing. */
function headFault(
  key: SealKey,
  seal: StoredSeal,
  { previous, marks }: { previous: StoredSeal | null; marks: string },
): string | null {
  if (seal.format !== sealFormat) return `format ${seal.format} is not known here`;
  if (seal.previousHash !== (previous?.hash ?? "") || seal.fromId !== (previous?.toId ?? ""))
    return "it does not follow the seal before it";
  if (sealHash(seal, marks) !== seal.hash) return "its hash is not that of its content";
  if (seal.keyMark === key.mark && !isMacOf(key, seal.hash, seal.mac))
    return "it was not made with this server's secret";
  return null;
}

async function compareRows(
  { db }: Verifier,
  seal: StoredSeal,
  { marks, archives }: { marks: Mark[]; archives: ArchivedRows },
): Promise<IntegrityFinding[]> {
  const present = await presentRows(db, seal);
  if (seal.purgedAt === null) return compare(seal, marks, present);
  // Nothing may come back into a range that left the database.
  const inserted = compareMarks(seal.seq, [], present.map(markOf));
  const kept = await archives.of(seal);
  if (!Array.isArray(kept)) return [...inserted, kept];
  return [...inserted, ...compare(seal, marks, kept)];
}

export const markOf = (row: SealedRow): Mark => ({
  id: String(row.id),
  digest: shortOf(digestOf(row)),
});

/** The rows by their marks; should all of those agree, by the whole hash. */
export function compare(
  seal: StoredSeal,
  marks: readonly Mark[],
  rows: readonly SealedRow[],
): IntegrityFinding[] {
  const digests = rows.map(digestOf);
  const found = rows.map((row, at) => ({ id: String(row.id), digest: shortOf(digests[at] ?? "") }));
  const findings = compareMarks(seal.seq, marks, found);
  if (findings.length > 0 || rowsHash(digests) === seal.rowsHash) return findings;
  return [sealFinding("SEAL_CHANGED", seal.seq, "the hash of its rows is not theirs")];
}

/** Page by page: a range into which thousands of rows were put must not fill the memory at once. */
export async function presentRows(
  db: Pick<Database, "read">,
  { fromId, toId }: Pick<StoredSeal, "fromId" | "toId">,
): Promise<SealedRow[]> {
  const rows: SealedRow[] = [];
  let after = fromId;
  while (rows.length < rowsAtOnceMax) {
    const page = await trailRows(db, { after, upTo: toId, limit: pageRows });
    rows.push(...page);
    const last = page.at(-1);
    if (!last || page.length < pageRows) break;
    after = String(last.id);
    await breath();
  }
  return rows;
}

const rowsAtOnceMax = sealRowsMax * 4;

/** Seals of one file follow each other: it is read once for all of them. */
class ArchivedRows {
  #archiveId: string | null = null;
  #rows: SealedRow[] | IntegrityFinding["code"] = [];

  constructor(readonly verifier: Verifier) {}

  async of(seal: StoredSeal): Promise<SealedRow[] | IntegrityFinding> {
    if (seal.archiveId === null || seal.archiveId !== this.#archiveId) {
      this.#archiveId = seal.archiveId;
      this.#rows = await this.#read(seal.archiveId);
    }
    if (this.#rows === "ARCHIVE_MISSING")
      return sealFinding("ARCHIVE_MISSING", seal.seq, "the file of the archive is not there");
    if (!Array.isArray(this.#rows))
      return sealFinding("ARCHIVE_CHANGED", seal.seq, "the file is not what was written");
    return this.#rows.filter(({ id }) => String(id) > seal.fromId && String(id) <= seal.toId);
  }

  async #read(archiveId: string | null): Promise<SealedRow[] | IntegrityFinding["code"]> {
    const { db, files } = this.verifier;
    const archive = archiveId === null ? null : await archiveById(db, archiveId);
    if (!archive) return "ARCHIVE_MISSING";
    return await archivedRows(files, archive.sha256);
  }
}
