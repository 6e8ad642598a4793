import {
  changeStatus,
  type EquipmentStatus,
  equipmentCreate,
  equipmentPatch,
  equipmentStatusInput,
} from "@lineside/domain/equipment";
import { refusalError, unwrap } from "@lineside/domain/kernel";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { differences } from "../../platform/differences.ts";
import { refuseStale, saveVersioned } from "../../platform/versioned.ts";
import { lineByCode, lineById, stationByCode, stationById } from "../plant/index.ts";
import {
  countChanges,
  deleteMachine,
  insertMachine,
  insertStatus,
  lockMachine,
  type Machine,
} from "./store.ts";

const saved = z.object({ id: z.string(), code: z.string(), version: z.number().int() });
const zCode = z.string().min(1).max(64);

/** A machine starts as normal; what it is not, its people say. */
export const createEquipment = defineCommand({
  name: "equipment.create",
  permission: "equipment:config",
  scope: "line",
  input: equipmentCreate,
  output: saved,
  async run(cx, { lineCode, stationCode, ...fields }) {
    const id = cx.newId();
    const { code } = fields;
    cx.about({ entityType: "equipment", entityId: id, entityKey: code });
    const place = await placeOf(cx, { lineCode, stationCode });
    cx.requireScope(place);
    const { now } = cx;
    await insertMachine(cx.tx, {
      ...fields,
      ...place,
      id,
      status: "NORMAL",
      statusSince: now,
      createdAt: now,
      updatedAt: now,
    });
    const first = { equipmentId: id, fromStatus: null, status: "NORMAL", reason: null };
    await insertStatus(cx, first);
    const subject = subjectOf({ id, code, ...place });
    const after = { ...fields, lineCode, stationCode };
    cx.emit({ ...subject, type: "equipment.created", data: { after } });
    return { id, code, version: 1 };
  },
});

/** Moving it to another line needs both lines. */
export const changeEquipment = defineCommand({
  name: "equipment.change",
  permission: "equipment:config",
  scope: "line",
  input: equipmentPatch.extend({ code: zCode }),
  output: saved,
  async run(cx, { code, version, lineCode, stationCode, ...fields }) {
    const row = await open(cx, code);
    refuseStale(row, version);
    const was = await placeCodes(cx, row);
    const next = {
      lineCode: lineCode ?? was.lineCode,
      // A machine that moves to another line leaves its station behind.
      stationCode:
        stationCode === undefined
          ? lineCode === undefined || lineCode === was.lineCode
            ? was.stationCode
            : null
          : stationCode,
    };
    const place = await placeOf(cx, next);
    cx.requireScope(place);
    const { before, after } = differences({ ...row, ...was }, { ...fields, ...next });
    if (Object.keys(after).length === 0) return { id: row.id, code, version };
    const change = { ...fields, ...place, updatedAt: cx.now };
    const at = { table: "equipment_machine", id: row.id, version } as const;
    const saving = await saveVersioned(cx.tx, at, change);
    cx.emit({
      ...subjectOf({ ...row, ...place }),
      type: "equipment.changed",
      data: { before, after },
    });
    return { id: row.id, code, version: saving };
  },
});

/** What a machine went through is kept: one with a history is switched off instead. */
export const deleteEquipment = defineCommand({
  name: "equipment.delete",
  permission: "equipment:config",
  scope: "line",
  input: z.object({ code: zCode }),
  output: z.object({ code: z.string() }),
  async run(cx, { code }) {
    const row = await open(cx, code);
    const changes = await countChanges(cx.tx, row.id);
    if (changes > 0)
      throw refusalError({ code: "EQUIPMENT_HAS_HISTORY", context: { code, changes } });
    await deleteMachine(cx.tx, row.id);
    const { id: _, version: _version, ...before } = row;
    cx.emit({ ...subjectOf(row), type: "equipment.deleted", data: { before } });
    return { code };
  },
});

/** From here on readiness of the line's runs sees it. */
export const changeEquipmentStatus = defineCommand({
  name: "equipment.changeStatus",
  permission: "equipment:status",
  scope: "station",
  input: equipmentStatusInput.extend({ code: zCode }),
  output: saved,
  async run(cx, { code, status, reason = null }) {
    const row = await open(cx, code);
    const { status: from, statusSince, statusReason } = row;
    unwrap(changeStatus({ ...row, status: from as EquipmentStatus }, { status, reason }));
    const at = { table: "equipment_machine", id: row.id, version: row.version } as const;
    const { now } = cx;
    const change = { status, statusReason: reason, statusSince: now, updatedAt: now };
    const version = await saveVersioned(cx.tx, at, change);
    await insertStatus(cx, { equipmentId: row.id, fromStatus: from, status, reason });
    cx.emit({
      ...subjectOf(row),
      type: "equipment.statusChanged",
      data: {
        before: { status: from, since: statusSince, reason: statusReason },
        after: { status, reason },
      },
    });
    return { id: row.id, code, version };
  },
});

/** The row, locked, once the actor may act where it stands. */
async function open(cx: CommandContext, code: string): Promise<Machine> {
  cx.about({ entityType: "equipment", entityId: "", entityKey: code });
  const row = await lockMachine(cx.tx, code);
  cx.about(subjectOf(row));
  cx.requireScope({ lineId: row.lineId, stationId: row.stationId });
  return row;
}

interface PlaceCodes {
  lineCode: string;
  stationCode: string | null;
}

/** Line and station of a machine; the station stands on the line. */
async function placeOf(cx: CommandContext, { lineCode, stationCode }: PlaceCodes) {
  const line = await lineByCode(cx.tx, lineCode);
  if (!line) throw refusalError({ code: "LINE_NOT_FOUND", context: { lineCode } });
  if (stationCode === null) return { lineId: line.id, stationId: null };
  const station = await stationByCode(cx.tx, stationCode);
  if (!station) throw refusalError({ code: "STATION_NOT_FOUND", context: { stationCode } });
  if (station.lineId !== line.id)
    throw refusalError({ code: "EQUIPMENT_STATION_ELSEWHERE", context: { stationCode, lineCode } });
  return { lineId: line.id, stationId: station.id };
}

async function placeCodes({ tx }: CommandContext, row: Machine): Promise<PlaceCodes> {
  const line = await lineById(tx, row.lineId);
  const station = row.stationId ? await stationById(tx, row.stationId) : undefined;
  return { lineCode: line?.code ?? "", stationCode: station?.code ?? null };
}

const subjectOf = (row: Pick<Machine, "id" | "code" | "lineId" | "stationId">) => ({
  entityType: "equipment",
  entityId: row.id,
  entityKey: row.code,
  lineId: row.lineId,
  stationId: row.stationId,
});
