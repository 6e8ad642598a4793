import type { Database, NewRow, Row, RowChange, Tx } from "@lineside/db";
import {
  type DefinitionRow,
  type FormDefinition,
  type FormDefinitionState,
  zDefinition,
} from "@lineside/domain/form";
import { refusalError } from "@lineside/domain/kernel";
import { saveVersioned } from "../../platform/versioned.ts";

export type Source = Tx | Database;

export const kyselyOf = (from: Source) => ("run" in from ? from.k : from.read);

export interface StoredDefinition extends Omit<Row<"form_definition">, "definition" | "state"> {
  readonly state: FormDefinitionState;
  readonly definition: FormDefinition;
}

function stored(row: Row<"form_definition">): StoredDefinition {
  return {
    ...row,
    state: row.state as FormDefinitionState,
    definition: zDefinition.parse(row.definition),
  };
}

/** The revision new records are filled on; null: the form is unknown or was never activated. */
export async function activeDefinition(
  from: Source,
  code: string,
): Promise<StoredDefinition | null> {
  const row = await kyselyOf(from)
    .selectFrom("form_definition")
    .selectAll()
    .where("activeCode", "=", code)
    .executeTakeFirst();
  return row ? stored(row) : null;
}

/**
 * The same, kept until the unit ends: records of one form are filled one after the other, so that
 * two of one tool cannot start from the same total.
 */
export async function lockActiveDefinition(tx: Tx, code: string): Promise<StoredDefinition> {
  const row = await tx.k
    .selectFrom("form_definition")
    .selectAll()
    .where("activeCode", "=", code)
    .forUpdate()
    .executeTakeFirst();
  if (row) return stored(row);
  const isKnown = (await revisionsOf(tx, code, 1)).length > 0;
  throw refusalError({ code: isKnown ? "FORM_NOT_ACTIVE" : "FORM_NOT_FOUND", context: { code } });
}

/** The revision a record was filled on, whatever became of it; kept as above. */
export async function lockDefinitionById(tx: Tx, id: string): Promise<StoredDefinition> {
  const row = await tx.k
    .selectFrom("form_definition")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return stored(row);
}

export async function lockRevision(
  tx: Tx,
  at: { code: string; revision: number },
): Promise<StoredDefinition> {
  const row = await tx.k
    .selectFrom("form_definition")
    .selectAll()
    .where("code", "=", at.code)
    .where("revision", "=", at.revision)
    .forUpdate()
    .executeTakeFirst();
  if (row) return stored(row);
  throw refusalError({ code: "FORM_REVISION_NOT_FOUND", context: { ...at } });
}

/** Far more than a form ever has; only a bound. */
const revisionsMax = 200;

/** Newest first. */
export async function revisionsOf(
  from: Source,
  code: string,
  limit = revisionsMax,
): Promise<StoredDefinition[]> {
  const rows = await kyselyOf(from)
    .selectFrom("form_definition")
    .selectAll()
    .where("code", "=", code)
    .orderBy("revision", "desc")
    .limit(limit)
    .execute();
  return rows.map(stored);
}

/** False: somebody else made the revision in the meantime. */
export async function insertDefinition(tx: Tx, row: NewRow<"form_definition">): Promise<boolean> {
  const done = await tx.k
    .insertInto("form_definition")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(done.numInsertedOrUpdatedRows ?? 0) === 1;
}

export async function saveDefinition(
  tx: Tx,
  { id, version }: { id: string; version: number },
  change: RowChange<"form_definition">,
): Promise<number> {
  return await saveVersioned(tx, { table: "form_definition", id, version }, change);
}

export async function removeDefinition(tx: Tx, id: string): Promise<void> {
  await tx.k.deleteFrom("form_definition").where("id", "=", id).execute();
}

/** Which of these revisions records were filled on. */
export async function usedRevisions(from: Source, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await kyselyOf(from)
    .selectFrom("form_definition as d")
    .select("d.id")
    .where("d.id", "in", ids)
    .where((x) =>
      x.exists(
        x.selectFrom("form_record as r").select("r.id").whereRef("r.definitionId", "=", "d.id"),
      ),
    )
    .execute();
  return new Set(rows.map(({ id }) => id));
}

export function toDefinitionRow(row: StoredDefinition, used: ReadonlySet<string>): DefinitionRow {
  return {
    id: row.id,
    code: row.code,
    revision: row.revision,
    name: row.name,
    nameZh: row.nameZh,
    state: row.state,
    isShipped: row.isShipped,
    definition: row.definition,
    isUsed: used.has(row.id),
    activatedAt: row.activatedAt,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    version: row.version,
  };
}
