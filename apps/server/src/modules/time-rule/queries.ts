import type { DB } from "@lineside/db";
import { refusalError } from "@lineside/domain/kernel";
import {
  type ClockCard,
  clockCard,
  clockPage,
  clockQuery,
  clockSummary,
  type FrozenRule,
  openClockStates,
  type SubjectType,
} from "@lineside/domain/time-rule";
import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { contains } from "../../platform/search.ts";

type Reader = Kysely<DB>;

const clocks = (reader: Reader) =>
  reader
    .selectFrom("time_rule_clock as c")
    .leftJoin("plant_line as l", "l.id", "c.lineId")
    .selectAll("c")
    .select("l.code as lineCode");

type Row = Awaited<ReturnType<ReturnType<typeof clocks>["execute"]>>[number];

function cardOf(row: Row): ClockCard {
  const { name, nameZh, durationMinutes } = row.frozen as FrozenRule;
  const card = { ...row, ruleName: name, ruleNameZh: nameZh, durationMinutes };
  // Only what the schema names: ids of people and internal keys stay inside.
  return Object.fromEntries(
    Object.keys(clockCard.shape).map((key) => [key, card[key as keyof typeof card]]),
  ) as ClockCard;
}

/** By deadline, so that what needs somebody next comes first; of what is over, the latest first. */
export const listClocks = defineQuery({
  name: "clock.list",
  permission: "clock:read",
  input: clockQuery,
  output: clockPage,
  async run({ db, visibleLines }, filter) {
    const isOver = filter.state?.every((state) => !openClockStates.includes(state)) ?? false;
    const order = isOver ? "desc" : "asc";
    let query = clocks(db.read)
      .orderBy("c.expiresAt", order)
      .orderBy("c.id", order)
      .limit(filter.limit + 1);
    if (filter.state) query = query.where("c.state", "in", filter.state);
    if (filter.lineCode) query = query.where("l.code", "=", filter.lineCode);
    if (filter.runNo) query = query.where("c.runNo", "=", filter.runNo);
    if (filter.ruleCode) query = query.where("c.ruleCode", "=", filter.ruleCode);
    if (filter.subject) query = query.where(contains(["c.subjectKey"], filter.subject));
    const lines = visibleLines("clock:read");
    if (lines !== null) query = query.where("c.lineId", "in", ["", ...lines]);
    const after = readCursor(filter.cursor, 2);
    if (after) {
      const [expiresAt, id] = [String(after[0]), String(after[1])];
      const beyond = isOver ? "<" : ">";
      query = query.where((x) =>
        x.or([
          x("c.expiresAt", beyond, expiresAt),
          x.and([x("c.expiresAt", "=", expiresAt), x("c.id", beyond, id)]),
        ]),
      );
    }
    return toPage(await query.execute(), filter.limit, {
      item: cardOf,
      key: (row) => [row.expiresAt, row.id],
    });
  },
});

/** How many clocks count, and how near their deadlines are; by line. */
export const readClockSummary = defineQuery({
  name: "clock.summary",
  permission: "clock:read",
  input: z.object({}),
  output: clockSummary,
  async run({ db, now, visibleLines }) {
    let query = db.read
      .selectFrom("time_rule_clock as c")
      .leftJoin("plant_line as l", "l.id", "c.lineId")
      .select("l.code as lineCode")
      .select((x) => {
        // A deadline is over when it is reached, noticed or not (D27).
        const expired = x.or([x("c.state", "=", "EXPIRED"), x("c.expiresAt", "<=", now)]);
        const count = (when: ReturnType<typeof x.or>) =>
          sql<number>`sum(case when ${when} then 1 else 0 end)`;
        return [
          count(x.not(expired)).as("running"),
          count(x.and([x.not(expired), x("c.warningAt", "<=", now)])).as("warning"),
          count(expired).as("expired"),
        ];
      })
      .where("c.state", "in", openClockStates)
      .groupBy("l.code")
      .orderBy("l.code");
    const seen = visibleLines("clock:read");
    if (seen !== null) query = query.where("c.lineId", "in", ["", ...seen]);
    const lines = (await query.execute()).map((row) => ({
      lineCode: row.lineCode,
      running: Number(row.running),
      warning: Number(row.warning),
      expired: Number(row.expired),
    }));
    const total = (key: "running" | "warning" | "expired") =>
      lines.reduce((sum, line) => sum + line[key], 0);
    return {
      running: total("running"),
      warning: total("warning"),
      expired: total("expired"),
      lines,
    };
  },
});

export const readClock = defineQuery({
  name: "clock.read",
  permission: "clock:read",
  input: z.object({ id: z.string().min(1).max(64) }),
  output: clockCard,
  async run({ db, requireScope }, { id }) {
    const row = await clocks(db.read).where("c.id", "=", id).executeTakeFirst();
    if (!row) throw clockNotFound(id);
    requireScope({ lineId: row.lineId });
    return cardOf(row);
  },
});

export async function clockById(reader: Reader, id: string): Promise<ClockCard> {
  const row = await clocks(reader).where("c.id", "=", id).executeTakeFirst();
  if (!row) throw clockNotFound(id);
  return cardOf(row);
}

const clockNotFound = (id: string) => refusalError({ code: "CLOCK_NOT_FOUND", context: { id } });

/** More clocks than a run's screen or a decision about it has use for. */
const clocksMax = 500;

/** What decides about a run: its clocks that count or were waived, those that expired first. */
export async function clocksOfRun(reader: Reader, runId: string): Promise<ClockCard[]> {
  const rows = await clocks(reader)
    .where("c.runId", "=", runId)
    .where("c.state", "in", [...openClockStates, "WAIVED"])
    // EXPIRED, RUNNING, WAIVED: by luck the order of the alphabet.
    .orderBy("c.state")
    .orderBy("c.expiresAt")
    .orderBy("c.id")
    .limit(clocksMax)
    .execute();
  return rows.map(cardOf);
}

/** Every clock of units or bottles, oldest first. */
export async function clocksOfSubject(
  reader: Reader,
  type: SubjectType,
  ids: readonly string[],
): Promise<ClockCard[]> {
  if (ids.length === 0) return [];
  const rows = await clocks(reader)
    .where("c.subjectType", "=", type)
    .where("c.subjectId", "in", ids)
    .orderBy("c.startedAt")
    .orderBy("c.id")
    .limit(clocksMax)
    .execute();
  return rows.map(cardOf);
}

/** The clock that keeps a subject from being used now, whether or not a job has noticed it (D27). */
export async function expiredBlock(
  reader: Reader,
  subject: { type: SubjectType; id: string },
  now: string,
): Promise<ClockCard | null> {
  const row = await clocks(reader)
    .where("c.subjectType", "=", subject.type)
    .where("c.subjectId", "=", subject.id)
    .where("c.state", "in", openClockStates)
    .where("c.onExpiry", "=", "BLOCK")
    .where("c.expiresAt", "<=", now)
    .orderBy("c.expiresAt")
    .limit(1)
    .executeTakeFirst();
  return row ? cardOf(row) : null;
}
