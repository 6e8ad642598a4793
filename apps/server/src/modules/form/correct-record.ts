import {
  completeValues,
  formRecordStates,
  judge,
  recordCorrectInput,
  recordDetail,
  standsBefore,
  validateValues,
} from "@lineside/domain/form";
import { unwrap } from "@lineside/domain/kernel";
import { signedCommands } from "@lineside/domain/signature";
import { defineCommand } from "../../platform/command.ts";
import { differences } from "../../platform/differences.ts";
import { refuseStale } from "../../platform/versioned.ts";
import { recordAnswer } from "./answer.ts";
import { lockDefinitionById } from "./definition-store.ts";
import { judgeFacts } from "./facts.ts";
import { filesOf, recordParam } from "./fill-record.ts";
import { enterRecord, entry, placeOf, recordEvent } from "./record.ts";
import { signRecord } from "./sign-record.ts";
import { attachedFiles, putFiles, saveRecord } from "./store.ts";

/**
 * Puts a record right: with a reason, keeping what it said before, judged anew and waiting for its
 * confirmation again. Times the server stamped stay; a record with a wrong one is voided.
 */
export const correctRecord = defineCommand({
  name: "form.correctRecord",
  permission: "form:record",
  scope: "none",
  input: recordCorrectInput.extend(recordParam.shape),
  output: recordDetail,
  signs: signedCommands.correctRecord,
  async run(cx, { id, version, values: input, fileIds, reason }) {
    const { tx, now, actor } = cx;
    const before = await enterRecord(cx, id);
    refuseStale(before, version);
    const state = unwrap(formRecordStates.next(before.state, "correct"));
    const { definition } = await lockDefinitionById(tx, before.definitionId);
    const place = await placeOf(tx, before);
    const about = { formCode: before.formCode, definition, place };
    const moment = { at: before.occurredAt, timezone: cx.timezone, recordId: id };
    const facts = await judgeFacts(tx, about, moment);
    const filling = { stage: "CORRECT", now, carried: facts.carried } as const;
    const given = unwrap(validateValues(definition, input, filling));
    const emptied = Object.keys(input).filter((key) => !(key in given));
    const kept = Object.entries(before.values).filter(([key]) => !emptied.includes(key));
    // Where nothing was counted before, the first record itself said where the count stood.
    const stood = { ...standsBefore(definition, before.values), ...facts.carried };
    const said = Object.keys(given);
    const carried = Object.fromEntries(
      Object.entries(stood).filter(([key]) => key in facts.carried || !said.includes(key)),
    );
    const values = completeValues(
      definition,
      { values: { ...Object.fromEntries(kept), ...given }, carried },
      { stamp: { at: now, byName: actor.name }, stages: [] },
    );
    const attached = fileIds ?? (await attachedFiles(tx, id));
    const files = await filesOf(cx, definition, {
      recordId: id,
      values,
      fileIds: attached,
      isWhole: true,
    });
    const change = {
      state,
      values,
      ...judge(definition, values, facts),
      reason,
      confirmedById: null,
      confirmedByName: null,
      confirmedAt: null,
      history: [...before.history, { ...entry(cx, "CORRECTED", before), reason }],
      updatedAt: now,
    };
    await saveRecord(tx, before, change);
    await putFiles(tx, id, files);
    const seen = { id, version, values: input, fileIds: attached, reason };
    await signRecord(cx, { definition, part: "fill", record: { ...before, ...change }, seen });
    const changed = differences(before.values, values);
    const gone = Object.fromEntries(emptied.map((key) => [key, before.values[key] ?? null]));
    const data = { reason, before: { ...changed.before, ...gone }, after: changed.after };
    cx.emit(recordEvent({ ...before, ...change }, "form.corrected", data));
    return await recordAnswer(tx, id);
  },
});
