import type { Readiness } from "@lineside/domain/health";
import { sql } from "kysely";
import type { Platform } from "../platform.ts";

/** Alive: the process answers. Says nothing about the database on purpose. */
export function healthz(): Response {
  return Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
}

/** Ready: people may be sent here. Only what makes this node unfit is asked. */
export async function readyz(platform: Platform): Promise<Response> {
  const database = await sql`select 1`.execute(platform.db.read).then(
    () => "ok" as const,
    () => "unreachable" as const,
  );
  const { isDraining, fitness, settings } = platform;
  const checks: Readiness["checks"] = {
    DATABASE: database,
    SCHEMA: fitness.schema,
    DRAINING: isDraining ? "yes" : "no",
    MAINTENANCE: settings.current().maintenance.isOn ? "on" : "off",
  };
  const status = statusOf(checks);
  return Response.json({ status, checks } satisfies Readiness, {
    // In maintenance people still read, and are told: a proxy that took the node away would show neither.
    status: status === "ready" || status === "maintenance" ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}

function statusOf(checks: Readiness["checks"]): Readiness["status"] {
  if (checks.DRAINING === "yes") return "draining";
  // Behind or with an index too many it works; what a newer version changed it must not touch.
  const isFit = checks.DATABASE === "ok" && !["newer", "changed"].includes(checks.SCHEMA);
  if (!isFit) return "not ready";
  return checks.MAINTENANCE === "on" ? "maintenance" : "ready";
}
