import {
  machineFaultRow,
  machineFaultsQuery,
  machineStateRow,
  machineStatesQuery,
} from "@lineside/domain/equipment";
import { elapsedMs, type Instant, refusalError } from "@lineside/domain/kernel";
import { sql } from "kysely";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery, type QueryContext } from "../../platform/query.ts";
import { stationByCode } from "../plant/index.ts";

const zCode = z.object({ code: z.string().max(64) });

/** What the machine of a station did and for how long, newest first. */
export const listMachineStates = defineQuery({
  name: "equipment.listMachineStates",
  permission: "equipment:read",
  input: machineStatesQuery.extend(zCode.shape),
  output: z.object({ items: z.array(machineStateRow), nextCursor: z.string().nullable() }),
  async run(cx, { code, limit, cursor, from, to }) {
    const stationId = await stationOf(cx, code);
    const after = readCursor(cursor, 2);
    let query = cx.db.read
      .selectFrom("equipment_machine_state")
      .selectAll()
      .where("stationId", "=", stationId)
      .orderBy("startedAt", "desc")
      .orderBy("id", "desc")
      .limit(limit + 1);
    if (after) query = query.where(sql<boolean>`("startedAt", "id") < (${after[0]}, ${after[1]})`);
    if (from) query = query.where((x) => x.or([x("endedAt", "is", null), x("endedAt", ">", from)]));
    if (to) query = query.where("startedAt", "<", to);
    return toPage(await query.execute(), limit, {
      item: (row) =>
        machineStateRow.parse({ ...row, seconds: secondsOf(row.startedAt, row.endedAt) }),
      key: (row) => [row.startedAt, row.id],
    });
  },
});

/** Faults its machine reported, newest first. */
export const listMachineFaults = defineQuery({
  name: "equipment.listMachineFaults",
  permission: "equipment:read",
  input: machineFaultsQuery.extend(zCode.shape),
  output: z.object({ items: z.array(machineFaultRow), nextCursor: z.string().nullable() }),
  async run(cx, { code, limit, cursor, from, to, isOpen }) {
    const stationId = await stationOf(cx, code);
    const after = readCursor(cursor, 2);
    let query = cx.db.read
      .selectFrom("equipment_machine_fault")
      .selectAll()
      .where("stationId", "=", stationId)
      .orderBy("occurredAt", "desc")
      .orderBy("id", "desc")
      .limit(limit + 1);
    if (after) query = query.where(sql<boolean>`("occurredAt", "id") < (${after[0]}, ${after[1]})`);
    if (from) query = query.where("occurredAt", ">=", from);
    if (to) query = query.where("occurredAt", "<", to);
    if (isOpen !== undefined) query = query.where("clearedAt", isOpen ? "is" : "is not", null);
    return toPage(await query.execute(), limit, {
      item: (row) =>
        machineFaultRow.parse({ ...row, seconds: secondsOf(row.occurredAt, row.clearedAt) }),
      key: (row) => [row.occurredAt, row.id],
    });
  },
});

async function stationOf(cx: QueryContext, code: string): Promise<string> {
  const station = await stationByCode(cx.db, code);
  if (!station) throw refusalError({ code: "STATION_NOT_FOUND", context: { code } });
  cx.requireScope({ lineId: station.lineId, stationId: station.id });
  return station.id;
}

const secondsOf = (from: Instant, to: Instant | null) =>
  to === null ? null : Math.max(0, elapsedMs(from, to)) / 1000;
