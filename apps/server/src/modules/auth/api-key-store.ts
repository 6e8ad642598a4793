import type { NewRow, Row, RowChange, Tx } from "@lineside/db";
import { apiKeyState } from "@lineside/domain/auth";
import { AppError, type Instant } from "@lineside/domain/kernel";
import { saveVersioned } from "../../platform/versioned.ts";
import { refuseUnknownPlaces } from "./store.ts";

export type StoredApiKey = Row<"auth_api_key">;

/** Locked on PostgreSQL, like everything a rule decides on. */
export async function lockApiKey(tx: Tx, id: string): Promise<StoredApiKey | undefined> {
  const query = tx.k.selectFrom("auth_api_key").selectAll().where("id", "=", id);
  return await (tx.dialect === "postgresql" ? query.forUpdate() : query).executeTakeFirst();
}

/** Whether a key still opens anything, and for which sources it was made. */
export async function apiKeyStanding(
  tx: Tx,
  id: string,
  now: Instant,
): Promise<{ isActive: boolean; sources: readonly string[] | null } | null> {
  const row = await tx.k
    .selectFrom("auth_api_key")
    .select(["revokedAt", "expiresAt", "sources"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) return null;
  const isActive = apiKeyState(row, now) === "ACTIVE";
  return { isActive, sources: row.sources as readonly string[] | null };
}

export async function linesOfApiKey(tx: Tx, keyId: string): Promise<string[]> {
  const rows = await tx.k
    .selectFrom("auth_api_key_line")
    .select("lineId")
    .where("keyId", "=", keyId)
    .orderBy("lineId")
    .execute();
  return rows.map((row) => row.lineId);
}

/** Events name a key: two that work must not look the same there. Throws API_KEY_NAME_TAKEN. */
export async function refuseTakenKeyName(tx: Tx, id: string, name: string): Promise<void> {
  const other = await tx.k
    .selectFrom("auth_api_key")
    .select("id")
    .where("name", "=", name)
    .where("id", "!=", id)
    .where("revokedAt", "is", null)
    .executeTakeFirst();
  if (other) throw new AppError("conflict", "API_KEY_NAME_TAKEN", { name });
}

export async function insertApiKey(tx: Tx, key: NewRow<"auth_api_key">): Promise<void> {
  await tx.k.insertInto("auth_api_key").values(key).execute();
}

/** Guarded by the version the editor saw. */
export async function updateApiKey(
  tx: Tx,
  { id, version }: Pick<StoredApiKey, "id" | "version">,
  change: RowChange<"auth_api_key">,
): Promise<number> {
  return await saveVersioned(tx, { table: "auth_api_key", id, version }, change);
}

export async function bindApiKey(tx: Tx, keyId: string, lineIds: string[]): Promise<void> {
  await refuseUnknownPlaces(tx, { lineIds, stationIds: [] });
  await tx.k.deleteFrom("auth_api_key_line").where("keyId", "=", keyId).execute();
  if (lineIds.length > 0)
    await tx.k
      .insertInto("auth_api_key_line")
      .values(lineIds.map((lineId) => ({ keyId, lineId })))
      .execute();
}
