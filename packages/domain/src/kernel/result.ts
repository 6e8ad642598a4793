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
  throw new AppError("refused", result.refusal.code, result.refusal.context);
}
