// What adding, changing and removing a row is for every kind of master data.
import type { NewRow, Row, RowChange } from "@lineside/db";
import { unwrap } from "@lineside/domain/kernel";
import { checkRemoval, type Dependents } from "@lineside/domain/plant";
import { z } from "zod";
import type { Place } from "../../platform/actor.ts";
import type { CommandContext } from "../../platform/command.ts";
import { differences } from "../../platform/differences.ts";
import { refuseStale } from "../../platform/versioned.ts";
import { deleteRow, insertRow, type Kind, lockRow, type PlantTable, updateRow } from "./store.ts";

export const savedAnswer = z.object({ id: z.string(), code: z.string(), version: z.number() });
export const removedAnswer = z.object({ id: z.string(), code: z.string() });

/** `version` is optional: who deletes from a list saw the row, who deletes by script did not. */
export const removeInput = z.object({
  /** Or the code. */
  id: z.string(),
  version: z.coerce.number().int().min(1).optional(),
});

export type Saved = z.infer<typeof savedAnswer>;

type Context = Pick<CommandContext, "tx" | "now" | "emit" | "about" | "newId">;
type Fields<T extends PlantTable> = Omit<NewRow<T>, "id" | "version" | "createdAt" | "updatedAt">;

export async function add<T extends PlantTable>(
  cx: Context,
  kind: Kind<T>,
  { fields, place }: { fields: Fields<T> & { code: string }; place?: Place },
): Promise<Saved> {
  const id = cx.newId();
  const { code } = fields;
  const subject = { entityType: kind.entityType, entityId: id, entityKey: code, ...place };
  cx.about(subject);
  const row = { ...fields, id, createdAt: cx.now, updatedAt: cx.now };
  await insertRow(cx.tx, kind, row as unknown as NewRow<T> & { code: string });
  cx.emit({ ...subject, type: `${kind.entityType}.created`, data: { after: fields } });
  return { id, code, version: 1 };
}

/** The row to change, locked; whatever is refused later is filed under it. */
export async function open<T extends PlantTable>(
  cx: Context,
  kind: Kind<T>,
  key: string,
): Promise<Row<T> & Saved> {
  const row = (await lockRow(cx.tx, kind, key)) as Row<T> & Saved;
  cx.about({ entityType: kind.entityType, entityId: row.id, entityKey: row.code });
  return row;
}

/** Saves what differs; the trail shows those fields before and after. */
export async function change<T extends PlantTable>(
  cx: Context,
  kind: Kind<T>,
  edit: { row: Row<T> & Saved; patch: { version: number }; place?: Place },
): Promise<Saved> {
  const { id, code } = edit.row;
  const { version, ...fields } = edit.patch;
  const { before, after } = differences(edit.row, fields);
  refuseStale(edit.row, version);
  if (Object.keys(after).length === 0) return { id, code, version };
  const next = await updateRow(cx.tx, kind, {
    id,
    version,
    now: cx.now,
    change: after as RowChange<T>,
  });
  cx.emit({
    entityType: kind.entityType,
    entityId: id,
    entityKey: code,
    ...edit.place,
    type: `${kind.entityType}.changed`,
    data: { before, after },
  });
  return { id, code, version: next };
}

/** Really deletes what nothing stands on; the rest is refused with counts and can be switched off. */
export async function remove<T extends PlantTable>(
  cx: Context,
  kind: Kind<T>,
  old: { row: Row<T> & Saved; version: number | undefined; dependents: Dependents; place?: Place },
): Promise<z.infer<typeof removedAnswer>> {
  const { id, code, version, ...before } = old.row;
  if (old.version !== undefined) refuseStale(old.row, old.version);
  unwrap(checkRemoval(kind.thing, code, old.dependents));
  await deleteRow(cx.tx, kind, id);
  cx.emit({
    entityType: kind.entityType,
    entityId: id,
    entityKey: code,
    ...old.place,
    type: `${kind.entityType}.deleted`,
    data: { before },
  });
  return { id, code };
}
