import {
  checkEvidence,
  completeValues,
  type FormDefinition,
  firstState,
  formRecordStates,
  judge,
  recordCreateInput,
  recordDetail,
  recordSubmitInput,
  timeRecord,
  type Values,
  validateValues,
} from "@lineside/domain/form";
import { unwrap } from "@lineside/domain/kernel";
import { signedCommands } from "@lineside/domain/signature";
import { z } from "zod";
import { visibleLines } from "../../platform/actor.ts";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { refuseStale } from "../../platform/versioned.ts";
import { requireFiles } from "../file/index.ts";
import { recordAnswer } from "./answer.ts";
import { lockActiveDefinition, lockDefinitionById } from "./definition-store.ts";
import { judgeFacts, requirePlace, resolvePlace } from "./facts.ts";
import { enterRecord, entry, placeOf, recordEvent, requireLine, subjectOf } from "./record.ts";
import { signRecord } from "./sign-record.ts";
import { insertRecord, putFiles, type StoredRecord, saveRecord } from "./store.ts";

export const recordParam = z.object({ id: z.string().min(1).max(64) });

/**
 * Fills a form. Who is the signed-in person, when is the server's time. A form of two stages is only
 * begun: `submit` ends it. Judged by the server, whatever the sheet showed.
 */
export const createRecord = defineCommand({
  name: "form.createRecord",
  permission: "form:record",
  // A record of no line, e.g. of a fridge, is anybody's who fills forms; see requireLine.
  scope: "none",
  input: recordCreateInput,
  output: recordDetail,
  signs: signedCommands.fillRecord,
  async run(cx, input) {
    const { tx, now, actor } = cx;
    const {
      id: definitionId,
      revision,
      definition,
    } = await lockActiveDefinition(tx, input.formCode);
    const id = cx.newId();
    const place = await resolvePlace(tx, input);
    const { run, lineId, subjectKey, productCode } = place;
    const head = { id, formCode: input.formCode, lineId, runId: run?.id ?? null, subjectKey };
    cx.about(subjectOf(head));
    requireLine(cx, lineId);
    requirePlace(definition, place, input);
    const time = unwrap(timeRecord(definition, input.occurredAt, now));
    const state = firstState(definition);
    const isWhole = state === "SUBMITTED";
    const about = { formCode: input.formCode, definition, place };
    const moment = { at: time.occurredAt, timezone: cx.timezone, recordId: id };
    const facts = await judgeFacts(tx, about, moment);
    const stage = isWhole ? "SUBMIT" : "OPEN";
    const given = unwrap(
      validateValues(definition, input.values, { stage, now, carried: facts.carried }),
    );
    const values = completeValues(
      definition,
      { values: given, carried: facts.carried },
      {
        stamp: { at: time.occurredAt, byName: actor.name },
        stages: isWhole ? ["OPEN", "SUBMIT"] : ["OPEN"],
      },
    );
    const files = await filesOf(cx, definition, {
      recordId: id,
      values,
      fileIds: input.fileIds,
      isWhole,
    });
    const judged = isWhole ? judge(definition, values, facts) : { judgement: null, findings: [] };
    const record: StoredRecord = {
      ...head,
      definitionId,
      formRevision: revision,
      state,
      ...judged,
      stationId: null,
      productCode,
      values,
      ...time,
      filledById: actor.id,
      filledByName: actor.name,
      filledAt: now,
      confirmedById: null,
      confirmedByName: null,
      confirmedAt: null,
      reason: null,
      history: [entry(cx, isWhole ? "SUBMITTED" : "OPENED")],
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
    await insertRecord(tx, record);
    await putFiles(tx, id, files);
    // Begun is not filled: a record of two stages is signed when it is finished.
    if (isWhole)
      await signRecord(cx, { definition, part: "fill", record, seen: { ...input, revision } });
    cx.emit(recordEvent(record, isWhole ? "form.recorded" : "form.opened", { after: values }));
    return await recordAnswer(tx, id);
  },
});

/** The second stage: the parts came out, the use is over. Now it is judged. */
export const submitRecord = defineCommand({
  name: "form.submitRecord",
  permission: "form:record",
  scope: "none",
  input: recordSubmitInput.extend(recordParam.shape),
  output: recordDetail,
  signs: signedCommands.submitRecord,
  async run(cx, { id, version, values: input, fileIds }) {
    const { tx, now, actor } = cx;
    const before = await enterRecord(cx, id);
    refuseStale(before, version);
    const state = unwrap(formRecordStates.next(before.state, "submit"));
    const { definition } = await lockDefinitionById(tx, before.definitionId);
    const place = await placeOf(tx, before);
    const about = { formCode: before.formCode, definition, place };
    const facts = await judgeFacts(tx, about, {
      at: now,
      timezone: cx.timezone,
      recordId: id,
    });
    const filling = { stage: "SUBMIT", now, carried: facts.carried } as const;
    const given = unwrap(validateValues(definition, input, filling));
    const values = completeValues(
      definition,
      { values: { ...before.values, ...given }, carried: facts.carried },
      { stamp: { at: now, byName: actor.name }, stages: ["SUBMIT"] },
    );
    const files = await filesOf(cx, definition, { recordId: id, values, fileIds, isWhole: true });
    const change = {
      state,
      values,
      ...judge(definition, values, facts),
      occurredAt: now,
      filledById: actor.id,
      filledByName: actor.name,
      filledAt: now,
      history: [...before.history, entry(cx, "SUBMITTED", before)],
      updatedAt: now,
    };
    await saveRecord(tx, before, change);
    await putFiles(tx, id, files);
    const after = { ...before, ...change };
    const seen = { id, version, values: input, fileIds };
    await signRecord(cx, { definition, part: "fill", record: after, seen });
    cx.emit(recordEvent(after, "form.recorded", { before: before.values, after: values }));
    return await recordAnswer(tx, id);
  },
});

/** Attachments and the photos of fields: the person's to give, and as many as the form wants. */
export async function filesOf(
  { tx, newId, actor }: Pick<CommandContext, "tx" | "newId" | "actor">,
  definition: FormDefinition,
  given: { recordId: string; values: Values; fileIds: readonly string[]; isWhole: boolean },
): Promise<{ id: string; fileId: string; fieldKey: string }[]> {
  const photos = definition.fields.flatMap(({ key, type }) => {
    const ids = given.values[key];
    return type === "PHOTO" && Array.isArray(ids)
      ? ids.map((fileId) => ({ fileId, fieldKey: key }))
      : [];
  });
  const attached = [...new Set(given.fileIds)].map((fileId) => ({ fileId, fieldKey: "" }));
  const all = [...attached, ...photos];
  await requireFiles(
    tx,
    all.map(({ fileId }) => fileId),
    {
      actorId: actor.id,
      recordId: given.recordId,
      lines: visibleLines(actor, "form:read"),
    },
  );
  // Photos of fields are asked for by the form itself: they prove, and never are too many.
  const isAsked = definition.evidence === "REQUIRED";
  const evidence = attached.length + (isAsked ? photos.length : 0);
  if (given.isWhole || !isAsked) unwrap(checkEvidence(definition, evidence));
  return all.map((file) => ({ ...file, id: newId() }));
}
