import type { Database, NewRow, Tx } from "@lineside/db";
import type { SignatureShown, SignatureUnder } from "@lineside/domain/signature";

type Reader = Database["read"] | Tx["k"];

export async function insertSignature(tx: Tx, row: NewRow<"audit_signature">): Promise<void> {
  await tx.k.insertInto("audit_signature").values(row).execute();
}

const shown = [
  "entityType",
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

/** Signatures people gave under things of one kind, the oldest first. */
export async function signaturesOf(
  k: Reader,
  entityType: string,
  entityIds: readonly string[],
): Promise<SignatureShown[]> {
  const found = await signaturesUnder(k, { [entityType]: entityIds });
  return found.map(({ entityType: _, entityId: __, ...signature }) => signature);
}

/** The same under things of several kinds: ids by kind. One statement. */
export async function signaturesUnder(
  k: Reader,
  things: Readonly<Record<string, readonly string[]>>,
): Promise<Omit<SignatureUnder, "stand">[]> {
  const asked = Object.entries(things).filter(([, ids]) => ids.length > 0);
  if (asked.length === 0) return [];
  const rows = await k
    .selectFrom("audit_signature")
    .select([...shown])
    .where((x) =>
      x.or(
        asked.map(([kind, ids]) =>
          x.and([x("entityType", "=", kind), x("entityId", "in", [...ids])]),
        ),
      ),
    )
    .orderBy("signedAt")
    .orderBy("id")
    .limit(signaturesMax)
    .execute();
  return rows as Omit<SignatureUnder, "stand">[];
}

/** Far more than are ever shown together; only a bound. */
const signaturesMax = 1_000;
