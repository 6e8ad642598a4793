import { AppError } from "@lineside/domain/kernel";
import { retrySeconds } from "@lineside/domain/maintenance";
import type { Caller } from "../actor.ts";
import type { Platform } from "../platform.ts";
import type { Endpoint } from "./api.ts";

/**
 * In maintenance nothing of the plant is changed but by who operates the server. Throws MAINTENANCE
 * before anything is kept: senders send again, terminals keep their scans (ADR 0024).
 */
export function refuseInMaintenance(
  { settings, clock }: Pick<Platform, "settings" | "clock">,
  operation: Endpoint["operation"],
  { actor }: Caller,
): void {
  const { maintenance } = settings.current();
  if (!maintenance.isOn) return;
  if (operation.kind !== "query" && operation.worksInMaintenance) return;
  if (actor?.access["ops:operate"] !== undefined) return;
  // Nobody is told what only somebody who signed in may ask.
  if (actor === null) return;
  throw new AppError("busy", "MAINTENANCE", {
    retryAfterSeconds: retrySeconds(maintenance, clock.now()),
    endsAt: maintenance.endsAt,
  });
}
