import type { NewRow, Row, Tx } from "@lineside/db";
import { refusalError } from "@lineside/domain/kernel";
import type { CommandContext } from "../../platform/command.ts";

export type Machine = Row<"equipment_machine">;

/** The machine, locked until the unit ends; EQUIPMENT_NOT_FOUND. */
export async function lockMachine(tx: Tx, code: string): Promise<Machine> {
  const row = await tx.k
    .selectFrom("equipment_machine")
    .selectAll()
    .where("code", "=", code)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw refusalError({ code: "EQUIPMENT_NOT_FOUND", context: { code } });
  return row;
}

/** Keeps the machines of a line as they are until the unit ends: whoever changes one waits. */
export async function holdEquipment(tx: Tx, lineId: string): Promise<void> {
  if (tx.dialect !== "postgresql") return;
  await tx.k
    .selectFrom("equipment_machine")
    .select("id")
    .where("lineId", "=", lineId)
    .orderBy("id")
    .forShare()
    .execute();
}

/** Refuses a code that is taken, also when two people use it at the same moment. */
export async function insertMachine(tx: Tx, row: NewRow<"equipment_machine">): Promise<void> {
  const done = await tx.k
    .insertInto("equipment_machine")
    .values(row)
    .onConflict((conflict) => conflict.column("code").doNothing())
    .executeTakeFirst();
  if (!done.numInsertedOrUpdatedRows)
    throw refusalError({ code: "EQUIPMENT_CODE_DUPLICATE", context: { code: row.code } });
}

export interface NewStatus {
  readonly equipmentId: string;
  readonly fromStatus: string | null;
  readonly status: string;
  readonly reason: string | null;
}

/** Every status a machine ever had, with who said so. */
export async function insertStatus(cx: CommandContext, change: NewStatus): Promise<void> {
  await cx.tx.k
    .insertInto("equipment_status")
    .values({
      ...change,
      id: cx.newId(),
      at: cx.now,
      actorId: cx.actor.id,
      actorName: cx.actor.name,
      source: "MANUAL",
    })
    .execute();
}

/** How often its status was changed; made is not changed. */
export async function countChanges(tx: Tx, equipmentId: string): Promise<number> {
  const found = await tx.k
    .selectFrom("equipment_status")
    .select((x) => x.fn.countAll<number>().as("n"))
    .where("equipmentId", "=", equipmentId)
    .where("fromStatus", "is not", null)
    .executeTakeFirst();
  return Number(found?.n ?? 0);
}

export async function deleteMachine(tx: Tx, id: string): Promise<void> {
  await tx.k.deleteFrom("equipment_status").where("equipmentId", "=", id).execute();
  await tx.k.deleteFrom("equipment_machine").where("id", "=", id).execute();
}
