import { unwrap } from "@lineside/domain/kernel";
import {
  boardAnswer,
  changeoverInput,
  planChangeover,
  prepareChangeover,
  reviewChangeover,
} from "@lineside/domain/readiness";
import { signedCommands } from "@lineside/domain/signature";
import { z } from "zod";
import { defineCommand } from "../../platform/command.ts";
import { runParams } from "../work-order/index.ts";
import { boardOf } from "./board-queries.ts";
import { enter } from "./enter.ts";
import { planReminder } from "./reminder.ts";
import { changeoverOf, saveChangeover } from "./store.ts";

const blank = {
  remindedAt: null,
  preparedAt: null,
  preparedById: null,
  preparedByName: null,
  reviewedAt: null,
  reviewedById: null,
  reviewedByName: null,
};

/** Says when the line changes over to the run; the reminder moves with it. */
export const planChangeoverCommand = defineCommand({
  name: "changeover.plan",
  permission: "readiness:prepare",
  scope: "line",
  input: changeoverInput.extend(runParams),
  output: boardAnswer,
  async run(cx, { runNo, changeoverAt, remark }) {
    const { head, subject } = await enter(cx, runNo);
    const reminderHours = cx.settings.changeoverReminderHours;
    const planned = unwrap(planChangeover(head.run, { changeoverAt, reminderHours }, cx.now));
    const before = await changeoverOf(cx.tx.k, head.run.id);
    const sheet = {
      ...(before ?? blank),
      ...planned,
      // Another time is another reminder.
      remindedAt: before?.remindAt === planned.remindAt ? before.remindedAt : null,
      remark: remark === undefined ? (before?.remark ?? null) : remark,
    };
    await saveChangeover(cx.tx, { ...sheet, runId: head.run.id }, cx.now);
    await planReminder(cx, head.run, sheet);
    cx.emit({
      ...subject,
      type: "changeover.planned",
      data: {
        before: { changeoverAt: before?.changeoverAt ?? null, remark: before?.remark ?? null },
        after: { changeoverAt, remark: sheet.remark, remindAt: planned.remindAt },
      },
    });
    return await boardOf(cx.tx, head, cx.now);
  },
});

/** Somebody says that the line is prepared for the run. */
export const prepareChangeoverCommand = defineCommand({
  name: "changeover.prepare",
  permission: "readiness:prepare",
  scope: "line",
  input: z.object(runParams),
  output: boardAnswer,
  async run(cx, { runNo }) {
    const { head, subject } = await enter(cx, runNo);
    const sheet = await changeoverOf(cx.tx.k, head.run.id);
    const done = unwrap(prepareChangeover(head.run, sheet));
    if (sheet && done === "PREPARED") {
      const prepared = {
        preparedAt: cx.now,
        preparedById: cx.actor.id,
        preparedByName: cx.actor.name,
      };
      await saveChangeover(cx.tx, { ...sheet, ...prepared, runId: head.run.id }, cx.now);
      const data = { changeoverAt: sheet.changeoverAt };
      cx.emit({ ...subject, type: "changeover.prepared", data });
    }
    return await boardOf(cx.tx, head, cx.now);
  },
});

/** The leader reviews what another person prepared. */
export const reviewChangeoverCommand = defineCommand({
  name: "changeover.review",
  permission: "readiness:prepare",
  scope: "line",
  input: z.object(runParams),
  output: boardAnswer,
  signs: signedCommands.reviewChangeover,
  async run(cx, { runNo }) {
    const { head, subject } = await enter(cx, runNo);
    const sheet = await changeoverOf(cx.tx.k, head.run.id);
    const by = { actorId: cx.actor.id, maySelfReview: cx.settings.changeoverSelfReview };
    const done = unwrap(reviewChangeover(head.run, sheet, by));
    if (sheet && done === "REVIEWED") {
      const reviewed = {
        reviewedAt: cx.now,
        reviewedById: cx.actor.id,
        reviewedByName: cx.actor.name,
      };
      await saveChangeover(cx.tx, { ...sheet, ...reviewed, runId: head.run.id }, cx.now);
      const { changeoverAt, remark, preparedAt, preparedByName } = sheet;
      const content = { runNo, changeoverAt, remark, preparedAt, preparedByName };
      await cx.sign({ subject, content });
      const data = { changeoverAt, preparedBy: preparedByName };
      cx.emit({ ...subject, type: "changeover.reviewed", data });
    }
    return await boardOf(cx.tx, head, cx.now);
  },
});
