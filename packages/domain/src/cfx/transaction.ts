import { z } from "zod";

/** A unit a piece of work was started on. */
export const transactionUnit = z.object({
  unitId: z.string(),
  sn: z.string(),
  /** Its place on the panel or carrier. */
  position: z.number().int().nullable(),
  /** Its visit; null: it comes and goes with its carrier. */
  trackId: z.string().nullable(),
});
export type TransactionUnit = z.output<typeof transactionUnit>;

const verdict = z.object({
  sn: z.string(),
  result: z.enum(["PASS", "FAIL"]).nullable(),
  captures: z.array(
    z.object({ code: z.string(), value: z.union([z.number(), z.string(), z.boolean(), z.null()]) }),
  ),
  defects: z.array(
    z.object({ code: z.string(), location: z.string().nullable(), remark: z.string().nullable() }),
  ),
  eventId: z.string(),
});
export type TransactionVerdict = z.output<typeof verdict>;

const stage = z.object({
  /** STARTED | COMPLETED | PAUSED | RESUMED */
  change: z.string(),
  sequence: z.number().nullable(),
  name: z.string().nullable(),
  type: z.string().nullable(),
  at: z.string(),
  result: z.string().nullable(),
});
export type TransactionStage = z.output<typeof stage>;

/** What was told about a piece of work before it ended; the column `evidence` of its row. */
export const transactionEvidence = z.object({
  /** The carrier its boards lie on. */
  carrierNo: z.string().nullable().default(null),
  verdicts: z.array(verdict).default([]),
  stages: z.array(stage).default([]),
  /** Messages about material, tools and the like. */
  notes: z.array(z.object({ eventId: z.string(), messageName: z.string() })).default([]),
});
export type TransactionEvidence = z.output<typeof transactionEvidence>;

export interface UnitVerdict {
  readonly result: "PASS" | "FAIL" | null;
  readonly captures: TransactionVerdict["captures"];
  readonly defects: TransactionVerdict["defects"];
}

/**
 * Everything said about one unit within a piece of work, as one verdict: it failed when any message
 * failed it, passed when one passed it and none failed it; values said twice count as said last.
 */
export function verdictOf({ verdicts }: TransactionEvidence, sn: string): UnitVerdict {
  const own = verdicts.filter((each) => each.sn === sn);
  const results = own.map(({ result }) => result);
  const captures = new Map(own.flatMap((each) => each.captures.map((one) => [one.code, one])));
  const result = results.includes("FAIL") ? "FAIL" : results.includes("PASS") ? "PASS" : null;
  return {
    result,
    captures: [...captures.values()],
    defects: result === "FAIL" ? own.flatMap((each) => each.defects) : [],
  };
}

export type WorkOutcome = "PASS" | "FAIL" | "ABORT" | "WAIT";

/**
 * What the end of a piece of work means for one of its units. Completed says that the work is done,
 * not that the board is good (cfx.md 4.2): unless the step takes completion for a pass, a unit
 * without a verdict WAITs for it. Failed fails every unit, except those a verdict passed beside one
 * that it failed. Aborted and Skipped end the visit without a result.
 */
export function workOutcome(
  work: { readonly result: string; readonly isCompletedPass: boolean },
  verdicts: readonly ("PASS" | "FAIL" | null)[],
  verdict: "PASS" | "FAIL" | null,
): WorkOutcome | null {
  switch (work.result.toLowerCase()) {
    case "completed":
      return verdict ?? (work.isCompletedPass ? "PASS" : "WAIT");
    case "failed":
      return verdict === "PASS" && verdicts.includes("FAIL") ? "PASS" : "FAIL";
    case "aborted":
    case "skipped":
      return "ABORT";
    default:
      return null;
  }
}
