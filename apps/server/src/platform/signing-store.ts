import type { Database, NewRow, Tx } from "@lineside/db";
import type { SignatureShown } from "@lineside/domain/signature";

type Reader = Database["read"] | Tx["k"];

export async function insertSignature(tx: Tx, row: NewRow<"audit_signature">): Promise<void> {
  await tx.k.insertInto("audit_signature").values(row).execute();
}

const shown = [
  "entityId",
  "id",
  "command",
  "meaning",
  "printedName",
  "username",
  "method",
  "signedAt",
  "contentHash",
] as const;

/** Signatures people gave under these things, the oldest first, by the thing's id. */
export async function signaturesOf(
  k: Reader,
  entityType: string,
  entityIds: readonly string[],
): Promise<Map<string, SignatureShown[]>> {
  const found = new Map<string, SignatureShown[]>();
  if (entityIds.length === 0) return found;
  const rows = await k
    .selectFrom("audit_signature")
    .select([...shown])
    .where("entityType", "=", entityType)
    .where("entityId", "in", [...entityIds])
    .orderBy("signedAt")
    .orderBy("id")
    .execute();
  for (const { entityId, ...row } of rows)
    found.set(entityId, [...(found.get(entityId) ?? []), row as SignatureShown]);
  return found;
}
