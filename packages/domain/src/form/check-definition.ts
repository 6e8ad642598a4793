import { ok, type Result, refuse } from "../kernel/index.ts";
import type { Comparison, FormDefinition, FormField, Operand } from "./definition-schema.ts";

/** What is wrong in a definition, and where. */
export interface DefinitionFault {
  readonly path: string;
  readonly rule: string;
}

type Kind = "number" | "time" | "date" | "text" | "boolean" | "none";

const kindOf: Record<FormField["type"], Kind> = {
  NUMBER: "number",
  DURATION: "number",
  DATETIME: "time",
  DATE: "date",
  TEXT: "text",
  SCAN: "text",
  CHOICE: "text",
  PERSON: "text",
  BOOLEAN: "boolean",
  PHOTO: "none",
};

/**
 * A definition means something when its keys are unique, every field it speaks of exists, it
 * compares like with like, limits do not cross, and what it counts is counted per scanned subject.
 */
export function checkDefinition(definition: FormDefinition): Result<FormDefinition> {
  const fields = new Map(definition.fields.map((field) => [field.key, field]));
  const faults = [
    ...duplicates(definition.fields.map((field) => field.key)).map((key) =>
      fault(key, "DUPLICATE"),
    ),
    ...definition.fields.flatMap((field) => [
      ...fieldFaults(field),
      ...carryFaults(definition, fields, field),
    ]),
    ...duplicates(definition.judgement.map((rule) => rule.code)).map((code) =>
      fault(code, "DUPLICATE"),
    ),
    ...definition.judgement.flatMap(({ code, field, when, anyOf }) => [
      ...(fields.has(field) ? [] : [fault(code, "FIELD_UNKNOWN")]),
      ...[...when, ...anyOf.flat()].flatMap((each) => comparisonFaults(fields, each, code)),
    ]),
    ...lifeFaults(definition, fields),
    ...(needsSubject(definition) && !definition.subject ? [fault("subject", "MISSING")] : []),
    ...(definition.signature?.confirm && definition.confirm === "NONE"
      ? [fault("signature", "NOBODY_CONFIRMS")]
      : []),
  ];
  return faults.length === 0 ? ok(definition) : refuse("FORM_DEFINITION_INVALID", { faults });
}

/** A record of a tool, lot, machine or fridge names it by its scanned code. */
export function needsSubject({ about }: Pick<FormDefinition, "about">): boolean {
  return about !== "RUN" && about !== "LINE";
}

/** Begun at one moment, finished at another. */
export function hasTwoStages({ fields }: Pick<FormDefinition, "fields">): boolean {
  return fields.some((field) => field.stage === "OPEN");
}

const fault = (path: string, rule: string): DefinitionFault => ({ path, rule });

function duplicates(keys: readonly string[]): string[] {
  return [...new Set(keys.filter((key, at) => keys.indexOf(key) !== at))];
}

function fieldFaults(field: FormField): DefinitionFault[] {
  const { key, type } = field;
  const kind = kindOf[type];
  const values = field.choices?.map((choice) => choice.value) ?? [];
  const isOkValue = (value: unknown) =>
    type === "CHOICE"
      ? values.includes(String(value))
      : type === "BOOLEAN" && typeof value === "boolean";
  const hasLimit = field.min !== undefined || field.max !== undefined;
  const wrong: [boolean, string][] = [
    [(type === "CHOICE") !== (field.choices !== undefined), "CHOICES"],
    [duplicates(values).length > 0, "DUPLICATE"],
    [kind !== "number" && (hasLimit || field.isCount === true), "LIMIT_OF_NO_NUMBER"],
    [(field.min ?? -Infinity) > (field.max ?? Infinity), "LIMITS_CROSSED"],
    [field.okValues?.every(isOkValue) === false, "OK_VALUES"],
    [field.stamp === true && type !== "DATETIME" && type !== "PERSON", "STAMP"],
    [field.maxLength !== undefined && type !== "TEXT" && type !== "SCAN", "MAX_LENGTH"],
    [field.mayBeFuture === true && kind !== "time" && kind !== "date", "MAY_BE_FUTURE"],
  ];
  return wrong.flatMap(([isWrong, rule]) => (isWrong ? [fault(key, rule)] : []));
}

type Fields = ReadonlyMap<string, FormField>;

function carryFaults(
  definition: FormDefinition,
  fields: Fields,
  { key, type, carry }: FormField,
): DefinitionFault[] {
  if (!carry) return [];
  const added = fields.get(carry.adds);
  const isCounted = added?.isCount === true && added.required && !added.carry;
  const reset = carry.resetBy === undefined ? null : (fields.get(carry.resetBy)?.type ?? "");
  const wrong: [boolean, string][] = [
    [type !== "NUMBER" || !isCounted, "CARRY_ADDS_NO_COUNT"],
    [reset !== null && reset !== "BOOLEAN", "CARRY_RESET"],
    [!needsSubject(definition), "CARRY_WITHOUT_SUBJECT"],
  ];
  return wrong.flatMap(([isWrong, rule]) => (isWrong ? [fault(key, rule)] : []));
}

function lifeFaults({ life }: FormDefinition, fields: Fields): DefinitionFault[] {
  if (!life) return [];
  const isCarried = fields.get(life.totalField)?.carry !== undefined;
  return [
    ...(isCarried ? [] : [fault("life", "TOTAL_NOT_CARRIED")]),
    ...life.limits.flatMap(({ when }) =>
      when.flatMap((each) => comparisonFaults(fields, each, "life")),
    ),
  ];
}

function comparisonFaults(
  fields: Fields,
  { left, op, right }: Comparison,
  path: string,
): DefinitionFault[] {
  const operands = [left, right];
  const named = operands.flatMap(fieldsOf);
  if (named.some((key) => !fields.has(key))) return [fault(path, "FIELD_UNKNOWN")];
  if (operands.some((operand) => !isWhole(fields, operand))) return [fault(path, "OPERAND")];
  const [a, b] = [kindsOf(fields, left), kindsOf(fields, right)];
  const shared = a.filter((kind) => kind !== "none" && b.includes(kind));
  if (shared.length === 0) return [fault(path, "COMPARES_UNLIKE")];
  const isOrder = op !== "EQ" && op !== "NEQ";
  const hasOrder = shared.some((kind) => kind === "number" || kind === "time" || kind === "date");
  return isOrder && !hasOrder ? [fault(path, "NO_ORDER")] : [];
}

function fieldsOf(operand: Operand): string[] {
  if ("field" in operand) return [operand.field];
  if ("elapsed" in operand) return [operand.elapsed.from, operand.elapsed.to];
  return "sum" in operand ? operand.sum : [];
}

/** Time runs between two instants or two days; only numbers have a sum. */
function isWhole(fields: Fields, operand: Operand): boolean {
  const kinds = fieldsOf(operand).map((key) => kindOf[fields.get(key)?.type ?? "PHOTO"]);
  if ("elapsed" in operand)
    return kinds[0] === kinds[1] && (kinds[0] === "time" || kinds[0] === "date");
  return !("sum" in operand) || kinds.every((kind) => kind === "number");
}

function kindsOf(fields: Fields, operand: Operand): Kind[] {
  if ("field" in operand) return [kindOf[fields.get(operand.field)?.type ?? "PHOTO"]];
  if ("fact" in operand) return operand.fact === "TODAY" ? ["date"] : ["text"];
  if (!("value" in operand)) return ["number"];
  if (typeof operand.value === "number") return ["number"];
  return typeof operand.value === "boolean" ? ["boolean"] : ["text", "time", "date"];
}
