import type { Database } from "@lineside/db";
import type { FormListQuery, FormRow } from "@lineside/domain/form";
import { zDefinition } from "@lineside/domain/form";
import { type Cursor, readCursor } from "../../platform/page.ts";
import { contains } from "../../platform/search.ts";

/** Which check a form serves stands in its definition: so many are looked through for it. */
const formsMax = 1_000;

/** A form and the revision that stands for it in a list: the active one, else the newest. */
export async function listedForms(
  db: Database,
  { q, checkCode, limit, cursor }: FormListQuery,
): Promise<FormRow[]> {
  const after = readCursor(cursor, 1);
  let query = db.read
    .selectFrom("form_definition as d")
    .select((x) => [
      "d.code",
      "d.name",
      "d.nameZh",
      "d.definition",
      "d.isShipped",
      "d.revision",
      "d.state",
      x
        .selectFrom("form_definition as draft")
        .select((s) => s.fn.max("draft.revision").as("n"))
        .whereRef("draft.code", "=", "d.code")
        .where("draft.state", "=", "DRAFT")
        .as("draftRevision"),
      x
        .selectFrom("form_record as r")
        .select((s) => s.fn.countAll<number>().as("n"))
        .whereRef("r.formCode", "=", "d.code")
        .as("records"),
    ])
    .where((x) =>
      x.or([
        x("d.activeCode", "is not", null),
        x.and([
          x(
            "d.revision",
            "=",
            x
              .selectFrom("form_definition as newest")
              .select((s) => s.fn.max("newest.revision").as("n"))
              .whereRef("newest.code", "=", "d.code"),
          ),
          x.not(
            x.exists(
              x
                .selectFrom("form_definition as active")
                .select("active.id")
                .whereRef("active.activeCode", "=", "d.code"),
            ),
          ),
        ]),
      ]),
    )
    .orderBy("d.code")
    .limit(checkCode === undefined ? limit + 1 : formsMax);
  if (after) query = query.where("d.code", ">", String(after[0]));
  if (q) query = query.where(contains(["d.code", "d.name", "d.nameZh"], q));
  const rows = (await query.execute()).map((row) => {
    const definition = zDefinition.parse(row.definition);
    return {
      code: row.code,
      name: row.name,
      nameZh: row.nameZh,
      about: definition.about,
      checkCode: definition.checkCode ?? null,
      confirm: definition.confirm,
      backfill: definition.backfill,
      activeRevision: row.state === "ACTIVE" ? row.revision : null,
      draftRevision: row.draftRevision === null ? null : Number(row.draftRevision),
      isShipped: row.isShipped,
      records: Number(row.records ?? 0),
    };
  });
  if (checkCode === undefined) return rows;
  return rows.filter((row) => row.checkCode === checkCode).slice(0, limit + 1);
}

export const formKey = (row: FormRow): Cursor => [row.code];
