import { unwrap } from "@lineside/domain/kernel";
import {
  announceMaintenance,
  endMaintenance,
  type Maintenance,
  maintenancePhase,
  maintenancePlan,
  maintenanceStart,
  startMaintenance,
  zMaintenance,
  zMaintenanceNotice,
} from "@lineside/domain/maintenance";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { defineQuery } from "../../platform/query.ts";
import { saveSettings } from "../../platform/settings.ts";

const subject = {
  entityType: "maintenance",
  entityId: "maintenance",
  entityKey: "maintenance",
} as const;

/** What everybody may know, also on the sign-in page. */
export const readMaintenance = defineQuery({
  name: "ops.readMaintenance",
  permission: "public",
  input: z.object({}),
  output: zMaintenanceNotice,
  async run({ settings, now, timezone }) {
    const { maintenance } = settings;
    const phase = maintenancePhase(maintenance, now);
    const { message, messageZh, startsAt, endsAt } = maintenance;
    return phase === "OFF"
      ? { phase, message: "", messageZh: "", startsAt: null, endsAt: null, timezone }
      : { phase, message, messageZh, startsAt, endsAt, timezone };
  },
});

export const switchMaintenanceOn = defineCommand({
  name: "ops.startMaintenance",
  permission: "ops:operate",
  scope: "none",
  input: maintenanceStart,
  output: zMaintenance,
  async run(cx, input) {
    cx.about(subject);
    const before = cx.settings.maintenance;
    const after = unwrap(startMaintenance(before, input, cx.now));
    return save(cx, before.isOn ? "maintenance.changed" : "maintenance.started", after);
  },
});

export const announceMaintenanceAhead = defineCommand({
  name: "ops.announceMaintenance",
  permission: "ops:operate",
  scope: "none",
  input: maintenancePlan,
  output: zMaintenance,
  async run(cx, input) {
    cx.about(subject);
    const after = unwrap(announceMaintenance(cx.settings.maintenance, input, cx.now));
    return save(cx, "maintenance.announced", after);
  },
});

/** Ends it, or takes an announcement back. When there is neither, nothing happens. */
export const switchMaintenanceOff = defineCommand({
  name: "ops.endMaintenance",
  permission: "ops:operate",
  scope: "none",
  input: z.object({}),
  output: zMaintenance,
  async run(cx) {
    cx.about(subject);
    const { isOn, startsAt } = cx.settings.maintenance;
    if (!isOn && startsAt === null) return cx.settings.maintenance;
    return save(cx, "maintenance.ended", endMaintenance());
  },
});

async function save(
  cx: CommandContext,
  type:
    | "maintenance.announced"
    | "maintenance.started"
    | "maintenance.changed"
    | "maintenance.ended",
  after: Maintenance,
): Promise<Maintenance> {
  await saveSettings(cx.tx, { maintenance: after }, { now: cx.now, actorId: cx.actor.id });
  cx.emit({ ...subject, type, data: { before: cx.settings.maintenance, after } });
  return after;
}
