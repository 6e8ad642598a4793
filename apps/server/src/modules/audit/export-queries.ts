import type { Database } from "@lineside/db";
import { type AuditFilter, type ExportManifest, zExportManifest } from "@lineside/domain/audit";
import { type Instant, refusalError } from "@lineside/domain/kernel";
import { z } from "zod";
import { defineQuery } from "../../platform/query.ts";
import { filtered } from "./queries.ts";

const exportedColumns = [
  ...(["e.id", "e.recordedAt", "e.occurredAt", "e.actorKind", "e.actorId", "e.actorName"] as const),
  ...(["e.type", "e.outcome", "e.code", "e.entityType", "e.entityKey", "e.entityId"] as const),
  ...(["l.code as lineCode", "s.code as stationCode", "r.runNo", "o.woNo"] as const),
  ...(["e.requestId", "e.ip", "e.data"] as const),
] as const;

/** One page of an export, oldest first. */
export function exportPage(
  db: Database,
  filter: AuditFilter & { q?: string | undefined },
  page: { after: string; upTo: string; limit: number },
) {
  return filtered(db, filter)
    .select([...exportedColumns])
    .where("e.id", ">", page.after)
    .where("e.id", "<=", page.upTo)
    .orderBy("e.id")
    .limit(page.limit)
    .execute();
}

export type ExportedRow = Awaited<ReturnType<typeof exportPage>>[number];

export async function newestEventId({ read }: Pick<Database, "read">): Promise<string> {
  const row = await read
    .selectFrom("platform_event")
    .select("id")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? "";
}

/** Events of a time that left the database for an archive file. */
export async function archivedRowsOf(
  { read }: Pick<Database, "read">,
  span: { from?: Instant | undefined; to?: Instant | undefined },
): Promise<number> {
  let query = read
    .selectFrom("audit_seal")
    .select((eb) => eb.fn.sum<number | null>("rows").as("rows"))
    .where("purgedAt", "is not", null);
  if (span.from) query = query.where("toAt", ">=", span.from);
  if (span.to) query = query.where("fromAt", "<", span.to);
  return Number((await query.executeTakeFirst())?.rows ?? 0);
}

/** What a finished export held. The event that says so is the record. */
export const readExportManifest = defineQuery({
  name: "audit.readExportManifest",
  permission: "audit:export",
  input: z.object({ id: z.string().max(64) }),
  output: zExportManifest,
  async run({ db }, { id }) {
    const row = await db.read
      .selectFrom("platform_event")
      .select("data")
      .where("entityType", "=", "auditExport")
      .where("entityId", "=", id)
      .where("type", "=", "audit.exported")
      .executeTakeFirst();
    if (!row) throw refusalError({ code: "AUDIT_EXPORT_NOT_FOUND", context: { id } });
    return (row.data as { manifest: ExportManifest }).manifest;
  },
});
