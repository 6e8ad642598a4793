import {
  checkDefinition,
  type DefinitionRow,
  definitionCreateInput,
  definitionEditInput,
  definitionMoveInput,
  definitionRow,
  formDefinitionStates,
} from "@lineside/domain/form";
import { AppError, refusalError, unwrap, zKey } from "@lineside/domain/kernel";
import { signedCommands } from "@lineside/domain/signature";
import { z } from "zod";
import { defineCommand } from "../../platform/command.ts";
import { differences } from "../../platform/differences.ts";
import type { UnitContext } from "../../platform/subscribers.ts";
import { refuseStale } from "../../platform/versioned.ts";
import {
  insertDefinition,
  lockRevision,
  removeDefinition,
  revisionsOf,
  type StoredDefinition,
  saveDefinition,
  toDefinitionRow,
  usedRevisions,
} from "./definition-store.ts";

export const revisionParams = z.object({ code: zKey, revision: z.coerce.number().int().min(1) });

export const definitionSubject = (row: { id: string; code: string; revision: number }) => ({
  entityType: "formDefinition",
  entityId: row.id,
  entityKey: `${row.code}/${row.revision}`,
});

/** A new form, or the next revision of a known one. Nothing changes on the floor until it is activated. */
export const createDefinition = defineCommand({
  name: "form.createDefinition",
  permission: "form:config",
  scope: "none",
  input: definitionCreateInput,
  output: definitionRow,
  async run({ tx, now, newId, about, emit }, { code, name, nameZh, definition }) {
    unwrap(checkDefinition(definition));
    const known = await revisionsOf(tx, code);
    const draft = known.find(({ state, isShipped }) => state === "DRAFT" && !isShipped);
    if (draft)
      throw refusalError({
        code: "FORM_DRAFT_EXISTS",
        context: { code, revision: draft.revision },
      });
    const row: StoredDefinition = {
      id: newId(),
      code,
      revision: (known[0]?.revision ?? 0) + 1,
      name,
      nameZh,
      state: "DRAFT",
      activeCode: null,
      isShipped: false,
      about: definition.about,
      definition,
      activatedAt: null,
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
    about(definitionSubject(row));
    if (!(await insertDefinition(tx, row))) throw new AppError("conflict", "CONCURRENT_CHANGE");
    const after = { name, nameZh, definition };
    emit({ ...definitionSubject(row), type: "formDefinition.created", data: { after } });
    return toDefinitionRow(row, new Set());
  },
});

export const editDefinition = defineCommand({
  name: "form.editDefinition",
  permission: "form:config",
  scope: "none",
  input: definitionEditInput.extend(revisionParams.shape),
  output: definitionRow,
  async run({ tx, now, about, emit }, { code, revision, version, ...change }) {
    const row = await lockRevision(tx, { code, revision });
    about(definitionSubject(row));
    refuseStale(row, version);
    requireDraft(row, "edit");
    if (change.definition) unwrap(checkDefinition(change.definition));
    const { before, after } = differences(row, change);
    const isSame = Object.keys(after).length === 0;
    if (isSame) return toDefinitionRow(row, new Set());
    const kind = change.definition ? { about: change.definition.about } : {};
    const patch = { ...after, ...kind, updatedAt: now };
    const next = await saveDefinition(tx, row, patch);
    emit({ ...definitionSubject(row), type: "formDefinition.changed", data: { before, after } });
    return toDefinitionRow({ ...row, ...change, ...patch, version: next }, new Set());
  },
});

/** From now on records are filled on this revision; the one before it keeps its records and retires. */
export const activateDefinition = defineCommand({
  name: "form.activateDefinition",
  permission: "form:config",
  scope: "none",
  input: definitionMoveInput.extend(revisionParams.shape),
  output: definitionRow,
  signs: signedCommands.activateForm,
  async run(cx, { code, revision, version }) {
    const row = await lockRevision(cx.tx, { code, revision });
    cx.about(definitionSubject(row));
    refuseStale(row, version);
    const activated = await activate(cx, row);
    const { name, nameZh, definition } = row;
    await cx.sign({
      subject: definitionSubject(row),
      content: { code, revision, name, nameZh, definition },
    });
    return activated;
  },
});

/** Drafts only; the product's own revisions stay, so that they are not brought back at the next start. */
export const deleteDefinition = defineCommand({
  name: "form.deleteDefinition",
  permission: "form:config",
  scope: "none",
  input: revisionParams,
  output: z.object({ code: z.string(), revision: z.number() }),
  async run({ tx, about, emit }, at) {
    const row = await lockRevision(tx, at);
    about(definitionSubject(row));
    requireDraft(row, "delete");
    if (row.isShipped)
      throw refusalError({
        code: "FORM_DEFINITION_STATE_INVALID",
        context: { state: row.state, event: "delete", isShipped: true },
      });
    await removeDefinition(tx, row.id);
    const { name, nameZh, definition } = row;
    const before = { name, nameZh, definition };
    emit({ ...definitionSubject(row), type: "formDefinition.deleted", data: { before } });
    return at;
  },
});

/** Retires the active revision and puts this one in its place, in one unit of work. */
export async function activate(
  { tx, now, emit }: UnitContext,
  row: StoredDefinition,
): Promise<DefinitionRow> {
  const state = unwrap(formDefinitionStates.next(row.state, "activate"));
  unwrap(checkDefinition(row.definition));
  const revisions = await revisionsOf(tx, row.code);
  const active = revisions.find((each) => each.state === "ACTIVE");
  if (active) {
    const retired = unwrap(formDefinitionStates.next(active.state, "retire"));
    await saveDefinition(tx, active, { state: retired, activeCode: null, updatedAt: now });
    emit({ ...definitionSubject(active), type: "formDefinition.retired" });
  }
  const change = { state, activeCode: row.code, activatedAt: now, updatedAt: now };
  const version = await saveDefinition(tx, row, change);
  emit({
    ...definitionSubject(row),
    type: "formDefinition.activated",
    data: { before: active?.revision ?? null, after: row.revision },
  });
  return toDefinitionRow({ ...row, ...change, version }, await usedRevisions(tx, [row.id]));
}

/** A revision that was ever in use is what its records mean: another one takes its place instead. */
function requireDraft(row: StoredDefinition, event: string): void {
  if (row.state === "DRAFT") return;
  const { code, revision, state } = row;
  throw refusalError({ code: "FORM_REVISION_IN_USE", context: { code, revision, state, event } });
}
