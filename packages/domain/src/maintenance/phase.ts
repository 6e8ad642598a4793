import { addMinutes, elapsedMs, type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import {
  type Maintenance,
  type MaintenancePhase,
  type MaintenancePlan,
  type MaintenanceStart,
  noMaintenance,
} from "./schema.ts";

/** An announcement without an end is taken for old an hour after its start. */
const staleMinutes = 60;

/**
 * Off, announced or on. Nothing begins or ends by the clock: an announcement nobody remembers must not
 * stop a line, and a time that was guessed too short must not let one go on.
 */
export function maintenancePhase(
  { isOn, startsAt, endsAt }: Maintenance,
  now: Instant,
): MaintenancePhase {
  if (isOn) return "ON";
  if (startsAt === null) return "OFF";
  return now < (endsAt ?? addMinutes(startsAt, staleMinutes)) ? "ANNOUNCED" : "OFF";
}

/** From now on. Already on: only what is told changes. */
export function startMaintenance(
  current: Maintenance,
  { message, messageZh, endsAt }: MaintenanceStart,
  now: Instant,
): Result<Maintenance> {
  if (endsAt !== null && endsAt <= now) return refuse("MAINTENANCE_ENDS_BEFORE", { endsAt });
  const startsAt = current.isOn ? (current.startsAt ?? now) : now;
  return ok({ isOn: true, message, messageZh, startsAt, endsAt });
}

/** Told beforehand; it begins when a person switches it on. */
export function announceMaintenance(
  current: Maintenance,
  { message, messageZh, startsAt, endsAt }: MaintenancePlan,
  now: Instant,
): Result<Maintenance> {
  if (current.isOn) return refuse("MAINTENANCE_IS_ON");
  if (startsAt <= now) return refuse("MAINTENANCE_STARTS_IN_PAST", { startsAt });
  if (endsAt !== null && endsAt <= startsAt) return refuse("MAINTENANCE_ENDS_BEFORE", { endsAt });
  return ok({ isOn: false, message, messageZh, startsAt, endsAt });
}

/** Over, or the announcement taken back. */
export const endMaintenance = (): Maintenance => noMaintenance;

/** Nobody waits longer than this before asking again: it may be over sooner than was said. */
const retrySecondsMax = 30;
const retrySecondsMin = 5;

/** Retry-After of what is refused meanwhile. */
export function retrySeconds({ endsAt }: Maintenance, now: Instant): number {
  if (endsAt === null) return retrySecondsMax;
  const left = Math.ceil(elapsedMs(now, endsAt) / 1_000);
  return Math.min(retrySecondsMax, Math.max(retrySecondsMin, left));
}
