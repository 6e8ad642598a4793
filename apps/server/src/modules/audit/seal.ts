import { createHash, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { canonicalRow, type Mark, type SealedRow, sealFormat } from "@lineside/domain/audit";
import type { Instant } from "@lineside/domain/kernel";

/** Rows of one seal: what one unit of work may purge, and what a verification reads at once. */
export const sealRowsMax = 1_000;

/** What a seal's hash is over, in this order. */
export interface SealHead {
  readonly format: number;
  readonly seq: number;
  readonly fromId: string;
  readonly toId: string;
  readonly firstId: string;
  readonly fromAt: Instant;
  readonly toAt: Instant;
  readonly rows: number;
  readonly rowsHash: string;
  readonly previousHash: string;
  readonly sealedAt: Instant;
}

export interface SealKey {
  readonly key: Buffer;
  /** Tells keys apart; says nothing about them. */
  readonly mark: string;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/**
 * Hashes alone prove nothing to whoever can write all of them anew: each is also keyed with a key of
 * its own, derived from the server's secret, which is not in the database.
 */
export function sealKey(secret: string): SealKey {
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync("sha256", secret, "lineside", purpose, 32));
  return {
    key: derive("audit seal"),
    mark: derive("audit seal mark").toString("hex").slice(0, 16),
  };
}

export const macOf = ({ key }: SealKey, hash: string) =>
  createHmac("sha256", key).update(hash).digest("hex");

export function isMacOf(key: SealKey, hash: string, mac: string): boolean {
  const [expected, given] = [Buffer.from(macOf(key, hash)), Buffer.from(mac)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** Of one row; the short form is kept for each row of a seal. */
export const digestOf = (row: SealedRow) =>
  createHash("sha256").update(canonicalRow(row)).digest("base64url");
export const shortOf = (digest: string) => digest.slice(0, 16);

export const marksText = (marks: readonly Mark[]) =>
  marks.map(({ id, digest }) => `${id} ${digest}\n`).join("");

export function readMarks(text: string): Mark[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const at = line.lastIndexOf(" ");
      return { id: line.slice(0, at), digest: line.slice(at + 1) };
    });
}

/** The seal's own hash: chained to the seal before it, and bound to the marks of its rows. */
export function sealHash(head: SealHead, marks: string): string {
  return sha256(
    JSON.stringify([
      ...[head.format, head.seq, head.fromId, head.toId, head.firstId, head.fromAt, head.toAt],
      ...[head.rows, head.rowsHash, head.previousHash, head.sealedAt, sha256(marks)],
    ]),
  );
}

export function rowsHash(digests: readonly string[]): string {
  return sha256(digests.map((digest) => `${digest}\n`).join(""));
}

export interface MadeSeal {
  readonly head: SealHead;
  readonly marks: string;
  readonly hash: string;
  readonly mac: string;
  readonly keyMark: string;
}

export interface PreviousSeal {
  readonly seq: number;
  readonly toId: string;
  readonly hash: string;
}

/** Seals rows that come right after the seal before. The rows are in the order of their ids. */
export function makeSeal(
  rows: readonly SealedRow[],
  previous: PreviousSeal | null,
  given: { now: Instant; key: SealKey },
): MadeSeal {
  const digests = rows.map(digestOf);
  const ids = rows.map((row) => String(row.id));
  const times = rows.map((row) => String(row.recordedAt)).toSorted();
  const marks = marksText(ids.map((id, at) => ({ id, digest: shortOf(digests[at] ?? "") })));
  const head: SealHead = {
    format: sealFormat,
    seq: (previous?.seq ?? 0) + 1,
    fromId: previous?.toId ?? "",
    toId: ids.at(-1) ?? "",
    firstId: ids[0] ?? "",
    fromAt: times[0] ?? given.now,
    toAt: times.at(-1) ?? given.now,
    rows: rows.length,
    rowsHash: rowsHash(digests),
    previousHash: previous?.hash ?? "",
    sealedAt: given.now,
  };
  const hash = sealHash(head, marks);
  return { head, marks, hash, mac: macOf(given.key, hash), keyMark: given.key.mark };
}
