import type { Instant } from "../kernel/index.ts";
import type { FormDefinition, FormField } from "./definition-schema.ts";
import type { JudgeFacts, Value, Values } from "./schema.ts";

/** What the server writes itself: its time and the signed-in person. */
export interface Stamp {
  readonly at: Instant;
  readonly byName: string;
}

/**
 * Writes what nobody types: time and person of the stage, and the totals. A total is the last one of
 * the same subject plus what this record adds; a new part begins at this record.
 */
export function completeValues(
  definition: FormDefinition,
  given: { values: Values; carried: Readonly<Record<string, number>> },
  stamped: { stamp: Stamp; stages: readonly ("OPEN" | "SUBMIT")[] },
): Values {
  const values = { ...given.values };
  for (const field of definition.fields) {
    const isDue = stamped.stages.includes(field.stage ?? "SUBMIT");
    if (field.stamp && isDue)
      values[field.key] = field.type === "PERSON" ? stamped.stamp.byName : stamped.stamp.at;
  }
  for (const { key, carry } of definition.fields) {
    const added = carry && values[carry.adds];
    if (!carry || typeof added !== "number") continue;
    const last = given.carried[key];
    const isNew = carry.resetBy !== undefined && values[carry.resetBy] === true;
    if (isNew) values[key] = added;
    else if (last !== undefined) values[key] = last + added;
    // Nothing was counted before: the person may have said where the count stands.
    else values[key] = values[key] ?? added;
  }
  return values;
}

export interface PrefillFacts extends JudgeFacts {
  readonly now: Instant;
  readonly userName: string;
  /** The newest record of the same subject, or of the same line. */
  readonly last: Values | null;
}

/** What a new sheet begins with. Stamps and totals are not in it: the server writes them. */
export function prefill(definition: FormDefinition, facts: PrefillFacts): Values {
  return Object.fromEntries(
    definition.fields.flatMap((field) => {
      const value = field.stamp || field.carry ? null : defaultOf(field, facts);
      return value === null || value === undefined ? [] : [[field.key, value]];
    }),
  );
}

function defaultOf({ default: source, key }: FormField, facts: PrefillFacts): Value | undefined {
  switch (source) {
    case "NOW":
      return facts.now;
    case "TODAY":
      return facts.today;
    case "USER":
      return facts.userName;
    case "LAST":
      return facts.last?.[key];
    case "LINE":
      return facts.lineCode;
    case "RUN":
      return facts.runNo;
    case "PRODUCT":
      return facts.productCode ?? facts.last?.[key];
    case "EXPECTED_PROGRAM":
      return facts.expectedPrograms.length === 1 ? facts.expectedPrograms[0]?.program : null;
    default:
      return null;
  }
}
