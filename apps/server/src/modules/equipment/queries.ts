import type { DB } from "@lineside/db";
import {
  type EquipmentRow,
  type EquipmentStatus,
  equipmentChange,
  equipmentDetail,
  equipmentQuery,
  equipmentRow,
  equipmentStatuses,
  fitness,
  isFitStatus,
} from "@lineside/domain/equipment";
import { type Instant, refusalError } from "@lineside/domain/kernel";
import { type ExpressionBuilder, type Kysely, sql } from "kysely";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { contains } from "../../platform/search.ts";

/** A machine as a rule reads it. */
export interface EquipmentFacts {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly stationId: string | null;
  readonly status: EquipmentStatus;
  readonly statusSince: Instant;
  readonly statusReason: string | null;
  /** By its status alone; the calibration is judged at the moment it is asked. */
  readonly isFit: boolean;
  readonly calibrationDueAt: Instant | null;
  readonly isActive: true;
}

/** The machines in use on a line, by code. */
export async function equipmentOfLine(
  reader: Kysely<DB>,
  lineId: string,
): Promise<EquipmentFacts[]> {
  const rows = await reader
    .selectFrom("equipment_machine")
    .select(["id", "code", "name", "stationId", "status", "statusSince", "statusReason"])
    .select("calibrationDueAt")
    .where("lineId", "=", lineId)
    .where("isActive", "=", true)
    .orderBy("code")
    .limit(500)
    .execute();
  return rows.map((row) => {
    const status = row.status as EquipmentStatus;
    return { ...row, status, isFit: isFitStatus(status), isActive: true };
  });
}

/** Machines line by line; whoever is bound to lines or stations sees those lines only. */
export const listEquipment = defineQuery({
  name: "equipment.list",
  permission: "equipment:read",
  input: equipmentQuery,
  output: z.object({ items: z.array(equipmentRow), nextCursor: z.string().nullable() }),
  async run(cx, { q, limit, cursor, lineCode, status, isActive, isFit }) {
    const after = readCursor(cursor, 2);
    const visible = cx.visibleLines("equipment:read");
    let query = machines(cx.db.read)
      .orderBy("l.code")
      .orderBy("e.code")
      .limit(limit + 1);
    if (after) query = query.where(sql<boolean>`(l.code, e.code) > (${after[0]}, ${after[1]})`);
    if (visible) query = query.where("e.lineId", "in", ["", ...visible]);
    if (q) query = query.where(contains(["e.code", "e.name", "s.code"], q));
    if (lineCode) query = query.where("l.code", "=", lineCode);
    if (status) query = query.where("e.status", "=", status);
    if (isActive !== undefined) query = query.where("e.isActive", "=", isActive);
    if (isFit !== undefined)
      query = query.where((x) => (isFit ? fit(x, cx.now) : x.not(fit(x, cx.now))));
    return toPage(await query.execute(), limit, {
      item: (row) => shown(row, cx.now),
      key: (row) => [row.lineCode, row.code],
    });
  },
});

/** What `fitness` says, for the database; a test compares the two. */
function fit(x: ExpressionBuilder<DB & { e: DB["equipment_machine"] }, "e">, now: Instant) {
  return x.and([
    x("e.isActive", "=", true),
    x("e.status", "in", equipmentStatuses.filter(isFitStatus)),
    x.or([x("e.calibrationDueAt", "is", null), x("e.calibrationDueAt", ">", now)]),
  ]);
}

const historyMax = 100;

export const readEquipment = defineQuery({
  name: "equipment.read",
  permission: "equipment:read",
  input: z.object({ code: z.string().max(64) }),
  output: equipmentDetail,
  async run(cx, { code }) {
    const row = await machines(cx.db.read).where("e.code", "=", code).executeTakeFirst();
    if (!row) throw refusalError({ code: "EQUIPMENT_NOT_FOUND", context: { code } });
    cx.requireScope({ lineId: row.lineId });
    const history = await cx.db.read
      .selectFrom("equipment_status")
      .select(["id", "fromStatus", "status", "reason", "at", "actorName"])
      .where("equipmentId", "=", row.id)
      .orderBy("at", "desc")
      .orderBy("id", "desc")
      .limit(historyMax)
      .execute();
    return {
      ...shown(row, cx.now),
      history: history.map((change) => equipmentChange.parse(change)),
    };
  },
});

function machines(reader: Kysely<DB>) {
  return reader
    .selectFrom("equipment_machine as e")
    .innerJoin("plant_line as l", "l.id", "e.lineId")
    .leftJoin("plant_station as s", "s.id", "e.stationId")
    .selectAll("e")
    .select(["l.code as lineCode", "l.name as lineName", "s.code as stationCode"]);
}

type Found = Awaited<ReturnType<ReturnType<typeof machines>["execute"]>>[number];

function shown(row: Found, now: Instant): EquipmentRow {
  const status = row.status as EquipmentStatus;
  const judged = fitness({ ...row, status }, now);
  return equipmentRow.parse({ ...row, unfit: judged.ok ? null : judged.refusal });
}
