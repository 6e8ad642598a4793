import { z } from "zod";

/** What verification found; the first of them in the order of the trail is the one that is named. */
export const integrityCodes = [
  "ROW_CHANGED",
  "ROW_MISSING",
  "ROW_INSERTED",
  "SEAL_CHANGED",
  "SEAL_MISSING",
  "ARCHIVE_MISSING",
  "ARCHIVE_CHANGED",
] as const;

export const zIntegrityFinding = z.object({
  code: z.enum(integrityCodes),
  /** Number of the seal whose range is broken. */
  seal: z.number().int(),
  /** The row; null: the seal or the archive itself. */
  eventId: z.string().nullable(),
  detail: z.string(),
});
export type IntegrityFinding = z.output<typeof zIntegrityFinding>;

/** More than these are counted, not listed. */
export const findingMax = 20;

export interface Mark {
  readonly id: string;
  readonly digest: string;
}

/**
 * Compares the rows of a sealed range with the marks kept when it was sealed. `found` are the rows that
 * are there now with their digests. Findings come in the order of the trail.
 */
export function compareMarks(
  seal: number,
  marks: readonly Mark[],
  found: readonly Mark[],
): IntegrityFinding[] {
  const sealed = new Map(marks.map(({ id, digest }) => [id, digest]));
  const findings: IntegrityFinding[] = [];
  for (const { id, digest } of found) {
    const expected = sealed.get(id);
    if (expected === undefined) findings.push(rowFinding("ROW_INSERTED", seal, id));
    else if (expected !== digest) findings.push(rowFinding("ROW_CHANGED", seal, id));
    sealed.delete(id);
  }
  for (const id of sealed.keys()) findings.push(rowFinding("ROW_MISSING", seal, id));
  return findings.sort((a, b) => ((a.eventId ?? "") < (b.eventId ?? "") ? -1 : 1));
}

const details = {
  ROW_CHANGED: "the row is not what was sealed",
  ROW_MISSING: "the sealed row is gone",
  ROW_INSERTED: "the row was not there when the range was sealed",
} as const;

function rowFinding(code: keyof typeof details, seal: number, eventId: string): IntegrityFinding {
  return { code, seal, eventId, detail: details[code] };
}
