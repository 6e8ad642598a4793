import {
  formDetail,
  formListQuery,
  formRow,
  type PrefillAnswer,
  prefill,
  prefillAnswer,
  prefillQuery,
  type RecordDetail,
  recordDetail,
  recordListQuery,
  recordRow,
} from "@lineside/domain/form";
import { refusalError, zKey } from "@lineside/domain/kernel";
import { z } from "zod";
import { toPage } from "../../platform/page.ts";
import { defineQuery, type QueryContext } from "../../platform/query.ts";
import { recordAnswer } from "./answer.ts";
import {
  activeDefinition,
  revisionsOf,
  toDefinitionRow,
  usedRevisions,
} from "./definition-store.ts";
import { judgeFacts, resolvePlace } from "./facts.ts";
import { recordParam } from "./fill-record.ts";
import { formKey, listedForms } from "./form-queries.ts";
import { lastRecord, listedRecords, oneRecord, recordKey, toRecordRow } from "./record-queries.ts";

const codeParam = z.object({ code: zKey });
const page = <T extends z.ZodType>(row: T) =>
  z.object({ items: z.array(row), nextCursor: z.string().nullable() });

export const listForms = defineQuery({
  name: "form.list",
  permission: "form:read",
  input: formListQuery,
  output: page(formRow),
  run: async ({ db }, filter) =>
    toPage(await listedForms(db, filter), filter.limit, { item: (row) => row, key: formKey }),
});

export const readForm = defineQuery({
  name: "form.read",
  permission: "form:read",
  input: codeParam,
  output: formDetail,
  async run({ db }, { code }) {
    const revisions = await revisionsOf(db, code);
    if (revisions.length === 0) throw refusalError({ code: "FORM_NOT_FOUND", context: { code } });
    const used = await usedRevisions(
      db,
      revisions.map(({ id }) => id),
    );
    const rows = revisions.map((row) => toDefinitionRow(row, used));
    return { code, active: rows.find(({ state }) => state === "ACTIVE") ?? null, revisions: rows };
  },
});

/** What a new sheet begins with, and the facts it will be judged by. */
export const prefillForm = defineQuery({
  name: "form.prefill",
  permission: "form:read",
  input: prefillQuery.extend(codeParam.shape),
  output: prefillAnswer,
  async run(cx, { code, ...asked }): Promise<PrefillAnswer> {
    const { db, now, actor, timezone } = cx;
    const form = await activeDefinition(db, code);
    if (!form) throw refusalError({ code: "FORM_NOT_FOUND", context: { code } });
    const { definition, revision } = form;
    const place = await resolvePlace(db, asked);
    if (place.lineId !== null) cx.requireScope({ lineId: place.lineId });
    const about = { formCode: code, definition, place };
    // Later than any id of this instant: everything recorded until now counts.
    const facts = await judgeFacts(db, about, { at: now, timezone, recordId: "~" });
    const found = await lastRecord(db, code, place);
    const last = found && isVisible(cx, found.lineId) ? found : null;
    const lastValues = last ? (last.values as RecordDetail["values"]) : null;
    return {
      formCode: code,
      revision,
      values: prefill(definition, { ...facts, now, userName: actor.name, last: lastValues }),
      facts,
      last: last && lastValues ? { ...toRecordRow(last), values: lastValues } : null,
    };
  },
});

export const listRecords = defineQuery({
  name: "form.listRecords",
  permission: "form:read",
  input: recordListQuery,
  output: page(recordRow),
  run: async (cx, filter) =>
    toPage(await listedRecords(cx.db, filter, cx.visibleLines("form:read")), filter.limit, {
      item: toRecordRow,
      key: recordKey,
    }),
});

export const readRecord = defineQuery({
  name: "form.readRecord",
  permission: "form:read",
  input: recordParam,
  output: recordDetail,
  async run(cx, { id }) {
    const { row } = await oneRecord(cx.db, id);
    if (row.lineId !== null) cx.requireScope({ lineId: row.lineId });
    return await recordAnswer(cx.db, id);
  },
});

function isVisible(cx: QueryContext, lineId: string | null): boolean {
  const lines = cx.visibleLines("form:read");
  return lineId === null || lines === null || lines.includes(lineId);
}
