/** The closed list of failure kinds and the HTTP status each one is told as. */
export const httpStatus = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  refused: 409,
  too_many: 429,
  busy: 503,
  internal: 500,
} as const;

export type ErrorKind = keyof typeof httpStatus;

/** Identifiers and numbers that let a person act on an error; never secrets, stacks or SQL. */
export type ErrorContext = Record<string, unknown>;

/** Every failure that may reach a user: a kind (HTTP status), a code (translated by the UI), a context. */
export class AppError extends Error {
  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    readonly context: ErrorContext = {},
    options?: { cause?: unknown },
  ) {
    super(code, options);
    this.name = "AppError";
  }

  get status(): number {
    return httpStatus[this.kind];
  }
}

/** States what must be true of our own code; a violation is a defect, told as an internal error. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new AppError("internal", "INTERNAL", {}, { cause: new Error(what) });
}
