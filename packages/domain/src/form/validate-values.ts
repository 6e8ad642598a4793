import { type Instant, ok, type Result, refuse, toInstant } from "../kernel/index.ts";
import { hasTwoStages } from "./check-definition.ts";
import { type FormDefinition, type FormField, formLimits, numberMax } from "./definition-schema.ts";
import type { Value, Values } from "./schema.ts";

export interface Filling {
  /** OPEN: the first of two stages; SUBMIT: the second, or the only one; CORRECT: any field again. */
  readonly stage: "OPEN" | "SUBMIT" | "CORRECT";
  readonly now: Instant;
  /** The last total of each carried field for this subject: where there is one, nobody types another. */
  readonly carried: Readonly<Record<string, number>>;
}

interface Issue {
  readonly field: string;
  readonly rule: string;
}

/** How far another clock may be ahead of the server's. */
const aheadMsMax = 60_000;

/**
 * What a person filled in, in the one way it is stored: known fields of this stage only, each of its
 * type, texts trimmed, instants in UTC, empty ones left out. FORM_VALUES_INVALID names every field
 * at fault. Limits are no matter here: a value outside them is recorded and judged.
 */
export function validateValues(
  definition: FormDefinition,
  given: Values,
  filling: Filling,
): Result<Values> {
  const fields = new Map(definition.fields.map((field) => [field.key, field]));
  const issues: Issue[] = [];
  const values: Values = {};
  for (const [key, value] of Object.entries(given)) {
    const field = fields.get(key);
    if (!field) issues.push({ field: key.slice(0, 60), rule: "UNKNOWN" });
    else if (!isEmpty(value)) {
      const read = readValue(field, value, filling) ?? ruleOfPlace(definition, field, filling);
      if (read === null) values[key] = stored(field, value);
      else issues.push({ field: key, rule: read });
    }
  }
  for (const field of definition.fields)
    if (isMissing(definition, field, { values, given, filling }))
      issues.push({ field: field.key, rule: "REQUIRED" });
  return issues.length === 0 ? ok(values) : refuse("FORM_VALUES_INVALID", { issues });
}

/** Fields a person fills at this stage; stamps and totals are the server's. */
export function fieldsOfStage(
  definition: FormDefinition,
  stage: Filling["stage"],
): readonly FormField[] {
  return definition.fields.filter((field) => !field.stamp && isOfStage(definition, field, stage));
}

export function isOfStage(
  definition: Pick<FormDefinition, "fields">,
  field: FormField,
  stage: Filling["stage"],
): boolean {
  if (stage === "CORRECT" || !hasTwoStages(definition)) return true;
  return (field.stage ?? "SUBMIT") === stage;
}

const isEmpty = (value: Value | undefined) =>
  value === null ||
  value === undefined ||
  (typeof value === "string" && value.trim() === "") ||
  (Array.isArray(value) && value.length === 0);

function isMissing(
  definition: FormDefinition,
  field: FormField,
  { values, given, filling }: { values: Values; given: Values; filling: Filling },
): boolean {
  if (!field.required || field.stamp || field.carry || field.key in values) return false;
  if (!isOfStage(definition, field, filling.stage)) return false;
  // A correction names what changes; only taking a required value away is wrong.
  if (filling.stage === "CORRECT") return field.key in given && isEmpty(given[field.key]);
  return isEmpty(given[field.key]);
}

function ruleOfPlace(
  definition: FormDefinition,
  field: FormField,
  { stage, carried }: Filling,
): string | null {
  if (field.stamp) return "STAMPED";
  if (field.carry && carried[field.key] !== undefined) return "CARRIED";
  return isOfStage(definition, field, stage) ? null : "OTHER_STAGE";
}

/** The rule a value breaks, or null. */
function readValue(field: FormField, value: Value, { now }: Filling): string | null {
  switch (field.type) {
    case "NUMBER":
    case "DURATION":
      return numberRule(field, value);
    case "BOOLEAN":
      return typeof value === "boolean" ? null : "TYPE";
    case "PHOTO":
      if (!Array.isArray(value)) return "TYPE";
      return new Set(value).size === value.length ? null : "DUPLICATE";
    case "DATETIME":
      return timeRule(field, value, now);
    case "DATE":
      return typeof value === "string" && isDay(value) ? null : "TYPE";
    case "CHOICE":
      return field.choices?.some((choice) => choice.value === value) ? null : "CHOICE";
    default:
      return textRule(field, value);
  }
}

function numberRule(field: FormField, value: Value): string | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return "TYPE";
  if (Math.abs(value) > numberMax) return "TOO_LARGE";
  const isCount = Number.isInteger(value) && value >= 0;
  return (field.isCount || field.carry) && !isCount ? "COUNT" : null;
}

function textRule(field: FormField, value: Value): string | null {
  if (typeof value !== "string") return "TYPE";
  const text = value.trim();
  if (text.length > (field.maxLength ?? 200) || text.length > formLimits.textLength)
    return "TOO_LONG";
  return field.type === "SCAN" && /\s/.test(text) ? "SCAN" : null;
}

const instantShape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

function timeRule(field: FormField, value: Value, now: Instant): string | null {
  if (typeof value !== "string" || !instantShape.test(value)) return "TYPE";
  const ms = Date.parse(value);
  if (Number.isNaN(ms)) return "TYPE";
  return ms > Date.parse(now) + aheadMsMax && !field.mayBeFuture ? "FUTURE" : null;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && toInstant(ms).startsWith(text);
}

function stored(field: FormField, value: Value): Value {
  if (field.type === "DATETIME") return toInstant(String(value));
  return typeof value === "string" ? value.trim() : value;
}
