import { type DB, type Params, statement } from "@lineside/db";
import type { BlockingClock } from "@lineside/domain/execution";
import type { FrozenRule } from "@lineside/domain/time-rule";
import { type Expression, type ExpressionBuilder, sql } from "kysely";
import { type Reader, read } from "./context-store.ts";

interface Aliases {
  u: DB["execution_unit"];
}

/**
 * A clock's state as a mere condition: the clocks of one subject are few, those of one state are
 * all that run, and SQLite would walk the latter for the earliest deadline.
 */
export const bySubject = (column: string): Expression<string> =>
  sql<string>`coalesce(${sql.ref(column)}, '')`;

/** Later than any deadline: clocks run, and none of them blocks. */
const never = "9999-12-31T23:59:59.999Z";

/**
 * Whether clocks of the unit count, and the deadline after which it may not go on: one column of the
 * one statement of a scan, so that a limit holds even when no job has noticed it yet (D27).
 */
export const clockColumn = (x: ExpressionBuilder<DB & Aliases, "u">) =>
  x
    .selectFrom("time_rule_clock as c")
    .select((y) =>
      y.fn
        .min(y.case().when("c.onExpiry", "=", "BLOCK").then(y.ref("c.expiresAt")).else(never).end())
        .as("at"),
    )
    .where("c.subjectType", "=", "UNIT")
    .whereRef("c.subjectId", "=", "u.id")
    .where(bySubject("c.state"), "in", ["RUNNING", "EXPIRED"])
    .as("clockMark");

/** What the column says; null: no clock of the unit runs. */
export function clocksOf({ clockMark }: { clockMark: string | null }) {
  return {
    blockedFrom: clockMark === never ? null : clockMark,
    hasOpenClock: clockMark !== null,
  };
}

const blockingClockOf = statement((k, p: Params<{ unitId: string }>) =>
  k
    .selectFrom("time_rule_clock")
    .select(["id as clockId", "ruleCode", "frozen", "startedAt", "expiresAt", "isWaivable"])
    .where("subjectType", "=", "UNIT")
    .where("subjectId", "=", p("unitId"))
    .where("state", "in", ["RUNNING", "EXPIRED"])
    .where("onExpiry", "=", "BLOCK")
    .orderBy("expiresAt")
    .limit(1),
);

/** The clock that keeps a unit from going on; only a refusal reads it. */
export async function blockingClock(reader: Reader, unitId: string): Promise<BlockingClock | null> {
  const [row] = await read(reader, blockingClockOf, { unitId });
  if (!row) return null;
  const { frozen, ...clock } = row;
  const { name, nameZh } = frozen as FrozenRule;
  return { ...clock, ruleName: name, ruleNameZh: nameZh };
}
