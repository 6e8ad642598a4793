import { sql } from "kysely";
import type { Platform } from "../platform.ts";

/** Alive: the process answers. Says nothing about the database on purpose. */
export function healthz(): Response {
  return Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
}

/** Ready: the database answers and the server takes new work. */
export async function readyz(platform: Platform): Promise<Response> {
  const database = await sql`select 1`.execute(platform.db.read).then(
    () => "ok",
    () => "unreachable",
  );
  const isReady = database === "ok" && !platform.isDraining;
  return Response.json(
    { status: isReady ? "ready" : platform.isDraining ? "draining" : "not ready", database },
    { status: isReady ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}
