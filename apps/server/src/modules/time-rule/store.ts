import type { DB, NewRow, Row, RowChange, Tx } from "@lineside/db";
import { assert, type Instant, refusalError } from "@lineside/domain/kernel";
import {
  type ClockFacts,
  type ClockState,
  type FrozenRule,
  openClockStates,
  type Rule,
  type RuleScope,
  type SubjectType,
} from "@lineside/domain/time-rule";
import { type Kysely, sql } from "kysely";
import { saveVersioned } from "../../platform/versioned.ts";

export type Reader = Kysely<DB>;

/** A clock as it is stored; its Json and its words are what the schemas let in. */
export type StoredClock = Omit<Row<"time_rule_clock">, "frozen" | "state" | "subjectType"> &
  ClockFacts & { frozen: FrozenRule; subjectType: SubjectType };

export type NewClock = Omit<NewRow<"time_rule_clock">, "frozen"> & { frozen: FrozenRule };

const locked = <Q extends { forUpdate(): Q }>(tx: Tx, query: Q): Q =>
  tx.dialect === "postgresql" ? query.forUpdate() : query;

function ruleOf(row: Row<"time_rule_definition">): Rule {
  const { createdAt: _createdAt, updatedAt: _updatedAt, ...rule } = row;
  return rule as unknown as Rule;
}

/** Every rule that is switched on, with the line a LINE rule means. */
export async function activeRules(tx: Tx): Promise<{ rule: Rule; lineId: string | null }[]> {
  const rows = await tx.k
    .selectFrom("time_rule_definition as d")
    .leftJoin("plant_line as l", (join) =>
      join.on("d.scope", "=", "LINE").on(sql`lower(l.code)`, "=", sql`lower(d."scopeKey")`),
    )
    .selectAll("d")
    .select("l.id as lineId")
    .where("d.isActive", "=", true)
    .orderBy("d.code")
    .execute();
  return rows.map(({ lineId, ...row }) => ({ rule: ruleOf(row), lineId }));
}

export async function lockRule(tx: Tx, code: string): Promise<Rule> {
  const query = tx.k.selectFrom("time_rule_definition").selectAll().where("code", "=", code);
  const row = await locked(tx, query).executeTakeFirst();
  if (!row) throw refusalError({ code: "TIME_RULE_NOT_FOUND", context: { code } });
  return ruleOf(row);
}

/** false: the code is taken, also when two people use it at the same moment. */
export async function insertRule(tx: Tx, row: NewRow<"time_rule_definition">): Promise<boolean> {
  const done = await tx.k
    .insertInto("time_rule_definition")
    .values(row)
    .onConflict((conflict) => conflict.column("code").doNothing())
    .executeTakeFirst();
  return Number(done.numInsertedOrUpdatedRows ?? 0) > 0;
}

export function updateRule(
  tx: Tx,
  at: { id: string; version: number },
  change: RowChange<"time_rule_definition">,
): Promise<number> {
  return saveVersioned(tx, { table: "time_rule_definition", ...at }, change);
}

export async function deleteRule(tx: Tx, id: string): Promise<void> {
  await tx.k.deleteFrom("time_rule_definition").where("id", "=", id).execute();
}

/** The code as the line, route or product spells it; null: there is none. */
export async function scopeKeyOf(tx: Tx, scope: RuleScope, key: string): Promise<string | null> {
  if (scope === "GLOBAL") return "";
  const tables = { LINE: "plant_line", ROUTE: "routing_route", PRODUCT: "plant_product" } as const;
  const row = await tx.k
    .selectFrom(tables[scope] as "plant_line")
    .select("code")
    .where(sql`lower(code)`, "=", key.toLowerCase())
    .executeTakeFirst();
  return row?.code ?? null;
}

export async function openClockCounts(tx: Tx, ruleId: string) {
  const rows = await tx.k
    .selectFrom("time_rule_clock")
    .select((x) => ["state", x.fn.countAll<number>().as("n")])
    .where("ruleId", "=", ruleId)
    .where("state", "in", openClockStates)
    .groupBy("state")
    .execute();
  const count = (state: ClockState) => Number(rows.find((row) => row.state === state)?.n ?? 0);
  return { running: count("RUNNING"), expired: count("EXPIRED") };
}

/** false: a clock of the same family already counts for this subject; the first start stays. */
export async function insertClock(tx: Tx, clock: NewClock): Promise<boolean> {
  const done = await tx.k
    .insertInto("time_rule_clock")
    .values(clock)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(done.numInsertedOrUpdatedRows ?? 0) > 0;
}

export async function lockClock(tx: Tx, id: string): Promise<StoredClock | null> {
  const query = tx.k.selectFrom("time_rule_clock").selectAll().where("id", "=", id);
  const row = await locked(tx, query).executeTakeFirst();
  return (row as unknown as StoredClock) ?? null;
}

/** Every clock of a subject, ended ones too, e.g. to take an end back. At most a few. */
export async function lockClocksOf(
  tx: Tx,
  subject: { type: SubjectType; id: string },
  states: readonly ClockState[],
): Promise<StoredClock[]> {
  const query = tx.k
    .selectFrom("time_rule_clock")
    .selectAll()
    .where("subjectType", "=", subject.type)
    .where("subjectId", "=", subject.id)
    .where("state", "in", states)
    .orderBy("id");
  return (await locked(tx, query).execute()) as unknown as StoredClock[];
}

/** Open clocks of units that were voided with their run. */
export async function lockClocksOfVoided(tx: Tx, runId: string): Promise<StoredClock[]> {
  const query = tx.k
    .selectFrom("time_rule_clock")
    .selectAll()
    .where("runId", "=", runId)
    .where("state", "in", openClockStates)
    .where("subjectType", "=", "UNIT")
    .where("subjectId", "in", (x) =>
      x
        .selectFrom("execution_unit")
        .select("id")
        .where("runId", "=", runId)
        .where("state", "=", "VOIDED"),
    )
    .orderBy("id");
  return (await locked(tx, query).execute()) as unknown as StoredClock[];
}

/** What a lost job would have missed; a clock somebody else holds right now is left to them. */
export async function lockDueClocks(
  tx: Tx,
  due: { now: Instant; limit: number },
): Promise<StoredClock[]> {
  const query = tx.k
    .selectFrom("time_rule_clock")
    .selectAll()
    .where("state", "=", "RUNNING")
    .where((x) =>
      x.or([
        x("expiresAt", "<=", due.now),
        x.and([
          x("warnedAt", "is", null),
          x("warningAt", "<=", due.now),
          x("warningAt", "<", x.ref("expiresAt")),
        ]),
      ]),
    )
    .orderBy("expiresAt")
    .limit(due.limit);
  const rows = await (tx.dialect === "postgresql"
    ? query.forUpdate().skipLocked()
    : query
  ).execute();
  return rows as unknown as StoredClock[];
}

/** Saves a clock that was read under its lock; returns it as it is now. */
export async function saveClock(
  tx: Tx,
  clock: StoredClock,
  change: RowChange<"time_rule_clock">,
): Promise<StoredClock> {
  const done = await tx.k
    .updateTable("time_rule_clock")
    .set({ ...change, version: clock.version + 1 })
    .where("id", "=", clock.id)
    .where("version", "=", clock.version)
    .executeTakeFirst();
  assert(done.numUpdatedRows === 1n, `clock ${clock.id} changed under its lock`);
  return { ...clock, ...(change as Partial<StoredClock>), version: clock.version + 1 };
}
