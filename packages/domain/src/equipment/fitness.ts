import { type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import type { EquipmentStatus } from "./kinds.ts";

export interface FitnessFacts {
  readonly code: string;
  readonly status: EquipmentStatus;
  readonly statusSince: Instant;
  readonly statusReason: string | null;
  /** null: it needs no calibration. */
  readonly calibrationDueAt: Instant | null;
  readonly isActive: boolean;
}

/**
 * A machine may be used for production when it is in use at all, runs or stands by, and its
 * calibration has not run out: at the due instant itself it is out (domain.md 4.2 EQUIPMENT, 4.17).
 */
export function fitness(equipment: FitnessFacts, now: Instant): Result<true> {
  const { code, status, statusSince: since, statusReason: reason, calibrationDueAt } = equipment;
  if (!equipment.isActive) return refuse("EQUIPMENT_SWITCHED_OFF", { code });
  if (!isFitStatus(status)) return refuse("EQUIPMENT_NOT_FIT", { code, status, since, reason });
  if (calibrationDueAt !== null && calibrationDueAt <= now)
    return refuse("EQUIPMENT_CALIBRATION_OVERDUE", { code, calibrationDueAt });
  return ok(true);
}

/** NORMAL 正常 and IDLE 待机: everything else is not for production. */
export function isFitStatus(status: EquipmentStatus): boolean {
  return status === "NORMAL" || status === "IDLE";
}

/** A machine that is not normal says why; saying the same again changes nothing. */
export function changeStatus(
  equipment: Pick<FitnessFacts, "code" | "status" | "isActive">,
  next: { status: EquipmentStatus; reason: string | null },
): Result<true> {
  const { code, status } = equipment;
  if (!equipment.isActive) return refuse("EQUIPMENT_SWITCHED_OFF", { code });
  if (status === next.status) return refuse("EQUIPMENT_STATUS_UNCHANGED", { code, status });
  if (next.status !== "NORMAL" && !next.reason)
    return refuse("EQUIPMENT_REASON_REQUIRED", { code });
  return ok(true);
}
