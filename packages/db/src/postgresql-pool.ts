// Connections that speak our representation of values: UTC, ISO instants, plain numbers.
import pg from "pg";
import type { Log } from "./database.ts";
import { instantFromPostgres } from "./encoding.ts";

const parsers: Record<number, (text: string) => unknown> = {
  [pg.types.builtins.TIMESTAMPTZ]: instantFromPostgres,
  [pg.types.builtins.TIMESTAMP]: instantFromPostgres,
  [pg.types.builtins.DATE]: (text) => text,
  // count() and sum() of an Int
  [pg.types.builtins.INT8]: Number,
  // avg() and sum() of an int8
  [pg.types.builtins.NUMERIC]: Number,
};

export function connectionConfig(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: "lineside",
    keepAlive: true,
    types: {
      getTypeParser: (oid: number, format?: "text" | "binary") =>
        (format !== "binary" && parsers[oid]) || pg.types.getTypeParser(oid, format as "text"),
    } as pg.CustomTypesConfig,
  };
}

export function openPool(url: string, { isReadOnly, log }: { isReadOnly: boolean; log: Log }) {
  const config = {
    ...connectionConfig(url),
    max: 10,
    connectionTimeoutMillis: 10_000,
    // A unit's BEGIN and its first statement share a round trip.
    pipeline: true,
    onConnect: async (client: pg.ClientBase) => {
      // The pool hears only idle connections; an error nobody hears would end the process.
      client.on("error", (error) => log("A database connection was lost", { error }));
      await client.query(
        `SET TIME ZONE 'UTC'; SET lock_timeout = '8s'; SET default_transaction_read_only = ${isReadOnly}`,
      );
    },
  };
  const pool = new pg.Pool(config as pg.PoolConfig);
  // Heard above already; an idle connection that is lost is replaced with the next query.
  pool.on("error", () => {});
  return pool;
}
