import type { PasteBindingRow, PasteStepKind, PasteStepRow } from "@lineside/domain/solder-paste";
import type { ClockCard } from "@lineside/domain/time-rule";
import { clocksOfSubject } from "../time-rule/index.ts";
import type { Reader } from "./store.ts";

/** More than a bottle has in its life; what is beyond is older than anyone asks for. */
const rowsMax = 200;

/** Everything that happened to a bottle, newest first. */
export async function historyOf(
  k: Reader,
  bottleId: string,
): Promise<{ steps: PasteStepRow[]; bindings: PasteBindingRow[]; clocks: ClockCard[] }> {
  return {
    steps: await stepsOf(k, bottleId),
    bindings: await bindings(k).where("b.bottleId", "=", bottleId).limit(rowsMax).execute(),
    clocks: await clocksOfSubject(k, "PASTE_BOTTLE", [bottleId]),
  };
}

async function stepsOf(k: Reader, bottleId: string): Promise<PasteStepRow[]> {
  const rows = await k
    .selectFrom("solder_paste_step as s")
    .leftJoin("plant_line as l", "l.id", "s.lineId")
    .leftJoin("work_order_run as r", "r.id", "s.runId")
    .select([
      "s.id",
      "s.action",
      "s.fromState",
      "s.toState",
      "s.at",
      "s.actorName",
      "l.code as lineCode",
      "r.runNo",
      "s.reason",
      "s.data",
    ])
    .where("s.bottleId", "=", bottleId)
    .orderBy("s.at", "desc")
    .orderBy("s.id", "desc")
    .limit(rowsMax)
    .execute();
  return rows.map((row) => ({
    ...row,
    action: row.action as PasteStepKind,
    toState: row.toState ?? "",
    data: row.data as Record<string, unknown>,
  }));
}

export function bindings(k: Reader) {
  return k
    .selectFrom("solder_paste_binding as b")
    .innerJoin("solder_paste_bottle as j", "j.id", "b.bottleId")
    .innerJoin("plant_line as l", "l.id", "b.lineId")
    .leftJoin("work_order_run as r", "r.id", "b.runId")
    .select([
      "b.id",
      "j.bottleNo",
      "l.code as lineCode",
      "r.runNo",
      "b.boundAt",
      "b.boundByName",
      "b.unboundAt",
      "b.unboundByName",
      "b.unboundReason",
    ])
    .orderBy("b.boundAt", "desc")
    .orderBy("b.id", "desc");
}
