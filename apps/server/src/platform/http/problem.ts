import { DatabaseError } from "@lineside/db";
import { AppError, codeEntry, type ErrorContext, httpStatus } from "@lineside/domain/kernel";
import { describeError, type Logger } from "../logger.ts";

/** RFC 9457 body. `code` is what the UI translates; `title` is for logs and machines. */
export interface Problem {
  type: "about:blank";
  title: string;
  status: number;
  code: string;
  context: ErrorContext;
  /** The permission of those who can put it right; null = whoever got it. */
  resolvedBy: string | null;
  requestId: string;
}

/** The one place where an error becomes HTTP. Unknown errors say INTERNAL and nothing else. */
export function problemResponse(error: unknown, requestId: string, log: Logger): Response {
  const known = asAppError(error);
  if (known.kind === "internal")
    log.error("request failed", { requestId, ...describeError(known.cause ?? known) });
  const problem: Problem = {
    type: "about:blank",
    title: known.code.toLowerCase().replaceAll("_", " "),
    status: httpStatus[known.kind],
    code: known.code,
    context: known.kind === "internal" ? {} : known.context,
    resolvedBy: codeEntry(known.code)?.resolvedBy ?? null,
    requestId,
  };
  const headers: Record<string, string> = {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-request-id": requestId,
  };
  const wait = known.context.retryAfterSeconds;
  if (typeof wait === "number") headers["retry-after"] = String(wait);
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof DatabaseError && error.code === "DATABASE_BUSY")
    return new AppError("busy", "DATABASE_BUSY", { retryAfterSeconds: 1 }, { cause: error });
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  // What was refused while the body was read comes wrapped.
  if (cause instanceof AppError) return cause;
  if (code === "PARSE") return new AppError("invalid", "MALFORMED_JSON");
  if (code === "NOT_FOUND") return new AppError("not_found", "ENDPOINT_UNKNOWN");
  return new AppError("internal", "INTERNAL", {}, { cause: error });
}
