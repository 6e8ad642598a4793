import { AppError } from "@lineside/domain/kernel";
import type { z } from "zod";

/** Input as the schema wants it, or VALIDATION_FAILED with the fields at fault; values are not echoed. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success && isStorable(parsed.data)) return parsed.data;
  if (parsed.success)
    throw new AppError("invalid", "VALIDATION_FAILED", { issues: [{ path: "", rule: "text" }] });
  throw new AppError("invalid", "VALIDATION_FAILED", { issues: parsed.error.issues.map(issue) });
}

/** NUL and halves of a surrogate pair are no text to PostgreSQL; both databases take the same. */
export function isStorable(input: unknown): boolean {
  const open = [input];
  for (let value = open.pop(); ; value = open.pop()) {
    if (typeof value === "string") {
      if (!isText(value)) return false;
    } else if (Array.isArray(value)) for (const each of value) open.push(each);
    else if (value !== null && typeof value === "object")
      for (const [name, each] of Object.entries(value)) {
        if (!isText(name)) return false;
        open.push(each);
      }
    if (open.length === 0) return true;
  }
}

const isText = (text: string) => !text.includes("\0") && text.isWellFormed();

/** Field path and the rule it broke, in a form a screen can translate. */
function issue(found: z.core.$ZodIssue): object {
  const path = found.path.join(".");
  switch (found.code) {
    case "too_small":
      return { path, rule: "too_small", origin: found.origin, minimum: found.minimum };
    case "too_big":
      return { path, rule: "too_big", origin: found.origin, maximum: found.maximum };
    case "invalid_value":
      return { path, rule: "invalid_value", values: found.values };
    case "unrecognized_keys":
      return { path, rule: "unrecognized_keys", keys: found.keys };
    case "custom":
      return { path, rule: (found.params as { rule?: string })?.rule ?? "custom" };
    default:
      return { path, rule: found.code };
  }
}
