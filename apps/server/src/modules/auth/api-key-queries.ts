import { type ApiKeyRow, apiKeyQuery, apiKeyRow, apiKeyState } from "@lineside/domain/auth";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { contains } from "../../platform/search.ts";

/** Every key that was ever made, newest first; never the key itself or its hash. */
export const listApiKeys = defineQuery({
  name: "apiKey.list",
  permission: "system:key_manage",
  input: apiKeyQuery,
  output: z.object({ items: z.array(apiKeyRow), nextCursor: z.string().nullable() }),
  async run({ db, now }, { q, limit, cursor, state }) {
    const after = readCursor(cursor, 1);
    let query = db.read
      .selectFrom("auth_api_key")
      .select(["id", "name", "prefix", "sources", "ratePerMinute", "version"])
      .select(["expiresAt", "lastUsedAt", "lastUsedIp", "createdAt", "createdByName"])
      .select(["revokedAt", "revokedByName"])
      .orderBy("id", "desc")
      .limit(limit + 1);
    if (after) query = query.where("id", "<", String(after[0]));
    if (q) query = query.where(contains(["name", "prefix"], q));
    if (state === "REVOKED") query = query.where("revokedAt", "is not", null);
    else if (state) {
      query = query.where("revokedAt", "is", null);
      query =
        state === "EXPIRED"
          ? query.where("expiresAt", "<=", now)
          : query.where((x) => x.or([x("expiresAt", "is", null), x("expiresAt", ">", now)]));
    }
    const rows = await query.execute();
    const lines = await db.read
      .selectFrom("auth_api_key_line as k")
      .innerJoin("plant_line as l", "l.id", "k.lineId")
      .select(["k.keyId", "l.id", "l.code", "l.name"])
      .where("k.keyId", "in", ["", ...rows.map((row) => row.id)])
      .orderBy("l.code")
      .execute();
    const linesOf = Map.groupBy(lines, (line) => line.keyId);
    return toPage(rows, limit, {
      key: (row) => [row.id],
      item: (row): ApiKeyRow => ({
        ...row,
        sources: row.sources as string[] | null,
        lines: (linesOf.get(row.id) ?? []).map(({ keyId: _, ...line }) => line),
        state: apiKeyState(row, now),
      }),
    });
  },
});
