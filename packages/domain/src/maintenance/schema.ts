import { z } from "zod";
import { zInstant } from "../kernel/index.ts";

const zMessage = z.string().trim().max(300);

/** Whether the plant may change anything now, and what people are told about it. */
export const zMaintenance = z.object({
  isOn: z.boolean(),
  /** What people read beside the fixed sentence; empty: nothing more. */
  message: zMessage,
  messageZh: zMessage,
  /** Announced: when it is to begin. On: when it began. */
  startsAt: zInstant.nullable(),
  /** When it is expected to be over. It ends when a person ends it. */
  endsAt: zInstant.nullable(),
});
export type Maintenance = z.output<typeof zMaintenance>;

export const noMaintenance: Maintenance = {
  isOn: false,
  message: "",
  messageZh: "",
  startsAt: null,
  endsAt: null,
};

const words = { message: zMessage.default(""), messageZh: zMessage.default("") };

export const maintenanceStart = z.strictObject({
  ...words,
  endsAt: zInstant.nullable().default(null),
});
export type MaintenanceStart = z.output<typeof maintenanceStart>;

export const maintenancePlan = z.strictObject({
  ...words,
  startsAt: zInstant,
  endsAt: zInstant.nullable().default(null),
});
export type MaintenancePlan = z.output<typeof maintenancePlan>;

export const maintenancePhases = ["OFF", "ANNOUNCED", "ON"] as const;
export type MaintenancePhase = (typeof maintenancePhases)[number];

/** What everybody may know, before signing in too. */
export const zMaintenanceNotice = z.object({
  phase: z.enum(maintenancePhases),
  message: z.string(),
  messageZh: z.string(),
  startsAt: zInstant.nullable(),
  endsAt: zInstant.nullable(),
  timezone: z.string(),
});
export type MaintenanceNotice = z.output<typeof zMaintenanceNotice>;
