import type { Database, DB } from "@lineside/db";
import type { IngestDoor } from "@lineside/domain/ingest";
import type { Instant } from "@lineside/domain/kernel";
import { type Expression, type SqlBool, sql } from "kysely";

/** Lines whose events somebody may see; null = all. */
export type Lines = readonly string[] | null;

/** An event that belongs to no line yet is everybody's to see: its unit or station is not known. */
export function isVisible(column: string, lines: Lines): Expression<SqlBool> {
  if (lines === null) return sql<SqlBool>`1 = 1`;
  const ref = sql.ref(column);
  if (lines.length === 0) return sql<SqlBool>`${ref} is null`;
  return sql<SqlBool>`(${ref} is null or ${ref} in (${sql.join(lines)}))`;
}

export interface LastOfSource {
  sourceSystem: string;
  id: string;
  receivedAt: Instant;
  door: IngestDoor;
}

/** Sources looked at at most. */
const sourcesMax = 200;

/**
 * The newest event of every source. Hops from source to source along the index: what it costs is the
 * number of sources, not of events.
 */
export async function lastOfSources(db: Database, lines: Lines): Promise<LastOfSource[]> {
  const source = sql.ref("e.sourceSystem");
  const { rows } = await sql<LastOfSource>`
    with recursive sources(name) as (
      select min(${source}) from ingest_event as e
      union all
      select (select min(${source}) from ingest_event as e where ${source} > sources.name)
      from sources where sources.name is not null
    )
    select ${source}, e.id, ${sql.ref("e.receivedAt")}, e.door
    from (select name from sources where name is not null limit ${sourcesMax}) as known
    join ingest_event as e on e.id = (
      select n.id from ingest_event as n
      where ${sql.ref("n.sourceSystem")} = known.name and ${isVisible("n.lineId", lines)}
      order by n.id desc limit 1
    )`.execute(db.read);
  return rows;
}

/** Newest events among which each door's last one is looked for. */
const doorSample = 500;

export async function newestByDoor(db: Database, lines: Lines): Promise<Map<IngestDoor, Instant>> {
  const rows = await db.read
    .selectFrom((eb) =>
      eb
        .selectFrom("ingest_event as n")
        .select(["n.door", "n.receivedAt"])
        .where(isVisible("n.lineId", lines))
        .orderBy("n.id", "desc")
        .limit(doorSample)
        .as("e"),
    )
    .select("e.door")
    .select((eb) => eb.fn.max("e.receivedAt").as("lastAt"))
    .groupBy("e.door")
    .execute();
  return new Map(rows.map(({ door, lastAt }) => [door as IngestDoor, lastAt]));
}

/** True where a Json list of texts holds this one. */
export function holds(
  dialect: Database["dialect"],
  column: keyof DB["ingest_event"] & string,
  text: string,
): Expression<SqlBool> {
  const ref = sql.ref(`e.${column}`);
  return dialect === "sqlite"
    ? sql<SqlBool>`instr(${ref}, ${JSON.stringify(text)}) > 0`
    : sql<SqlBool>`${ref} @> ${JSON.stringify([text])}::jsonb`;
}
