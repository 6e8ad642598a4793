import { refusalError, unwrap } from "@lineside/domain/kernel";
import {
  fridgeReadingInput,
  fridgeReadingRow,
  fridgeReviewInput,
  isWithin,
  judgeReadingTime,
  judgeReview,
} from "@lineside/domain/solder-paste";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { notify } from "../notification/index.ts";
import { readingById } from "./fridge-queries.ts";
import { fridgeSubject } from "./fridges.ts";
import { insertReading, lockMaster, lockReading, saveReview } from "./master-store.ts";
import { codeParams } from "./params.ts";

/** A temperature read off: judged against the limits that hold now, which it keeps. */
export const recordReading = defineCommand({
  name: "paste.recordReading",
  permission: "paste:handle",
  // Fridges stand in the store, which belongs to no line.
  scope: "none",
  input: fridgeReadingInput.extend(codeParams),
  output: fridgeReadingRow,
  async run(cx, { code, temperatureC, measuredAt, remark }) {
    const fridge = await lockMaster(cx.tx, "solder_paste_fridge", code);
    cx.about(fridgeSubject(fridge));
    if (!fridge.isActive)
      throw refusalError({ code: "FRIDGE_INACTIVE", context: { fridgeCode: code } });
    const at = unwrap(judgeReadingTime(measuredAt ?? cx.now, cx.now));
    const { minC, maxC } = fridge;
    const reading = {
      id: cx.newId(),
      fridgeId: fridge.id,
      measuredAt: at,
      temperatureC,
      isWithin: isWithin(temperatureC, fridge),
      minC,
      maxC,
      source: "MANUAL",
      measuredById: cx.actor.id,
      measuredByName: cx.actor.name,
      remark: remark ?? null,
      recordedAt: cx.now,
    };
    await insertReading(cx.tx, reading);
    cx.emit({
      ...fridgeSubject(fridge),
      type: "fridgeReading.recorded",
      occurredAt: at,
      data: { readingId: reading.id, temperatureC, isWithin: reading.isWithin, minC, maxC },
    });
    if (!reading.isWithin) await alarm(cx, { fridgeCode: code, temperatureC, minC, maxC });
    return await readingById(cx.tx.k, reading.id);
  },
});

/** Whoever looks after paste has to look into the fridge now. */
async function alarm(
  cx: CommandContext,
  context: { fridgeCode: string; temperatureC: number; minC: number; maxC: number },
): Promise<void> {
  await notify(cx, {
    topic: "fridge.outOfLimits",
    severity: "ALARM",
    code: "FRIDGE_OUT_OF_LIMITS",
    context,
    entityType: "fridge",
    entityKey: context.fridgeCode,
    to: [{ permission: "paste:config" }, { permission: "paste:handle" }],
  });
}

/** Four eyes on every reading (QR-Pro-073 has a column for the reviewer). */
export const reviewReading = defineCommand({
  name: "paste.reviewReading",
  permission: "paste:handle",
  scope: "none",
  input: fridgeReviewInput.extend({ id: z.string().min(1).max(64) }),
  output: fridgeReadingRow,
  async run(cx, { id, remark }) {
    const reading = await lockReading(cx.tx, id);
    const subject = fridgeSubject({ id: reading.fridgeId, code: reading.fridgeCode });
    cx.about(subject);
    unwrap(judgeReview(reading, cx.actor.id));
    await saveReview(cx.tx, id, {
      reviewedAt: cx.now,
      reviewedById: cx.actor.id,
      reviewedByName: cx.actor.name,
      remark: remark ?? reading.remark,
    });
    cx.emit({ ...subject, type: "fridgeReading.reviewed", data: { readingId: id, remark } });
    return await readingById(cx.tx.k, id);
  },
});
