import type { DB } from "@lineside/db";
import type { LinePaste } from "@lineside/domain/execution";
import type { ExpressionBuilder } from "kysely";
import { bySubject } from "./clock-columns-store.ts";

interface Aliases {
  pb: { bottleId: string | null };
}

/** The bottle on the station's line, of the one statement of a scan: joined as pb (binding) and pj (jar). */
export const pasteColumns = [
  "pj.bottleNo as pasteBottleNo",
  "pj.usableUntil as pasteUsableUntil",
  "pj.usableLimit as pasteLimit",
  "pj.blockedCode as pasteBlockedCode",
] as const;

/** From when on a blocking time rule of the bottle forbids its use. */
export const pasteClockColumns = (x: ExpressionBuilder<DB & Aliases, "pb">) => [
  x
    .case()
    .when("pb.bottleId", "is not", null)
    .then(
      x
        .selectFrom("time_rule_clock as pc")
        .select((y) => y.fn.min("pc.expiresAt").as("expiresAt"))
        .where("pc.subjectType", "=", "PASTE_BOTTLE")
        .whereRef("pc.subjectId", "=", "pb.bottleId")
        .where(bySubject("pc.state"), "in", ["RUNNING", "EXPIRED"])
        .where("pc.onExpiry", "=", "BLOCK"),
    )
    .end()
    .as("pasteBlockedFrom"),
];

interface PasteRow {
  pasteBottleNo: string | null;
  pasteUsableUntil: string | null;
  pasteLimit: string | null;
  pasteBlockedCode: string | null;
  pasteBlockedFrom: string | null;
}

/** null: no bottle is bound, or the scan did not ask. */
export function pasteOf(row: { sn: string } & Partial<PasteRow>): LinePaste | null {
  const { pasteBottleNo: bottleNo = null } = row;
  if (bottleNo === null) return null;
  return {
    bottleNo,
    usableUntil: row.pasteUsableUntil ?? null,
    limit: row.pasteLimit ?? null,
    blockedCode: row.pasteBlockedCode ?? null,
    blockedFrom: row.pasteBlockedFrom ?? null,
  };
}
