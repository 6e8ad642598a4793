import { type Params, statement, type Tx } from "@lineside/db";
import type { IngestFate } from "@lineside/domain/ingest";
import { addMinutes, type Instant } from "@lineside/domain/kernel";
import { sql } from "kysely";

/** What became of one event, for the monitor. */
export interface MetFate {
  readonly sourceSystem: string;
  readonly stationCode: string | null;
  readonly fate: IngestFate;
}

interface TallyRow {
  key: string;
  minute: Instant;
  sourceSystem: string;
  stationCode: string | null;
  fate: string;
  count: number;
}

const addToTally = statement((k, p: Params<TallyRow>) =>
  k
    .insertInto("ingest_tally")
    .values({
      key: p("key"),
      minute: p("minute"),
      sourceSystem: p("sourceSystem"),
      stationCode: p("stationCode"),
      fate: p("fate"),
      count: p("count"),
    })
    .onConflict((conflict) =>
      conflict.column("key").doUpdateSet({
        count: sql`${sql.ref("ingest_tally.count")} + ${sql.ref("excluded.count")}`,
      }),
    ),
);

/**
 * Counts what became of events, in the unit of work that decides it. Call it once and last: events
 * of one source and minute share a row, which stays locked on PostgreSQL until the commit.
 */
export async function countFates(tx: Tx, at: Instant, fates: readonly MetFate[]): Promise<void> {
  const rows = new Map<string, TallyRow>();
  const minute = `${at.slice(0, 16)}:00.000Z`;
  for (const { sourceSystem, stationCode, fate } of fates) {
    const key = [minute, sourceSystem, stationCode ?? "", fate].join("|");
    const known = rows.get(key);
    if (known) known.count++;
    else rows.set(key, { key, minute, sourceSystem, stationCode, fate, count: 1 });
  }
  // In one order, so that two units of work never wait for each other's rows.
  for (const key of [...rows.keys()].toSorted()) {
    const row = rows.get(key);
    if (row) await tx.change(addToTally, row);
  }
}

/** How long counts are kept, in days. */
const tallyDays = 90;

export async function pruneTallies({ k }: Tx, now: Instant): Promise<number> {
  const before = addMinutes(now, -tallyDays * 24 * 60);
  const done = await k.deleteFrom("ingest_tally").where("minute", "<", before).executeTakeFirst();
  return Number(done.numDeletedRows);
}
