import type { Database } from "@lineside/db";
import {
  type AuditAnswer,
  type AuditFilter,
  type AuditRow,
  auditAnswer,
  auditListQuery,
  auditRow,
} from "@lineside/domain/audit";
import { refusalError } from "@lineside/domain/kernel";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";

const joined = (db: Database) =>
  db.read
    .selectFrom("platform_event as e")
    .leftJoin("plant_line as l", "l.id", "e.lineId")
    .leftJoin("plant_station as s", "s.id", "e.stationId")
    .leftJoin("work_order_run as r", "r.id", "e.runId")
    .leftJoin("work_order as o", "o.id", "e.workOrderId");

const columns = [
  ...(["e.id", "e.type", "e.outcome", "e.code", "e.entityType", "e.entityId"] as const),
  ...(["e.entityKey", "e.actorId", "e.actorName", "e.actorKind", "l.code as lineCode"] as const),
  ...(["s.code as stationCode", "r.runNo", "o.woNo", "e.occurredAt", "e.recordedAt"] as const),
] as const;

/** The events a filter leaves; whoever reads them says which columns, in which order and how many. */
export function filtered(db: Database, filter: AuditFilter & { q?: string | undefined }) {
  let query = joined(db);
  const equals = [
    ["e.entityType", filter.entityType],
    ["e.entityKey", filter.entityKey ?? filter.q],
    ["e.actorId", filter.actorId],
    ["e.actorKind", filter.actorKind],
    ["e.type", filter.type],
    ["e.outcome", filter.outcome],
    ["e.code", filter.code],
    ["e.stationId", filter.stationId],
    ["e.runId", filter.runId],
    ["e.requestId", filter.requestId],
  ] as const;
  for (const [column, value] of equals)
    if (value !== undefined && value !== "") query = query.where(column, "=", value);
  const { actor, from, to } = filter;
  if (actor)
    query = query.where((eb) =>
      eb.or([eb("e.actorName", "=", actor), eb("e.actorId", "=", actor)]),
    );
  if (from) query = query.where("e.recordedAt", ">=", from);
  if (to) query = query.where("e.recordedAt", "<", to);
  return query;
}

/** The trail, newest first. Ids are made in time order, so the cursor is an id. */
export const listEvents = defineQuery({
  name: "audit.list",
  permission: "audit:read",
  input: auditListQuery,
  output: z.object({ items: z.array(auditRow), nextCursor: z.string().nullable() }),
  async run({ db }, { limit, cursor, ...filter }) {
    let query = filtered(db, filter)
      .select([...columns])
      .orderBy("e.id", "desc")
      .limit(limit + 1);
    const after = readCursor(cursor, 1);
    if (after) query = query.where("e.id", "<", String(after[0]));
    const page = toPage(await query.execute(), limit, {
      item: (row) => row as Omit<AuditRow, "seal">,
      key: (row) => [row.id],
    });
    return { ...page, items: await withSeals(db, page.items) };
  },
});

/** Each event with the seal of its range. */
async function withSeals<R extends { id: string }>(
  db: Database,
  rows: readonly R[],
): Promise<(R & Pick<AuditRow, "seal">)[]> {
  if (rows.length === 0) return [];
  const found = await db.read
    .selectFrom("platform_event as e")
    .innerJoin("audit_seal as s", (join) =>
      join.on("s.toId", "=", (eb) =>
        eb
          .selectFrom("audit_seal as first")
          .select("first.toId")
          .whereRef("first.toId", ">=", "e.id")
          .orderBy("first.toId")
          .limit(1),
      ),
    )
    .select(["e.id", "s.seq", "s.verifiedAt", "s.brokenCode"])
    .where(
      "e.id",
      "in",
      rows.map(({ id }) => id),
    )
    .execute();
  const seals = new Map(
    found.map(({ id, seq, verifiedAt, brokenCode }) => [
      id,
      { seq, verifiedAt, isBroken: brokenCode !== null },
    ]),
  );
  return rows.map((row) => ({ ...row, seal: seals.get(row.id) ?? null }));
}

/** One event with everything that was kept about it. */
export const readEvent = defineQuery({
  name: "audit.read",
  permission: "audit:read",
  input: z.object({ id: z.string().max(64) }),
  output: auditAnswer,
  async run({ db }, { id }): Promise<AuditAnswer> {
    const row = await joined(db)
      .select([...columns, "e.requestId", "e.ip", "e.data"])
      .where("e.id", "=", id)
      .executeTakeFirst();
    const [found] = row ? await withSeals(db, [row]) : [];
    if (!found) throw refusalError({ code: "EVENT_NOT_FOUND", context: { id } });
    const { data, ...event } = found;
    const { before, after, reason } = data as Record<string, unknown>;
    return {
      ...(event as AuditRow & Pick<AuditAnswer, "requestId" | "ip">),
      before: asRecord(before),
      after: asRecord(after),
      reason: typeof reason === "string" ? reason : null,
      data: data as Record<string, unknown>,
    };
  },
});

/** Some events tell a single value before and after; a screen compares fields. */
function asRecord(value: unknown): Record<string, unknown> | null {
  if (value === undefined || value === null) return null;
  return typeof value === "object" && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : { value };
}
