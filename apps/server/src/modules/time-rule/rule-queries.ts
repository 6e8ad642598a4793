import type { Database, DB } from "@lineside/db";
import { refusalError, zKey } from "@lineside/domain/kernel";
import {
  type FrozenRule,
  isPresetRule,
  openClockStates,
  type RuleRow,
  ruleListAnswer,
  ruleRow,
  runClocks,
} from "@lineside/domain/time-rule";
import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { defineQuery } from "../../platform/query.ts";
import { clocksOfRun } from "./queries.ts";

const definitions = (reader: Kysely<DB>) =>
  reader
    .selectFrom("time_rule_definition as d")
    .leftJoin("time_rule_clock as c", (join) =>
      join.onRef("c.ruleId", "=", "d.id").on("c.state", "in", openClockStates),
    )
    .selectAll("d")
    .select([
      sql<number>`sum(case when c.state = 'RUNNING' then 1 else 0 end)`.as("running"),
      sql<number>`sum(case when c.state = 'EXPIRED' then 1 else 0 end)`.as("expired"),
    ])
    .groupBy("d.id");

type Row = Awaited<ReturnType<ReturnType<typeof definitions>["execute"]>>[number];

const rowOf = (row: Row): RuleRow => ({
  ...(row as unknown as Omit<FrozenRule, "code">),
  id: row.id,
  code: row.code,
  isActive: row.isActive,
  remark: row.remark,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  isPreset: isPresetRule(row.code),
  running: Number(row.running),
  expired: Number(row.expired),
});

/** Every rule, by family; the list is short by nature and never paged. */
export const listRules = defineQuery({
  name: "timeRule.list",
  permission: "clock:read",
  input: z.object({}),
  output: ruleListAnswer,
  async run({ db }) {
    const rows = await definitions(db.read)
      .orderBy("d.family")
      .orderBy("d.code")
      .limit(500)
      .execute();
    return { items: rows.map(rowOf) };
  },
});

export const readRule = defineQuery({
  name: "timeRule.read",
  permission: "clock:read",
  input: z.object({ code: zKey }),
  output: ruleRow,
  async run({ db }, { code }) {
    const row = await definitions(db.read).where("d.code", "=", code).executeTakeFirst();
    if (!row) throw refusalError({ code: "TIME_RULE_NOT_FOUND", context: { code } });
    return rowOf(row);
  },
});

/** The clocks of a run that count or were waived. */
export const readRunClocks = defineQuery({
  name: "clock.ofRun",
  permission: "clock:read",
  input: z.object({ runNo: zKey }),
  output: runClocks,
  async run({ db, requireScope }, { runNo }) {
    const run = await runByNo(db, runNo);
    if (!run) throw refusalError({ code: "RUN_NOT_FOUND", context: { runNo } });
    requireScope({ lineId: run.lineId });
    return { runNo, items: await clocksOfRun(db.read, run.id) };
  },
});

const runByNo = (db: Database, runNo: string) =>
  db.read
    .selectFrom("work_order_run")
    .select(["id", "lineId"])
    .where("runNo", "=", runNo)
    .executeTakeFirst();
