import { type SignatureRow, signatureListQuery, signatureRow } from "@lineside/domain/signature";
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
    return toPage(await query.execute(), limit, {
      item: (row) => row as SignatureRow,
      key: (row) => [row.signedAt, row.id],
    });
  },
});
