import { elapsedMs } from "../kernel/index.ts";
import type {
  Comparison,
  FormDefinition,
  FormField,
  FormRule,
  Operand,
} from "./definition-schema.ts";
import type { FormFinding, JudgeFacts, Judgement, Values } from "./schema.ts";

export interface Judged {
  /** null: the form judges nothing, or something it must judge by is unknown. */
  readonly judgement: Judgement | null;
  readonly findings: FormFinding[];
}

/**
 * Judges a filled form: values against their limits (inclusive unless the definition says otherwise)
 * and expected answers, then its rules, then the life of what it counts. One FAIL fails the record;
 * a warning never does. A rule that applies and whose fact is unknown (the program a route expects) or
 * whose field was not filled leaves the record without a judgement: it never passes unproven (D20).
 */
export function judge(definition: FormDefinition, values: Values, facts: JudgeFacts): Judged {
  const scope: Scope = { values, facts };
  const findings = [
    ...definition.fields.flatMap((field) => fieldFinding(field, values)),
    ...definition.judgement.flatMap((rule) => ruleFinding(rule, scope)),
    ...lifeFinding(definition, scope),
  ];
  if (findings.some(({ severity }) => severity === "FAIL")) return { judgement: "FAIL", findings };
  const isUnproven = findings.some(({ code }) => code === "FORM_NOT_JUDGED");
  return { judgement: isUnproven || !judgesAnything(definition) ? null : "PASS", findings };
}

/** Whether its records get a judgement at all. */
export function judgesAnything({ fields, judgement, life }: FormDefinition): boolean {
  const hasLimit = (field: FormField) =>
    field.min !== undefined || field.max !== undefined || field.okValues !== undefined;
  return judgement.length > 0 || life !== undefined || fields.some(hasLimit);
}

/** The limit of life that counts for these values; null: none of them applies. */
export function lifeLimit(definition: FormDefinition, scope: Scope): number | null {
  const found = definition.life?.limits.find(({ when }) =>
    when.every((each) => holds(each, scope) === true),
  );
  return found?.limit ?? null;
}

interface Scope {
  readonly values: Values;
  readonly facts: JudgeFacts;
}

function fieldFinding(field: FormField, values: Values): FormFinding[] {
  const value = values[field.key] ?? null;
  if (value === null) return [];
  const { key, min, max, unit } = field;
  const found = (code: string, context: Record<string, unknown>): FormFinding[] => [
    { field: key, code, severity: "FAIL", context: { field: key, value, ...context } },
  ];
  if (typeof value === "number") {
    if (min !== undefined && (value < min || (field.isMinExclusive === true && value === min)))
      return found("FORM_VALUE_TOO_LOW", { limit: min, unit: unit ?? null });
    if (max !== undefined && (value > max || (field.isMaxExclusive === true && value === max)))
      return found("FORM_VALUE_TOO_HIGH", { limit: max, unit: unit ?? null });
  }
  const isOk = field.okValues === undefined || field.okValues.some((ok) => ok === value);
  return isOk ? [] : found("FORM_VALUE_NOT_OK", {});
}

function ruleFinding(rule: FormRule, scope: Scope): FormFinding[] {
  if (!rule.when.every((each) => holds(each, scope) === true)) return [];
  const groups = rule.anyOf.map((group) => all(group.map((each) => holds(each, scope))));
  if (groups.includes(true)) return [];
  const context = { field: rule.field, value: scope.values[rule.field] ?? null };
  if (groups.includes("UNKNOWN"))
    return [
      {
        field: rule.field,
        code: "FORM_NOT_JUDGED",
        severity: "WARN",
        context: { ...context, rule: rule.code },
      },
    ];
  const { code, severity, message, messageZh } = rule;
  return [{ field: rule.field, code, severity, context, message, messageZh }];
}

function lifeFinding(definition: FormDefinition, scope: Scope): FormFinding[] {
  const { life } = definition;
  const total = life && scope.values[life.totalField];
  const limit = lifeLimit(definition, scope);
  if (!life || typeof total !== "number" || limit === null) return [];
  const context = { field: life.totalField, value: total, limit };
  if (total > limit)
    return [{ field: life.totalField, code: "FORM_LIFE_EXCEEDED", severity: "FAIL", context }];
  if (total * 100 < limit * life.warnPercent) return [];
  return [{ field: life.totalField, code: "FORM_LIFE_NEARLY_OVER", severity: "WARN", context }];
}

/** UNKNOWN: a field in it was not filled, or a fact in it is not known. */
type Truth = boolean | "UNKNOWN";

/** One part that does not hold settles it, whatever is unknown about the others. */
function all(parts: Truth[]): Truth {
  if (parts.includes(false)) return false;
  return parts.includes("UNKNOWN") ? "UNKNOWN" : true;
}

function holds({ left, op, right }: Comparison, scope: Scope): Truth {
  const [as, bs] = [read(left, scope), read(right, scope)];
  if (as === "UNKNOWN" || bs === "UNKNOWN") return "UNKNOWN";
  const isTrue = (a: Known, b: Known) => compare[op](a, b);
  // A fact with several values is met by any of them, and differs when it differs from all.
  return op === "NEQ"
    ? as.every((a) => bs.every((b) => isTrue(a, b)))
    : as.some((a) => bs.some((b) => isTrue(a, b)));
}

type Known = number | string | boolean;

const compare: Record<Comparison["op"], (a: Known, b: Known) => boolean> = {
  LT: (a, b) => a < b,
  LTE: (a, b) => a <= b,
  EQ: (a, b) => a === b,
  NEQ: (a, b) => a !== b,
  GTE: (a, b) => a >= b,
  GT: (a, b) => a > b,
};

function read(operand: Operand, scope: Scope): Known[] | "UNKNOWN" {
  if ("value" in operand) return [operand.value];
  if ("fact" in operand) return factOf(operand, scope.facts);
  if ("field" in operand) {
    const value = scope.values[operand.field] ?? null;
    return value === null || Array.isArray(value) ? "UNKNOWN" : [value];
  }
  if ("sum" in operand) {
    const parts = operand.sum.map((key) => scope.values[key]);
    if (!parts.every((part) => typeof part === "number")) return "UNKNOWN";
    return [parts.reduce((sum, part) => sum + part, 0)];
  }
  const { from, to, unit } = operand.elapsed;
  const [start, end] = [scope.values[from], scope.values[to]];
  if (typeof start !== "string" || typeof end !== "string") return "UNKNOWN";
  return [elapsedMs(start, end) / msOf[unit]];
}

const msOf = { MINUTES: 60_000, HOURS: 3_600_000, DAYS: 86_400_000 };

function factOf(
  { fact, trait }: Extract<Operand, { fact: string }>,
  facts: JudgeFacts,
): Known[] | "UNKNOWN" {
  if (fact === "EXPECTED_PROGRAM") {
    const programs = facts.expectedPrograms
      .filter(({ traits }) => trait === undefined || traits.includes(trait))
      .map(({ program }) => program);
    return programs.length === 0 ? "UNKNOWN" : programs;
  }
  const known = {
    PRODUCT_CODE: facts.productCode,
    LINE_CODE: facts.lineCode,
    RUN_NO: facts.runNo,
    TODAY: facts.today,
  }[fact];
  return known === null ? "UNKNOWN" : [known];
}
