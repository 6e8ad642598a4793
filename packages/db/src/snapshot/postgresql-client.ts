import pg from "pg";
import { DatabaseError, type DriverError } from "../errors.ts";
import { connectionConfig } from "../postgresql-pool.ts";

/** Not the server's own name: whoever looks for running servers must not find backups. */
const applicationName = "lineside-backup";

export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ ...connectionConfig(url), application_name: applicationName });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(
      "SET TIME ZONE 'UTC'; SET datestyle = 'ISO'; SET intervalstyle = 'postgres'; SET extra_float_digits = 3; SET client_encoding = 'UTF8'; SET statement_timeout = 0",
    );
    return client;
  } catch (cause) {
    const shown = new URL(url);
    shown.password = "";
    const reason = (cause as Error).message || (cause as DriverError).code;
    throw new DatabaseError(
      "DATABASE_UNREACHABLE",
      `The database ${shown.href} cannot be reached: ${reason}.`,
      { cause },
    );
  }
}

/** How many servers are connected to the database now. */
export async function countServers(url: string): Promise<number> {
  const client = await connect(url);
  try {
    const { rows } = await client.query(
      "SELECT count(DISTINCT (client_addr, application_name)) AS count FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'lineside'",
    );
    return Number(rows[0].count);
  } finally {
    await client.end();
  }
}
