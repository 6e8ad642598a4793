import { codeEntry } from "./codes.ts";
import { AppError, type ErrorContext } from "./error.ts";

export interface Refusal {
  readonly code: string;
  readonly context: ErrorContext;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function refuse(code: string, context: ErrorContext = {}): Result<never> {
  return { ok: false, refusal: { code, context } };
}

/** The value, or the refusal thrown: throwing is what rolls a unit of work back. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw refusalError(result.refusal);
}

/** A refusal as an error, of the kind its code was declared with. */
export function refusalError({ code, context }: Refusal): AppError {
  return new AppError(codeEntry(code)?.kind ?? "refused", code, context);
}
