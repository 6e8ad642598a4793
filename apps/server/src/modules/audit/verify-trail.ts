import type { Database } from "@lineside/db";
import { findingMax, type IntegrityFinding } from "@lineside/domain/audit";
import type { Instant } from "@lineside/domain/kernel";
import type { FileStore } from "../../platform/files.ts";
import { sealKey } from "./seal.ts";
import { lastSeal, sealsAfter, seqsOf } from "./seal-store.ts";
import { anchors } from "./verification-store.ts";
import { anchorFindings, compareSeals } from "./verify.ts";

export interface TrailReport {
  seals: number;
  rows: number;
  fromSeq: number;
  toSeq: number;
  findingCount: number;
  /** The first of them, in the order of the trail. */
  findings: IntegrityFinding[];
  /** Seals keyed with another secret. */
  foreign: number;
  head: { seq: number; hash: string } | null;
}

const portionSeals = 50;

/** Everything that was sealed in a time, in one go and without a trace: for whoever looks from outside. */
export async function verifyTrail(
  given: { db: Pick<Database, "read">; files: FileStore; secret: string },
  span: { from?: Instant | undefined; to?: Instant | undefined },
): Promise<TrailReport> {
  const { db, files, secret } = given;
  const verifier = { db, files, key: sealKey(secret) };
  const seqs = await seqsOf(db, span);
  const newest = await lastSeal(db.read);
  const report: TrailReport = {
    ...{ seals: 0, rows: 0, fromSeq: seqs?.fromSeq ?? 0, toSeq: seqs?.toSeq ?? 0 },
    ...{ findingCount: 0, findings: [], foreign: 0 },
    head: newest && { seq: newest.seq, hash: newest.hash },
  };
  const note = (findings: readonly IntegrityFinding[]) => {
    report.findingCount += findings.length;
    report.findings = [...report.findings, ...findings].slice(0, findingMax);
  };
  for (let after = report.fromSeq - 1; seqs && after < seqs.toSeq; ) {
    const seals = await sealsAfter(db, { after, upTo: seqs.toSeq, limit: portionSeals });
    const compared = await compareSeals(verifier, seals, { afterSeq: after });
    note(compared.findings);
    report.seals += seals.length;
    report.rows += compared.rows;
    report.foreign += compared.foreign;
    const last = seals.at(-1);
    if (!last) break;
    after = last.seq;
  }
  note(await anchorFindings(db, await anchors(db, 30)));
  return report;
}
