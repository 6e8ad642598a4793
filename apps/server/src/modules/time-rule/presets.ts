import { presetRules } from "@lineside/domain/time-rule";
import { z } from "zod";
import { defineCommand, execute } from "../../platform/command.ts";
import type { Platform } from "../../platform/platform.ts";
import { systemCaller } from "../auth/index.ts";
import { addRule } from "./rules.ts";

/** Adds the rules every plant starts with; what people have changed in them stays. */
const ensurePresets = defineCommand({
  name: "timeRule.ensurePresets",
  permission: "internal",
  scope: "none",
  input: z.object({}),
  async run(cx) {
    for (const preset of presetRules) await addRule(cx, preset);
  },
});

export async function ensureTimeRules(platform: Platform): Promise<void> {
  await execute(platform, ensurePresets, { input: {}, caller: systemCaller("start") });
}
