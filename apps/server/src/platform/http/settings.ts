import { z } from "zod";
import { defineCommand } from "../command.ts";
import { defineQuery } from "../query.ts";
import { saveSettings, settingsSchema } from "../settings.ts";
import { Doors } from "./api.ts";

export const readSettings = defineQuery({
  name: "settings.read",
  permission: "signedIn",
  input: z.object({}),
  output: settingsSchema,
  run: async ({ settings }) => settings,
});

const fields = settingsSchema.shape;
const changes = z.strictObject({
  undoSeconds: fields.undoSeconds.unwrap().optional(),
  overrunPercent: fields.overrunPercent.unwrap().optional(),
  scanPrefix: fields.scanPrefix.unwrap().optional(),
  scanSuffix: fields.scanSuffix.unwrap().optional(),
  plantName: fields.plantName.unwrap().optional(),
  noticeLanguage: fields.noticeLanguage.unwrap().optional(),
  changeoverReminderHours: fields.changeoverReminderHours.unwrap().optional(),
  changeoverSelfReview: fields.changeoverSelfReview.unwrap().optional(),
  ingestParkMinutes: fields.ingestParkMinutes.unwrap().optional(),
  ingestRawDays: fields.ingestRawDays.unwrap().optional(),
  ingestArchiveEnabled: fields.ingestArchiveEnabled.unwrap().optional(),
  auditRetentionDays: fields.auditRetentionDays.unwrap().optional(),
  passwordLengthMin: fields.passwordLengthMin.unwrap().optional(),
  signInFailuresMax: fields.signInFailuresMax.unwrap().optional(),
  signInLockMinutes: fields.signInLockMinutes.unwrap().optional(),
  secondFactorForAdmins: fields.secondFactorForAdmins.unwrap().optional(),
  signatureFor: fields.signatureFor.unwrap().optional(),
});

/** Changes settings of the whole plant; the event keeps what each value was before. */
export const changeSettings = defineCommand({
  name: "settings.change",
  permission: "system:config",
  scope: "none",
  input: changes,
  output: settingsSchema,
  async run(cx, input) {
    await saveSettings(cx.tx, input, { now: cx.now, actorId: cx.actor.id });
    const keys = Object.keys(input) as (keyof typeof input)[];
    const before = Object.fromEntries(keys.map((key) => [key, cx.settings[key]]));
    cx.emit({
      type: "settings.changed",
      entityType: "settings",
      entityId: "settings",
      entityKey: "settings",
      data: { before, after: input },
    });
    return { ...cx.settings, ...input };
  },
});

export const settingsDoors = new Doors()
  .get("/settings", readSettings)
  .patch("/settings", changeSettings);
