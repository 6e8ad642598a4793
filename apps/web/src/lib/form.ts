import {
  type DefaultValues,
  type FieldPath,
  type FieldValues,
  type Resolver,
  type UseFormReturn,
  useForm,
} from "react-hook-form";
import type { z } from "zod";
import { ApiError } from "./http.ts";
import { useT } from "./i18n.ts";

interface Rule {
  path: string;
  rule: string;
  minimum?: number | bigint;
  maximum?: number | bigint;
  origin?: string;
}

/** A form checked by the same schema as the server, when a field is left; texts in the user's language. */
export function useZodForm<S extends z.ZodObject<z.ZodRawShape>>(
  schema: S,
  defaultValues: DefaultValues<z.input<S>>,
): UseFormReturn<z.input<S>, unknown, z.output<S>> {
  const say = useRuleText();
  const resolver: Resolver<FieldValues, unknown, FieldValues> = (values) => {
    const parsed = schema.safeParse(values);
    if (parsed.success) return { values: parsed.data as FieldValues, errors: {} };
    const errors: Record<string, { type: string; message: string }> = {};
    for (const found of parsed.error.issues) {
      const name = found.path.join(".");
      const bounds = found as { minimum?: number; maximum?: number; origin?: string };
      const rule = found.code === "custom" ? found.message : found.code;
      errors[name] ??= { type: rule, message: say({ path: name, rule, ...bounds }) };
    }
    return { values: {}, errors };
  };
  return useForm<z.input<S>, unknown, z.output<S>>({
    defaultValues,
    mode: "onTouched",
    resolver: resolver as unknown as Resolver<z.input<S>, unknown, z.output<S>>,
  });
}

/** Shows a refusal at the field it belongs to. Returns false when it belongs to none of them. */
export function useFieldRefusal<F extends FieldValues>(
  form: UseFormReturn<F, unknown, FieldValues>,
  fieldOfCode: Partial<Record<string, FieldPath<F>>> = {},
): (error: unknown) => boolean {
  const say = useRuleText();
  const t = useT("errors");
  return (error) => {
    if (!(error instanceof ApiError)) return false;
    const rules = error.code === "VALIDATION_FAILED" ? (error.context.issues as Rule[]) : [];
    for (const rule of rules ?? [])
      form.setError(rule.path as FieldPath<F>, { type: "server", message: say(rule) });
    const field = fieldOfCode[error.code];
    if (field) form.setError(field, { type: "server", message: t(error.code, error.context) });
    return field !== undefined || (rules?.length ?? 0) > 0;
  };
}

/** What is wrong with a value, short enough to stand under the field. */
function useRuleText(): (rule: Rule) => string {
  const t = useT("common");
  const tErrors = useT("errors");
  return ({ rule, minimum, maximum, origin }) => {
    const isText = origin === "string" || origin === "array";
    if (rule === "too_small")
      return isText && Number(minimum) <= 1
        ? t("rule.required")
        : t(isText ? "rule.tooShort" : "rule.tooSmall", { minimum });
    if (rule === "too_big") return t(isText ? "rule.tooLong" : "rule.tooBig", { maximum });
    if (rule === "invalid_type") return t("rule.required");
    if (/^[A-Z_]{4,}$/.test(rule)) return tErrors(rule);
    return t("rule.invalid");
  };
}

/** For `register("planQty", asNumber)`: what is typed becomes a number; nothing stays nothing. */
export const asNumber = {
  setValueAs: (typed: unknown) => {
    if (typeof typed !== "string") return typed;
    const text = typed.trim().replace(",", ".");
    return text === "" ? null : Number(text);
  },
};
