import type { Tx } from "@lineside/db";
import type { EndedVisit } from "@lineside/domain/execution";
import type { Instant } from "@lineside/domain/kernel";

type Visit = EndedVisit & { unitId: string; carrierTrackId: string | null };

export async function endedVisit(tx: Tx, id: string): Promise<Visit | null> {
  const visit = await tx.k
    .selectFrom("execution_track")
    .select([
      "id",
      "unitId",
      "stepNo",
      "stationId",
      "outAt",
      "outById",
      "outByName",
      "result",
      "undoneAt",
      "carrierTrackId",
    ])
    .where("id", "=", id)
    .executeTakeFirst();
  return visit ?? null;
}

/** The visits one scan ended together: all of a carrier's or panel's, or the one. */
export async function sameTrackOut(tx: Tx, visit: Visit): Promise<{ id: string; sn: string }[]> {
  if (visit.carrierTrackId !== null)
    return await tx.k
      .selectFrom("execution_track as t")
      .innerJoin("execution_unit as u", "u.id", "t.unitId")
      .select(["t.id", "u.sn"])
      .where("t.carrierTrackId", "=", visit.carrierTrackId)
      .where("t.outAt", "=", visit.outAt)
      .orderBy("u.id")
      .execute();
  const unit = await tx.k
    .selectFrom("execution_unit")
    .select(["sn", "panelId"])
    .where("id", "=", visit.unitId)
    .executeTakeFirstOrThrow();
  if (unit.panelId === null || visit.outAt === null) return [{ id: visit.id, sn: unit.sn }];
  return await tx.k
    .selectFrom("execution_unit as u")
    .innerJoin("execution_track as t", "t.unitId", "u.id")
    .select(["t.id", "u.sn"])
    .where("u.panelId", "=", unit.panelId)
    .where("t.stationId", "=", visit.stationId)
    .where("t.stepNo", "=", visit.stepNo)
    .where("t.outAt", "=", visit.outAt)
    .orderBy("u.panelPosition")
    .orderBy("u.sn")
    .execute();
}

/** What an undo is decided on besides the unit itself. */
export async function unitHistory(
  tx: Tx,
  of: { visitId: string; unitId: string; stationId: string; operatorId: string },
): Promise<{
  visit: EndedVisit | null;
  latestVisitId: string;
  operatorLatestOutAt: Instant | null;
  defects: { id: string; state: string }[];
  closedReworkIds: string[];
}> {
  const latest = await tx.k
    .selectFrom("execution_track")
    .select("id")
    .where("unitId", "=", of.unitId)
    .orderBy("inAt", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  const own = await tx.k
    .selectFrom("execution_track")
    .select("outAt")
    .where("stationId", "=", of.stationId)
    .where("outById", "=", of.operatorId)
    .where("outAt", "is not", null)
    .where("undoneAt", "is", null)
    .orderBy("outAt", "desc")
    .limit(1)
    .executeTakeFirst();
  const defects = await tx.k
    .selectFrom("quality_defect")
    .select(["id", "state"])
    .where("trackId", "=", of.visitId)
    .where("state", "!=", "WITHDRAWN")
    .execute();
  const visit = await endedVisit(tx, of.visitId);
  const closed = await tx.k
    .selectFrom("quality_defect")
    .select("id")
    .where("unitId", "=", of.unitId)
    .where("state", "=", "CLOSED")
    .where("disposition", "=", "REWORK")
    .where("closedAt", "=", visit?.outAt ?? "1970-01-01T00:00:00.000Z")
    .execute();
  return {
    visit,
    closedReworkIds: closed.map((row) => row.id),
    latestVisitId: latest?.id ?? "",
    operatorLatestOutAt: own?.outAt ?? null,
    defects,
  };
}
