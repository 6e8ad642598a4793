import type { FormDefinition } from "./definition-schema.ts";
import type { Values } from "./schema.ts";

/**
 * Where each count stands after these records of one subject, newest first: the total of the oldest
 * record since the part was new, plus what every later one added. Summed anew each time, so that a
 * correction or a void of an old record counts. A field that was never counted is absent.
 */
export function carriedTotals(
  definition: Pick<FormDefinition, "fields">,
  records: readonly Values[],
): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const { key, carry } of definition.fields) {
    if (!carry) continue;
    let added = 0;
    for (const [at, values] of records.entries()) {
      const isNew = carry.resetBy !== undefined && values[carry.resetBy] === true;
      const isBase = isNew || at === records.length - 1;
      added += Number((isBase ? values[key] : values[carry.adds]) ?? 0);
      totals[key] = added;
      if (isNew) break;
    }
  }
  return totals;
}

/** Whether a record begins every count anew: nothing before it matters. */
export function startsAnew({ fields }: Pick<FormDefinition, "fields">, values: Values): boolean {
  const resets = fields.flatMap(({ carry }) => (carry ? [carry.resetBy] : []));
  return resets.every((key) => key !== undefined && values[key] === true);
}

/** Where the counts stood before a record, for correcting it: what it said minus what it added. */
export function standsBefore(
  { fields }: Pick<FormDefinition, "fields">,
  values: Values,
): Record<string, number> {
  return Object.fromEntries(
    fields.flatMap(({ key, carry }) => {
      const [total, added] = [values[key], carry && values[carry.adds]];
      return typeof total === "number" && typeof added === "number" ? [[key, total - added]] : [];
    }),
  );
}
