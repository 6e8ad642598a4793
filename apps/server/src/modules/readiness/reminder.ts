import type { ChangeoverAnswer } from "@lineside/domain/readiness";
import { z } from "zod";
import { defineJob, type JobContext } from "../../platform/jobs/job.ts";
import { cancelJobs, enqueue } from "../../platform/jobs/queue.ts";
import type { Subscriber, UnitContext } from "../../platform/subscribers.ts";
import { notify } from "../notification/index.ts";
import { evaluateRun } from "./evaluation.ts";
import { headOf } from "./run-store.ts";
import { changeoverOf, saveChangeover } from "./store.ts";

const subjectOf = (runId: string) => `changeover:${runId}`;

interface RunMark {
  readonly id: string;
  readonly runNo: string;
}

/** Half a day before the changeover whoever prepares the line is told what is still open. */
const remind = defineJob({
  kind: "changeover.remind",
  lane: "event",
  payload: z.object({ runNo: z.string() }),
  run: (jx, { runNo }) => tellChangeover(jx, runNo),
});

export const readinessJobs = [remind];

/** One reminder per run: planning it anew, in the unit of work that moves the time, takes the old one back. */
export async function planReminder(
  cx: Pick<UnitContext, "tx" | "now" | "newId">,
  run: RunMark,
  sheet: Pick<ChangeoverAnswer, "remindAt" | "remindedAt">,
): Promise<void> {
  await cancelJobs(cx, subjectOf(run.id));
  if (sheet.remindedAt !== null) return;
  await enqueue(cx, remind, {
    payload: { runNo: run.runNo },
    notBefore: sheet.remindAt,
    subject: subjectOf(run.id),
  });
}

async function tellChangeover(jx: JobContext, runNo: string): Promise<void> {
  const head = await headOf(jx.tx, runNo);
  const sheet = await changeoverOf(jx.tx.k, head.run.id);
  const state = head.run.state === "ON_HOLD" ? head.run.heldFrom : head.run.state;
  if (!sheet || sheet.remindedAt !== null || state !== "PREP") return;
  const { items } = await evaluateRun(jx.tx, head, jx.now);
  const open = items.filter((item) => item.state === "FAILED").length;
  const context = {
    runNo,
    lineCode: head.lineCode,
    changeoverAt: sheet.changeoverAt,
    open,
    isPrepared: sheet.preparedAt !== null,
  };
  await saveChangeover(jx.tx, { ...sheet, remindedAt: jx.now, runId: head.run.id }, jx.now);
  jx.emit({
    type: "changeover.reminded",
    entityType: "run",
    entityId: head.run.id,
    entityKey: runNo,
    lineId: head.lineId,
    workOrderId: head.workOrderId,
    runId: head.run.id,
    data: context,
  });
  await notify(jx, {
    topic: "readiness.changeoverDue",
    severity: "WARNING",
    code: "CHANGEOVER_DUE",
    context,
    entityType: "run",
    entityKey: runNo,
    lineId: head.lineId,
    runId: head.run.id,
    to: [{ permission: "readiness:prepare", lineId: head.lineId }],
  });
}

/** An authorised or cancelled run needs no reminder; one that comes back to preparation does. */
export const readinessSubscribers: Subscriber[] = [
  {
    events: ["run.authorized", "run.cancelled"],
    hear: async (cx, event) => void (await cancelJobs(cx, subjectOf(event.entityId))),
  },
  {
    events: ["run.revoked"],
    async hear(cx, event) {
      const sheet = await changeoverOf(cx.tx.k, event.entityId);
      if (sheet) await planReminder(cx, { id: event.entityId, runNo: event.entityKey }, sheet);
    },
  },
];
