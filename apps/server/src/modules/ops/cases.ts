import { zCaseDecision } from "@lineside/domain/job";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import {
  bringToRest,
  type CaseRow,
  hurry,
  loadCase,
  loadJob,
  openCaseOf,
  requeue,
} from "../../platform/jobs/decisions.ts";

const id = z.string().max(64);
const done = z.object({ jobId: z.string() });

interface Target {
  id: string;
  kind: string;
}

const subjectOf = (job: Target) => ({
  entityType: "job",
  entityId: job.id,
  entityKey: job.kind,
});

/** The dead job is tried again with a fresh budget. */
export const requeueCase = defineCommand({
  name: "ops.requeueCase",
  permission: "job:operate",
  scope: "none",
  input: z.object({ id }),
  output: done,
  async run(cx, input) {
    const found = await loadCase(cx.tx, input.id);
    cx.about(subjectOf(found.job));
    await requeue(cx.tx, found, { now: cx.now, actor: cx.actor, reason: null });
    tell(cx, { ...found, type: "job.requeued", reason: null });
    return { jobId: found.job.id };
  },
});

/** The dead job is given up; what it blocked goes on. */
export const discardCase = defineCommand({
  name: "ops.discardCase",
  permission: "job:operate",
  scope: "none",
  input: zCaseDecision.extend({ id }),
  output: done,
  run: (cx, input) => decide(cx, { ...input, event: "discard" }),
});

/** Somebody did by hand what the job could not. */
export const resolveCase = defineCommand({
  name: "ops.resolveCase",
  permission: "job:operate",
  scope: "none",
  input: zCaseDecision.extend({ id }),
  output: done,
  run: (cx, input) => decide(cx, { ...input, event: "resolve" }),
});

async function decide(
  cx: CommandContext,
  { id, reason, event }: { id: string; reason: string; event: "discard" | "resolve" },
) {
  const found = await loadCase(cx.tx, id);
  cx.about(subjectOf(found.job));
  await bringToRest(cx.tx, found, { now: cx.now, actor: cx.actor, reason, event });
  tell(cx, { ...found, type: event === "discard" ? "job.discarded" : "job.resolved", reason });
  return { jobId: found.job.id };
}

/** One job now: a dead one lives again, a waiting one does not wait. */
export const retryJob = defineCommand({
  name: "ops.retryJob",
  permission: "job:operate",
  scope: "none",
  input: z.object({ id }),
  output: done,
  async run(cx, input) {
    const job = await loadJob(cx.tx, input.id);
    cx.about(subjectOf(job));
    const dead = await openCaseOf(cx.tx, job.id);
    if (dead) {
      await requeue(cx.tx, { case: dead, job }, { now: cx.now, actor: cx.actor, reason: null });
      tell(cx, { case: dead, job, type: "job.requeued", reason: null });
      return { jobId: job.id };
    }
    await hurry(cx.tx, job, cx.now);
    cx.emit({ ...subjectOf(job), type: "job.hurried", data: { subject: job.subject } });
    return { jobId: job.id };
  },
});

interface Told {
  case: CaseRow;
  job: Target & { subject: string | null };
  type: string;
  reason: string | null;
}

function tell(cx: CommandContext, { case: dead, job, type, reason }: Told): void {
  const { id: caseId, code } = dead;
  const data = { caseId, code, subject: job.subject, ...(reason !== null && { reason }) };
  cx.emit({ ...subjectOf(job), type, data });
}
