import { type FormDefinition, zDefinition } from "@lineside/domain/form";
import { type ShippedForm, shippedForms } from "@lineside/domain/form/shipped";
import { AppError } from "@lineside/domain/kernel";
import { z } from "zod";
import { systemActor } from "../../platform/actor.ts";
import { type CommandContext, defineCommand, execute } from "../../platform/command.ts";
import { newId } from "../../platform/ids.ts";
import type { Platform } from "../../platform/platform.ts";
import { insertDefinition, revisionsOf, type StoredDefinition } from "./definition-store.ts";
import { activate, definitionSubject } from "./definitions.ts";

/**
 * Brings the shipped forms into the plant, once each. A form of a newer release becomes a new
 * revision: taken into use where the plant still used the product's own, a draft to look at where
 * people made their own. What people made is never touched.
 */
const seedCommand = defineCommand({
  name: "form.seedShipped",
  permission: "internal",
  scope: "none",
  input: z.object({}),
  async run(cx) {
    for (const form of shippedForms) await seedOne(cx, form);
  },
});

/** At every start, before anyone can fill a form. */
export async function seedForms(platform: Platform): Promise<void> {
  const caller = {
    actor: systemActor("start", {}),
    sessionId: null,
    requestId: newId(),
    ip: null,
    idempotencyKey: null,
  };
  await execute(platform, seedCommand, { input: {}, caller }).catch(async (error) => {
    // Of two nodes that start at once the slower one finds the forms there.
    if (!(error instanceof AppError) || error.kind !== "conflict") throw error;
    await execute(platform, seedCommand, { input: {}, caller });
  });
}

async function seedOne(cx: CommandContext, form: ShippedForm): Promise<void> {
  const { tx, now } = cx;
  const { code, name, nameZh } = form;
  const definition = zDefinition.parse(form.definition);
  const revisions = await revisionsOf(tx, code);
  const meaning = meaningOf({ name, nameZh, definition });
  if (revisions.some((known) => known.isShipped && meaningOf(known) === meaning)) return;
  const row: StoredDefinition = {
    id: cx.newId(),
    code,
    revision: (revisions[0]?.revision ?? 0) + 1,
    name,
    nameZh,
    state: "DRAFT",
    activeCode: null,
    isShipped: true,
    about: definition.about,
    definition,
    activatedAt: null,
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
  if (!(await insertDefinition(tx, row))) throw new AppError("conflict", "CONCURRENT_CHANGE");
  const after = { name, nameZh, definition };
  cx.emit({ ...definitionSubject(row), type: "formDefinition.created", data: { after } });
  const active = revisions.find(({ state }) => state === "ACTIVE");
  const isOwn = active ? active.isShipped : revisions.length === 0;
  if (isOwn) await activate(cx, row);
}

/** The same text for the same form, whatever order a database gives its keys back in. */
function meaningOf(form: { name: string; nameZh: string; definition: FormDefinition }): string {
  const { name, nameZh, definition } = form;
  return JSON.stringify([name, nameZh, definition], (_key, value: unknown) =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
