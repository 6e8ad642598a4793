import { type Params, statement, type Tx } from "@lineside/db";

const stationOfLine = statement((k, p: Params<{ sn: string }>) =>
  k
    .selectFrom("execution_unit as u")
    .innerJoin("work_order_run as r", "r.id", "u.runId")
    .innerJoin("plant_station as s", "s.lineId", "r.lineId")
    .select("s.code")
    .where("u.sn", "=", p("sn"))
    .orderBy("s.sequence")
    .limit(1),
);

/** Any station of the line a unit is made on; null: the unit is not known. */
export async function stationOnLineOf(tx: Tx, sn: string): Promise<string | null> {
  const [station] = await tx.run(stationOfLine, { sn });
  return station?.code ?? null;
}
