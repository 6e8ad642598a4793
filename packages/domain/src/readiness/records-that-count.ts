import type { FormRecordFacts } from "../form/index.ts";
import type { ReadinessFacts } from "./facts.ts";

/** Which records a check rests on. */
export interface RecordSource {
  readonly formCode: string;
  /**
   * Of the run's own records each subject is an item, e.g. two fixtures. Otherwise the newest counts:
   * a fixture the line used once must not fail for ever.
   */
  readonly perSubject?: boolean;
  /** Only records of the tool that the newest of these names, e.g. the stencil in use. */
  readonly subjectOf?: RecordSource;
  /** The newest of run and line counts: what another run changed on the line since is what is there now. */
  readonly isOfLine?: boolean;
  /**
   * Beyond the run's own records: NAMED counts only what was made for this product, NOT_ANOTHERS
   * everything but what was made for another one. Tools and pastes that serve every product say nothing.
   */
  readonly product?: "NAMED" | "NOT_ANOTHERS";
  /** The field that says the product where neither a run nor the record's head does. */
  readonly productField?: string;
}

type Level = FormRecordFacts["level"];
const nearest: readonly (readonly Level[])[] = [["RUN"], ["LINE"], ["PLANT"]];
const ofLine: readonly (readonly Level[])[] = [["RUN", "LINE"], ["PLANT"]];

/** The nearest level that has records; of these the newest, or the newest of each subject. */
export function recordsThatCount(
  facts: Pick<ReadinessFacts, "records" | "productCode">,
  source: RecordSource,
): FormRecordFacts[] {
  const inUse = source.subjectOf ? recordsThatCount(facts, source.subjectOf)[0]?.subjectKey : null;
  const ofForm = facts.records.filter(
    (record) =>
      record.formCode === source.formCode &&
      record.state !== "VOIDED" &&
      (!inUse || record.subjectKey === inUse) &&
      isOfProduct(record, source, facts.productCode),
  );
  const levels = source.isOfLine ? ofLine : nearest;
  const level = levels.find((names) => ofForm.some((record) => names.includes(record.level)));
  const near = ofForm.filter((record) => level?.includes(record.level)).sort(newestFirst);
  if (!source.perSubject || !level?.includes("RUN")) return near.slice(0, 1);
  const newest = new Map<string, FormRecordFacts>();
  for (const record of near) {
    const key = record.subjectKey ?? "";
    if (!newest.has(key)) newest.set(key, record);
  }
  return [...newest.values()];
}

function isOfProduct(
  { level, productCode, values }: FormRecordFacts,
  { product, productField }: RecordSource,
  ofRun: string,
): boolean {
  if (product === undefined || level === "RUN") return true;
  const said = productField === undefined ? null : textOf(values[productField]) || null;
  const named = productCode ?? said;
  return named === ofRun || (product === "NOT_ANOTHERS" && named === null);
}

/** What a field says, when it says text. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}

/** Of two at the same millisecond the one that was written later; ids ascend. */
function newestFirst(a: FormRecordFacts, b: FormRecordFacts): number {
  const [x, y] = a.occurredAt === b.occurredAt ? [a.id, b.id] : [a.occurredAt, b.occurredAt];
  return x === y ? 0 : x < y ? 1 : -1;
}
