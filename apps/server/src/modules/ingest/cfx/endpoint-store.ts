import {
  type NewRow,
  type Params,
  type Row,
  type RowChange,
  statement,
  type Tx,
} from "@lineside/db";
import type { EndpointState } from "@lineside/domain/cfx";
import type { Instant } from "@lineside/domain/kernel";

export type EndpointRow = Row<"ingest_endpoint">;

/** An endpoint and where it stands. */
export interface Endpoint {
  readonly id: string;
  readonly handle: string;
  readonly state: EndpointState;
  readonly stationId: string | null;
  readonly stationCode: string | null;
  readonly lineId: string | null;
  readonly lineCode: string | null;
  readonly activeRecipe: string | null;
  readonly operatorName: string | null;
  /** The API key that speaks for it. */
  readonly keyId: string | null;
}

const byHandle = statement((k, p: Params<{ handle: string }>) =>
  k
    .selectFrom("ingest_endpoint as e")
    .leftJoin("plant_station as s", "s.id", "e.stationId")
    .leftJoin("plant_line as l", "l.id", "s.lineId")
    .select(["e.id", "e.handle", "e.state", "e.stationId", "e.activeRecipe", "e.operatorName"])
    .select("e.keyId")
    .select(["s.code as stationCode", "s.lineId", "l.code as lineCode"])
    .where("e.handle", "=", p("handle")),
);

export async function findEndpoint(tx: Pick<Tx, "run">, handle: string): Promise<Endpoint | null> {
  const [row] = await tx.run(byHandle, { handle });
  return row ? { ...row, state: row.state as EndpointState } : null;
}

/** The same where no unit of work is open. */
export async function peekEndpoint(
  db: { query: (of: typeof byHandle, params: { handle: string }) => Promise<unknown[]> },
  handle: string,
): Promise<Endpoint | null> {
  const [row] = (await db.query(byHandle, { handle })) as Endpoint[];
  return row ?? null;
}

const locked = (tx: Tx) =>
  tx.dialect === "postgresql"
    ? tx.k.selectFrom("ingest_endpoint").selectAll().forUpdate()
    : tx.k.selectFrom("ingest_endpoint").selectAll();

export async function lockEndpoint(tx: Tx, id: string): Promise<EndpointRow | null> {
  return (await locked(tx).where("id", "=", id).executeTakeFirst()) ?? null;
}

/** In the order of their handles, so that two nodes never wait for each other. */
export async function lockEndpoints(tx: Tx, handles: readonly string[]): Promise<EndpointRow[]> {
  return await locked(tx)
    .where("handle", "in", [...handles])
    .orderBy("handle")
    .execute();
}

/** false: somebody was faster. */
export async function insertEndpoint(tx: Tx, row: NewRow<"ingest_endpoint">): Promise<boolean> {
  const done = await tx.k
    .insertInto("ingest_endpoint")
    .values(row)
    .onConflict((conflict) => conflict.column("handle").doNothing())
    .executeTakeFirst();
  return Number(done.numInsertedOrUpdatedRows ?? 0) === 1;
}

/** What is no edit of a person leaves the version as it is. */
export async function updateEndpoint(
  tx: Tx,
  id: string,
  change: RowChange<"ingest_endpoint">,
): Promise<void> {
  await tx.k.updateTable("ingest_endpoint").set(change).where("id", "=", id).execute();
}

/** Endpoints that were last written down as heard before the instant. */
export async function quietEndpoints(tx: Tx, before: Instant) {
  return await tx.k
    .selectFrom("ingest_endpoint as e")
    .innerJoin("plant_station as s", "s.id", "e.stationId")
    .selectAll("e")
    .select(["s.code as stationCode", "s.lineId"])
    .where("e.state", "=", "ONLINE")
    .where("e.lastSeenAt", "<", before)
    .orderBy("e.handle")
    .limit(1_000)
    .execute();
}
