import {
  type Health,
  isTrouble,
  zHealth,
  zHealthCode,
  zHealthLevel,
} from "@lineside/domain/health";
import { z } from "zod";
import { defineAction } from "../../../platform/action.ts";
import { defineCommand, execute } from "../../../platform/command.ts";
import type { Platform } from "../../../platform/platform.ts";
import { integrityCron } from "./nightly.ts";

/** The last look, from memory: asking costs nothing. */
export const readHealth = defineAction({
  name: "health.read",
  permission: "ops:read",
  input: z.object({}),
  output: zHealth,
  run: async ({ platform }) => answer((await watch(platform)).report),
});

/** Looks at everything now, and tells the trail who wanted to know and what there was. */
export const checkHealth = defineAction({
  name: "health.check",
  permission: "ops:operate",
  input: z.object({}),
  output: zHealth,
  async run({ platform, caller }) {
    const report = await (await watch(platform)).look({ isThorough: true });
    await lookAgainAtPages(platform, report);
    const troubles = report.checks.filter(({ level }) => isTrouble(level));
    const input = { level: report.level, troubles: troubles.map(({ code }) => code) };
    await execute(platform, tellChecked, { input, caller });
    return answer(report);
  },
});

/** What the night found and somebody may have put right since is looked at again, in its own process. */
async function lookAgainAtPages({ jobs }: Platform, { checks }: Health): Promise<void> {
  const isOpen = checks.some(
    ({ code, level }) => (code === "INTEGRITY" || code === "SCHEMA") && isTrouble(level),
  );
  if (isOpen) await jobs.strike(integrityCron);
}

const tellChecked = defineCommand({
  name: "health.tellChecked",
  permission: "ops:operate",
  scope: "none",
  input: z.object({ level: zHealthLevel, troubles: z.array(zHealthCode) }),
  async run(cx, data) {
    const subject = { entityType: "health", entityId: "health", entityKey: "health" };
    cx.emit({ ...subject, type: "health.checked", data });
  },
});

/** Loaded when the first one asks: a start has better things to do. */
const watch = async (platform: Platform) => (await import("./watch.ts")).watchOf(platform);

const answer = (body: object) => Response.json(body, { headers: { "cache-control": "no-store" } });
