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
    .selectFrom("time_rule_clock as pc")
    .select((y) => y.fn.min("pc.expiresAt").as("expiresAt"))
    .where("pc.subjectType", "=", "PASTE_BOTTLE")
    .whereRef("pc.subjectId", "=", "pb.bottleId")
    .where(bySubject("pc.state"), "in", ["RUNNING", "EXPIRED"])
    .where("pc.onExpiry", "=", "BLOCK")
    .as("pasteBlockedFrom"),
];

export function pasteOf(row: {
  pasteBottleNo: string | null;
  pasteUsableUntil: string | null;
  pasteLimit: string | null;
  pasteBlockedCode: string | null;
  pasteBlockedFrom: string | null;
}): LinePaste | null {
  if (row.pasteBottleNo === null) return null;
  return {
    bottleNo: row.pasteBottleNo,
    usableUntil: row.pasteUsableUntil,
    limit: row.pasteLimit,
    blockedCode: row.pasteBlockedCode,
    blockedFrom: row.pasteBlockedFrom,
  };
}
