import type { NewRow, Row, Tx } from "@lineside/db";
import type { CommandContext } from "../../platform/command.ts";

export type StoredChannel = Row<"notification_channel">;

export async function insertChannel(
  { tx, now }: CommandContext,
  channel: Omit<NewRow<"notification_channel">, "createdAt" | "updatedAt">,
): Promise<void> {
  await tx.k
    .insertInto("notification_channel")
    .values({ ...channel, createdAt: now, updatedAt: now })
    .execute();
}

export async function lockChannel(tx: Tx, id: string): Promise<StoredChannel | undefined> {
  return await tx.k
    .selectFrom("notification_channel")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
}

export async function isNameTaken(
  tx: Tx,
  { id, name }: { id: string; name: string },
): Promise<boolean> {
  const found = await tx.k
    .selectFrom("notification_channel")
    .select("id")
    .where("name", "=", name)
    .where("id", "!=", id)
    .executeTakeFirst();
  return found !== undefined;
}

export async function unknownLines(tx: Tx, lineIds: string[]): Promise<string[]> {
  if (lineIds.length === 0) return [];
  const known = await tx.k
    .selectFrom("plant_line")
    .select("id")
    .where("id", "in", lineIds)
    .execute();
  return lineIds.filter((id) => !known.some((row) => row.id === id));
}

export async function removeChannel(tx: Tx, id: string): Promise<void> {
  await tx.k.deleteFrom("notification_channel").where("id", "=", id).execute();
}
