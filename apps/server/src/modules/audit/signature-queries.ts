import type { Database } from "@lineside/db";
import { canonicalJson } from "@lineside/domain/audit";
import type { Instant } from "@lineside/domain/kernel";
import {
  type SignatureRow,
  type SignatureShown,
  signatureListQuery,
  signatureRow,
} from "@lineside/domain/signature";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";

const columns = [
  ...(["id", "entityType", "entityId", "entityKey", "command", "meaning", "signedById"] as const),
  ...(["username", "printedName", "method", "signedAt", "contentHash", "requestId"] as const),
] as const;

/** Who signed what, the newest first. */
export const listSignatures = defineQuery({
  name: "audit.listSignatures",
  permission: "audit:read",
  input: signatureListQuery,
  output: z.object({ items: z.array(signatureRow), nextCursor: z.string().nullable() }),
  async run({ db }, { limit, cursor, q, signer, ...filter }) {
    let query = db.read
      .selectFrom("audit_signature")
      .select([...columns])
      .orderBy("signedAt", "desc")
      .orderBy("id", "desc")
      .limit(limit + 1);
    const equals = [
      ["meaning", filter.meaning],
      ["entityType", filter.entityType],
      ["entityKey", filter.entityKey ?? q],
    ] as const;
    for (const [column, value] of equals)
      if (value !== undefined && value !== "") query = query.where(column, "=", value);
    if (signer)
      query = query.where((x) => x.or([x("username", "=", signer), x("printedName", "=", signer)]));
    if (filter.from) query = query.where("signedAt", ">=", filter.from);
    if (filter.to) query = query.where("signedAt", "<", filter.to);
    const after = readCursor(cursor, 2);
    if (after) {
      const [at, id] = [String(after[0]), String(after[1])];
      query = query.where((x) =>
        x.or([x("signedAt", "<", at), x.and([x("signedAt", "=", at), x("id", "<", id)])]),
      );
    }
    const page = toPage(await query.execute(), limit, {
      item: (row) => row as Untold,
      key: (row) => [row.signedAt, row.id],
    });
    return { ...page, items: await besideTrail(db, page.items) };
  },
});

type Untold = Omit<SignatureRow, "trail">;

/** Each signature beside what its event says: whoever writes only into this table is found. */
async function besideTrail(db: Database, rows: readonly Untold[]): Promise<SignatureRow[]> {
  const requests = rows.flatMap(({ requestId }) => requestId ?? []);
  if (requests.length === 0) return rows.map((row) => ({ ...row, trail: "MISSING" }));
  const events = await db.read
    .selectFrom("platform_event")
    .select("data")
    .where("requestId", "in", requests)
    .execute();
  const told = new Map(
    events.flatMap(({ data }) => {
      const { signature } = data as { signature?: SignatureShown };
      return signature ? [[signature.id, canonicalJson(signature)] as const] : [];
    }),
  );
  const gone = await purgedUntil(db);
  return rows.map((row) => {
    if (told.get(row.id) === canonicalJson(keptOf(row))) return { ...row, trail: "FOUND" };
    const isGone = !told.has(row.id) && gone !== null && row.signedAt <= gone;
    return { ...row, trail: isGone ? "ARCHIVED" : "MISSING" };
  });
}

/** What the event keeps of it. */
function keptOf({ entityKey: _, signedById: __, requestId: ___, ...kept }: Untold) {
  return kept;
}

async function purgedUntil({ read }: Database): Promise<Instant | null> {
  const row = await read
    .selectFrom("audit_seal")
    .select("toAt")
    .where("purgedAt", "is not", null)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.toAt ?? null;
}
