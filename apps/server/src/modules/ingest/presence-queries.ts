import { type PresenceRow, presenceRow } from "@lineside/domain/ingest";
import { refusalError } from "@lineside/domain/kernel";
import { z } from "zod";
import { defineQuery } from "../../platform/query.ts";

/** A machine holds a handful of boards; a line of shuttles not many more. */
const shownMax = 100;

/** Boards a machine says are inside it now, the longest there first. */
export const listPresence = defineQuery({
  name: "ingestEndpoint.presence",
  permission: "ingest:read",
  input: z.object({ id: z.string().min(1).max(64) }),
  output: z.object({ items: z.array(presenceRow) }),
  async run({ db, requireScope }, { id }): Promise<{ items: PresenceRow[] }> {
    const endpoint = await db.read
      .selectFrom("ingest_endpoint as e")
      .leftJoin("plant_station as s", "s.id", "e.stationId")
      .select(["e.stationId", "s.lineId"])
      .where("e.id", "=", id)
      .executeTakeFirst();
    if (!endpoint) throw refusalError({ code: "ENDPOINT_NOT_FOUND", context: { id } });
    const { stationId, lineId } = endpoint;
    if (stationId === null) return { items: [] };
    requireScope({ lineId, stationId });
    const items = await db.read
      .selectFrom("ingest_presence as p")
      .leftJoin("execution_unit as u", "u.id", "p.unitId")
      .select(["p.id", "p.identifier", "p.position", "u.sn", "p.arrivedAt"])
      .where("p.stationId", "=", stationId)
      .where("p.endpointId", "=", id)
      .where("p.openKey", "is not", null)
      .orderBy("p.arrivedAt")
      .limit(shownMax)
      .execute();
    return { items };
  },
});
