import type { Instant } from "../kernel/index.ts";
import { type SignatureCompared, type SignatureShown, standOf } from "../signature/index.ts";
import type { FormDefinition } from "./definition-schema.ts";
import type { FormFinding, HistoryEntry, Judgement, Values } from "./schema.ts";

/** A record as it is signed: what it says and how it was judged, not in which state it is. */
export interface SignedRecord {
  readonly id: string;
  readonly formCode: string;
  readonly formRevision: number;
  readonly lineId: string | null;
  readonly runId: string | null;
  readonly subjectKey: string | null;
  readonly productCode: string | null;
  readonly occurredAt: Instant;
  readonly isBackfilled: boolean;
  readonly filledById: string | null;
  readonly filledByName: string;
  readonly values: Values;
  readonly judgement: Judgement | null;
  readonly findings: readonly FormFinding[];
  readonly history: readonly HistoryEntry[];
}

/** A file of the record: its bytes by their hash. */
export interface SignedFile {
  readonly sha256: string;
  readonly fieldKey: string;
}

/**
 * The content a signature under a record binds (21 CFR 11.70). Corrections are counted, so that a
 * record put back to what it said before is not what was signed then.
 */
export function contentOfRecord(record: SignedRecord, files: readonly SignedFile[]): object {
  const { history, ...said } = record;
  return {
    ...said,
    files: files.map(({ sha256, fieldKey }) => `${fieldKey}:${sha256}`).sort(),
    corrections: correctionsOf(history).length,
  };
}

const correctionsOf = (history: readonly HistoryEntry[]) =>
  history.filter(({ action }) => action === "CORRECTED");

/** Every signature of a record beside what the record says now. */
export function compareSignatures(
  signatures: readonly SignatureShown[],
  now: { readonly contentHash: string; readonly history: readonly HistoryEntry[] },
): SignatureCompared[] {
  const correctedAt = correctionsOf(now.history).at(-1)?.at ?? null;
  const { contentHash } = now;
  return signatures.map((each) => ({
    ...each,
    stand: standOf(each, { contentHash, correctedAt }),
  }));
}

/** A void undoes what was filled and what was confirmed: it is signed where either is. */
export function isVoidSigned({ signature }: Pick<FormDefinition, "signature">): boolean {
  return signature?.fill === true || signature?.confirm === true;
}
