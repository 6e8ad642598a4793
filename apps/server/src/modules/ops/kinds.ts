import { zPause } from "@lineside/domain/job";
import { refusalError } from "@lineside/domain/kernel";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { enqueueStrike } from "../../platform/jobs/cron-store.ts";
import { pauseKind } from "../../platform/jobs/decisions.ts";
import { cronExists, kindExists } from "./store.ts";

const kind = z.string().max(80);

/** Nothing of the kind is started any more; what runs ends. */
export const pause = defineCommand({
  name: "ops.pauseKind",
  permission: "job:operate",
  scope: "none",
  input: zPause.extend({ kind }),
  run: (cx, input) => decide(cx, { ...input, isPaused: true }),
});

export const resume = defineCommand({
  name: "ops.resumeKind",
  permission: "job:operate",
  scope: "none",
  input: z.object({ kind }),
  run: (cx, input) => decide(cx, { ...input, isPaused: false, reason: null }),
});

async function decide(
  cx: CommandContext,
  given: { kind: string; isPaused: boolean; reason: string | null },
) {
  const { kind, isPaused, reason } = given;
  const subject = { entityType: "jobKind", entityId: kind, entityKey: kind };
  cx.about(subject);
  if (!(await kindExists(cx.tx, kind)))
    throw refusalError({ code: "JOB_KIND_UNKNOWN", context: { kind } });
  await pauseKind(cx.tx, { ...given, now: cx.now, actor: cx.actor });
  const type = isPaused ? "jobKind.paused" : "jobKind.resumed";
  cx.emit({ ...subject, type, data: reason === null ? {} : { reason } });
  return { kind, isPaused };
}

/** A timetable strikes now, besides its hours. */
export const runCron = defineCommand({
  name: "ops.runCron",
  permission: "job:operate",
  scope: "none",
  input: z.object({ name: z.string().max(80) }),
  output: z.object({ jobId: z.string() }),
  async run(cx, { name }) {
    const subject = { entityType: "cron", entityId: name, entityKey: name };
    cx.about(subject);
    if (!(await cronExists(cx.tx, name)))
      throw refusalError({ code: "CRON_NOT_FOUND", context: { name } });
    const jobId = await enqueueStrike(cx.tx, name, cx.now);
    if (jobId === null) throw refusalError({ code: "CRON_RUNNING", context: { name } });
    cx.emit({ ...subject, type: "cron.started", data: { jobId } });
    return { jobId };
  },
});
