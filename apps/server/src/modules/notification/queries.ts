import type { Database } from "@lineside/db";
import {
  channelRow,
  noticeQuery,
  noticeRow,
  type UnreadAnswer,
  unreadAnswer,
} from "@lineside/domain/notification";
import { sql } from "kysely";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery, type QueryContext } from "../../platform/query.ts";
import { shownChannel } from "./channel-config.ts";

/** One's own inbox, newest first. */
export const listNotices = defineQuery({
  name: "notice.list",
  permission: "signedIn",
  input: noticeQuery,
  output: z.object({ items: z.array(noticeRow), nextCursor: z.string().nullable() }),
  async run(cx, { limit, cursor, unread, severity }) {
    const after = readCursor(cursor, 1);
    let query = inbox(cx)
      .innerJoin("notification_notice as n", "n.id", "r.noticeId")
      .leftJoin("plant_line as l", "l.id", "n.lineId")
      .leftJoin("work_order_run as run", "run.id", "n.runId")
      .select([
        "r.id as receiptId",
        "r.readAt",
        "n.id",
        "n.topic",
        "n.severity",
        "n.code",
        "n.context",
        "n.entityType",
        "n.entityKey",
        "n.createdAt",
        "l.code as lineCode",
        "run.runNo",
      ])
      .orderBy("r.id", "desc")
      .limit(limit + 1);
    if (after) query = query.where("r.id", "<", String(after[0]));
    if (unread !== undefined) query = query.where("r.readAt", unread ? "is" : "is not", null);
    if (severity) query = query.where("n.severity", "=", severity);
    return toPage(await query.execute(), limit, {
      item: ({ receiptId: _, ...row }) => noticeRow.parse(row),
      key: (row) => [row.receiptId],
    });
  },
});

/** What the bell shows. */
export const countUnread = defineQuery({
  name: "notice.countUnread",
  permission: "signedIn",
  input: z.object({}),
  output: unreadAnswer,
  async run(cx): Promise<UnreadAnswer> {
    const found = await inbox(cx)
      .innerJoin("notification_notice as n", "n.id", "r.noticeId")
      .select((x) => [
        x.fn.countAll<number>().as("unread"),
        sql<number>`sum(case when n.severity = 'ALARM' then 1 else 0 end)`.as("alarms"),
      ])
      .where("r.readAt", "is", null)
      .executeTakeFirst();
    return { unread: Number(found?.unread ?? 0), alarms: Number(found?.alarms ?? 0) };
  },
});

function inbox({ db, actor }: QueryContext) {
  return db.read
    .selectFrom("notification_receipt as r")
    .where("r.userId", "=", actor.id ?? "")
    .where("r.hiddenAt", "is", null);
}

/** Channels with what they are set to, but for their secrets; and how many deliveries wait. */
export const listChannels = defineQuery({
  name: "noticeChannel.list",
  permission: "system:config",
  input: z.object({}),
  output: z.object({ items: z.array(channelRow) }),
  async run({ db }) {
    const rows = await db.read
      .selectFrom("notification_channel as c")
      .selectAll("c")
      .select((x) =>
        x
          .selectFrom("notification_delivery as d")
          .select((y) => y.fn.countAll<number>().as("n"))
          .whereRef("d.channelId", "=", "c.id")
          .where("d.state", "=", "PENDING")
          .as("waiting"),
      )
      .orderBy("c.name")
      .limit(200)
      .execute();
    return { items: rows.map((row) => shownChannel({ ...row, waiting: Number(row.waiting) })) };
  },
});

export async function findChannel(db: Database, id: string) {
  return await db.read
    .selectFrom("notification_channel")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
}
