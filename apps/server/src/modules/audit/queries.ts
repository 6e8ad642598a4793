import type { Database } from "@lineside/db";
import {
  type AuditAnswer,
  type AuditRow,
  auditAnswer,
  auditListQuery,
  auditRow,
} from "@lineside/domain/audit";
import { refusalError } from "@lineside/domain/kernel";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";

function events(db: Database) {
  return db.read
    .selectFrom("platform_event as e")
    .leftJoin("plant_line as l", "l.id", "e.lineId")
    .leftJoin("plant_station as s", "s.id", "e.stationId")
    .leftJoin("work_order_run as r", "r.id", "e.runId")
    .leftJoin("work_order as o", "o.id", "e.workOrderId")
    .select([
      "e.id",
      "e.type",
      "e.outcome",
      "e.code",
      "e.entityType",
      "e.entityId",
      "e.entityKey",
      "e.actorId",
      "e.actorName",
      "e.actorKind",
      "l.code as lineCode",
      "s.code as stationCode",
      "r.runNo",
      "o.woNo",
      "e.occurredAt",
      "e.recordedAt",
    ]);
}

/** The trail, newest first. Ids are made in time order, so the cursor is an id. */
export const listEvents = defineQuery({
  name: "audit.list",
  permission: "audit:read",
  input: auditListQuery,
  output: z.object({ items: z.array(auditRow), nextCursor: z.string().nullable() }),
  async run({ db }, filter) {
    const { q, limit, cursor, from, to } = filter;
    let query = events(db)
      .orderBy("e.id", "desc")
      .limit(limit + 1);
    const equals = [
      ["e.entityType", filter.entityType],
      ["e.entityKey", filter.entityKey ?? q],
      ["e.actorId", filter.actorId],
      ["e.type", filter.type],
      ["e.outcome", filter.outcome],
      ["e.code", filter.code],
      ["e.stationId", filter.stationId],
      ["e.runId", filter.runId],
    ] as const;
    for (const [column, value] of equals)
      if (value !== undefined && value !== "") query = query.where(column, "=", value);
    if (from) query = query.where("e.recordedAt", ">=", from);
    if (to) query = query.where("e.recordedAt", "<", to);
    const after = readCursor(cursor, 1);
    if (after) query = query.where("e.id", "<", String(after[0]));
    return toPage(await query.execute(), limit, {
      item: (row) => row as AuditRow,
      key: (row) => [row.id],
    });
  },
});

/** One event with everything that was kept about it. */
export const readEvent = defineQuery({
  name: "audit.read",
  permission: "audit:read",
  input: z.object({ id: z.string().max(64) }),
  output: auditAnswer,
  async run({ db }, { id }): Promise<AuditAnswer> {
    const row = await events(db)
      .select(["e.requestId", "e.ip", "e.data"])
      .where("e.id", "=", id)
      .executeTakeFirst();
    if (!row) throw refusalError({ code: "EVENT_NOT_FOUND", context: { id } });
    const { data, ...event } = row;
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
