import { noteServerTime } from "./clock.ts";
import { noteReached, noteUnreachable } from "./connection.ts";
import { signedWhereAsked } from "./signing.ts";

/** A failure the server explained (problem+json), or `OFFLINE` with status 0 when it was not reached. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly context: Record<string, unknown>;
  /** The permission whose holder can put it right; null when nobody in particular. */
  readonly resolvedBy: string | null;
  readonly requestId: string | null;

  constructor(problem: Problem, options?: { cause?: unknown }) {
    super(problem.title ?? problem.code, options);
    this.name = "ApiError";
    this.code = problem.code;
    this.status = problem.status;
    this.context = problem.context ?? {};
    this.resolvedBy = problem.resolvedBy ?? null;
    this.requestId = problem.requestId ?? null;
  }
}

interface Problem {
  code: string;
  status: number;
  title?: string;
  context?: Record<string, unknown>;
  resolvedBy?: string | null;
  requestId?: string | null;
}

export interface Call {
  query?: object;
  body?: unknown;
  /** Sent as it is instead of a body. */
  file?: File;
  /** Default: a fresh key per call, so a repeat after a lost answer cannot act twice. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

export const get = <T>(path: string, call: Call = {}) => send<T>("GET", path, call);
export const post = <T>(path: string, call: Call = {}) => send<T>("POST", path, call);
export const patch = <T>(path: string, call: Call = {}) => send<T>("PATCH", path, call);
export const put = <T>(path: string, call: Call = {}) => send<T>("PUT", path, call);
export const del = <T>(path: string, call: Call = {}) => send<T>("DELETE", path, call);

/** A path under /api with its keys escaped: path`/runs/${runNo}/units`. */
export function path(parts: TemplateStringsArray, ...keys: (string | number)[]): string {
  return parts.reduce(
    (text, part, at) => text + part + (at < keys.length ? encodeURIComponent(keys[at]!) : ""),
    "",
  );
}

/** 128 random bits; `crypto.randomUUID` does not exist on plain http in a plant network. */
export function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

// A lost answer and a busy server are asked again under the same key; the pauses are what a
// person does not yet notice.
const PAUSES_MS = [250, 900];

async function send<T>(method: string, path: string, call: Call): Promise<T> {
  if (method === "GET" || call.file) return await sendAgain<T>(method, path, call);
  // The signed call is the same change: it goes under the same key.
  const idempotencyKey = call.idempotencyKey ?? newIdempotencyKey();
  return await signedWhereAsked((signature) => {
    const body = signature ? { ...(call.body as object), signature } : call.body;
    return sendAgain<T>(method, path, { ...call, body, idempotencyKey });
  });
}

async function sendAgain<T>(method: string, path: string, call: Call): Promise<T> {
  const request = toRequest(method, path, call);
  for (let attempt = 0; ; attempt++) {
    try {
      return await once<T>(request.url, { ...request.init, signal: call.signal });
    } catch (error) {
      const pause = PAUSES_MS[attempt];
      const isPassing = error instanceof ApiError && isSoonOver(error);
      if (!isPassing || pause === undefined) throw error;
      await new Promise((done) => setTimeout(done, pause));
    }
  }
}

/** Maintenance is not: a terminal keeps its scan at once instead of making its operator wait. */
const isSoonOver = ({ status, code }: ApiError) =>
  status === 0 || (status === 503 && code !== "MAINTENANCE");

function toRequest(method: string, path: string, call: Call): { url: string; init: RequestInit } {
  const headers: Record<string, string> = { accept: "application/json" };
  if (method !== "GET") headers["idempotency-key"] = call.idempotencyKey ?? newIdempotencyKey();
  if (call.file) headers["content-type"] = call.file.type || "application/octet-stream";
  else if (call.body !== undefined) headers["content-type"] = "application/json";
  return {
    url: `/api${path}${toQuery(call.query)}`,
    init: {
      method,
      headers,
      credentials: "same-origin",
      body: call.file ?? (call.body === undefined ? undefined : JSON.stringify(call.body)),
    },
  };
}

export function toQuery(query: object = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") params.set(key, String(value));
  }
  const text = params.toString();
  return text ? `?${text}` : "";
}

async function once<T>(url: string, init: RequestInit): Promise<T> {
  const response = await reach(url, init);
  if (response.status === 204) return undefined as T;
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as T;
  throw new ApiError(toProblem(body, response.status));
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(url, init);
    noteServerTime(response.headers.get("date"));
    noteReached();
    return response;
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    noteUnreachable();
    throw new ApiError({ code: "OFFLINE", status: 0 }, { cause });
  }
}

function toProblem(body: unknown, status: number): Problem {
  if (body && typeof body === "object" && "code" in body && typeof body.code === "string")
    return { ...(body as Problem), status };
  return { code: status >= 500 ? "INTERNAL" : "UNEXPECTED_ANSWER", status };
}
