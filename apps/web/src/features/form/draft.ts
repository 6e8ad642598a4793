import type { FormDefinition, FormField, Value, Values } from "@lineside/domain/form";

/** How instants stand in date-and-time fields; `lib/plant-time.ts` in the browser. */
export interface WallClock {
  toPlantText: (instant: string) => string;
  fromPlantText: (text: string) => string | null;
}

/** A sheet as it stands in its fields: what was typed, "true" or "false", the ids of its photos. */
export type Draft = Record<string, string | string[]>;

export function draftOf(
  { fields }: Pick<FormDefinition, "fields">,
  values: Values,
  clock: WallClock,
): Draft {
  return Object.fromEntries(
    fields.map((field) => [field.key, shown(field, values[field.key] ?? null, clock)]),
  );
}

function shown(field: FormField, value: Value, clock: WallClock): string | string[] {
  if (field.type === "PHOTO") return Array.isArray(value) ? value : [];
  if (value === null || Array.isArray(value)) return "";
  if (field.type === "DATETIME") return clock.toPlantText(String(value));
  return String(value);
}

/** What is sent: numbers as numbers, instants in UTC; what nobody filled is null. */
export function valuesOf(fields: readonly FormField[], draft: Draft, clock: WallClock): Values {
  return Object.fromEntries(
    fields.map((field) => [field.key, meant(field, draft[field.key], clock)]),
  );
}

function meant(field: FormField, typed: string | string[] | undefined, clock: WallClock): Value {
  if (Array.isArray(typed)) return typed.length > 0 ? typed : null;
  const text = (typed ?? "").trim();
  if (text === "") return null;
  switch (field.type) {
    case "NUMBER":
    case "DURATION": {
      const number = Number(text.replace(",", "."));
      // Sent as typed, so that the refusal stands at the field instead of the value being lost.
      return Number.isFinite(number) ? number : text;
    }
    case "BOOLEAN":
      return text === "true";
    case "DATETIME":
      return clock.fromPlantText(text) ?? text;
    default:
      return text;
  }
}
