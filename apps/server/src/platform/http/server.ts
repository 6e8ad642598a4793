import { AppError } from "@lineside/domain/kernel";
import { Elysia } from "elysia";
import type { Caller } from "../actor.ts";
import { requireActor } from "../actor.ts";
import { elapsedSince, monotonicMs } from "../clock.ts";
import { execute } from "../command.ts";
import { HttpMeter } from "../metrics/http-meter.ts";
import { metricsDoor, scrape, showsToken } from "../metrics/scrape.ts";
import type { Platform } from "../platform.ts";
import { ask } from "../query.ts";
import { parseInput } from "../validation.ts";
import { version } from "../version.ts";
import type { Web } from "../web.ts";
import type { Doors, Endpoint } from "./api.ts";
import { readBody } from "./body.ts";
import { healthz, readyz } from "./health.ts";
import { refuseInMaintenance } from "./maintenance.ts";
import { openApi, referenceCsp, referencePage } from "./openapi.ts";
import { problemResponse } from "./problem.ts";
import { checkOrigin, type RequestFacts, readRequest } from "./request.ts";
import { hsts, securityHeaders } from "./security-headers.ts";

export { bodyBytesMax } from "./body.ts";

interface Incoming {
  request: Request;
  params: Record<string, string>;
  query: Record<string, string>;
  body: unknown;
  server: { requestIP(request: Request): { address: string } | null } | null;
}

/** What a door that reads its body itself may be sent: a file, and what a form wraps around it. */
const rawBytesMax = 11 * 1024 * 1024;

/** Elysia with one handler per door; every door answers through the same path. */
export function createServer(platform: Platform, doors: Doors[], web: Web) {
  const app = new Elysia({
    // Elysia shares its port by default: a second server would silently take half of the requests.
    serve: { maxRequestBodySize: rawBytesMax, idleTimeout: 60, reusePort: false },
  });
  const nowhere = unknownMeters(platform);
  app.onError((c) => {
    const facts = readRequest(c.request, null, platform.config);
    const response = problemResponse(c.error, facts.requestId, platform.log);
    nowhere(c.request).counted(response.status);
    return secured(response, facts);
  });
  for (const endpoint of doors.flatMap((each) => each.endpoints)) {
    const path = `/api${endpoint.path}`;
    const door = metered(platform, endpoint, path);
    app.route(
      endpoint.method,
      path,
      (c: unknown) => answer(platform, door, c as Incoming),
      isRaw(endpoint) ? { parse: "none" } : { parse: [readBody] },
    );
  }
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"])
    app.route(method, "/api/*", ({ request }: { request: Request }) => {
      nowhere(request).counted(404);
      return unknown(platform, request);
    });
  addPublic(platform, app, { doors, web });
  return app;
}

const isRaw = ({ operation }: Endpoint) => operation.kind === "action" && operation.body === "raw";

/** What lies outside /api: health, the API reference, and the web app on every other path. */
function addPublic(
  platform: Platform,
  app: Elysia,
  { doors, web }: { doors: Doors[]; web: Web },
): void {
  const facts = (request: Request) => readRequest(request, null, platform.config);
  const open = (path: string, make: (request: Request) => Response | Promise<Response>) => {
    const meter = new HttpMeter(platform.metrics, "GET", path);
    app.get(path, async ({ request }: { request: Request }) => {
      const started = monotonicMs();
      const response = await make(request);
      meter.answered(response.status, started);
      return secured(response, facts(request));
    });
  };
  addMetrics(platform, app);
  let description: string | undefined;
  open("/healthz", () => healthz());
  open("/readyz", () => readyz(platform));
  open("/openapi.json", () => {
    description ??= JSON.stringify(openApi(doors, version));
    return new Response(description, { headers: { "content-type": "application/json" } });
  });
  app.get("/docs", ({ request }: { request: Request }) => {
    const headers = { "content-type": "text/html; charset=utf-8" };
    const response = secured(new Response(referencePage, { headers }), facts(request));
    response.headers.set("content-security-policy", referenceCsp);
    return response;
  });
  open("/*", (request) => web.answer(request) ?? unknown(platform, request));
}

/** For scrapers, which bring no cookie, and for who may read the server's health. */
function addMetrics(platform: Platform, app: Elysia): void {
  const door = metered(platform, metricsDoor, metricsDoor.path);
  const { metricsToken } = platform.config;
  app.route("GET", metricsDoor.path, async (c: unknown) => {
    const { request } = c as Incoming;
    if (!showsToken(request, metricsToken)) return answer(platform, door, c as Incoming);
    return secured(await scrape(platform), readRequest(request, null, platform.config));
  });
}

/** For what no door answers: paths nobody knows, bodies that cannot be read. */
function unknownMeters({ metrics }: Platform): (request: Request) => HttpMeter {
  const read = new HttpMeter(metrics, "GET", "/api/*");
  const write = new HttpMeter(metrics, "POST", "/api/*");
  return ({ method }) => (method === "GET" ? read : write);
}

function unknown(platform: Platform, request: Request): Response {
  const facts = readRequest(request, null, platform.config);
  const error = new AppError("not_found", "ENDPOINT_UNKNOWN");
  return secured(problemResponse(error, facts.requestId, platform.log), facts);
}

interface Door extends Endpoint {
  meter: HttpMeter;
}

function metered({ metrics }: Platform, endpoint: Endpoint, path: string): Door {
  return { ...endpoint, meter: new HttpMeter(metrics, endpoint.method, path) };
}

async function answer(platform: Platform, door: Door, c: Incoming): Promise<Response> {
  const started = monotonicMs();
  const peer = c.server?.requestIP(c.request)?.address ?? null;
  const facts = readRequest(c.request, peer, platform.config);
  let response: Response;
  try {
    response = await respond(platform, door, { c, facts, peer });
    response.headers.set("x-request-id", facts.requestId);
  } catch (error) {
    response = problemResponse(error, facts.requestId, platform.log);
  }
  door.meter.answered(response.status, started);
  if (platform.log.enabled("debug"))
    platform.log.debug("answered", {
      requestId: facts.requestId,
      operation: door.operation.name,
      status: response.status,
      ms: elapsedSince(started),
    });
  return secured(response, facts);
}

async function respond(
  platform: Platform,
  { method, operation }: Endpoint,
  { c, facts, peer }: { c: Incoming; facts: RequestFacts; peer: string | null },
): Promise<Response> {
  if (method !== "GET") {
    checkOrigin(c.request, peer, platform.config);
    if (platform.isDraining) throw new AppError("busy", "SHUTTING_DOWN", { retryAfterSeconds: 5 });
  }
  const { headers } = c.request;
  const now = platform.clock.now();
  const machine = await platform.apiKeys.resolve(headers, { ip: facts.ip, now });
  // Whoever shows a key is that machine, whatever cookies came along.
  const session = machine ? null : await platform.sessions.resolve(headers, now);
  if (session) platform.sessions.noteUse(session, { now, ip: facts.ip });
  const caller: Caller = {
    actor: machine ?? session?.actor ?? null,
    sessionId: session?.sessionId ?? null,
    requestId: facts.requestId,
    ip: facts.ip,
    idempotencyKey: facts.idempotencyKey,
  };
  if (method !== "GET") {
    // Whoever was told that it is on finds it on.
    if (platform.settings.pending) await platform.settings.pending;
    refuseInMaintenance(platform, operation, caller);
  }
  const input = joinInput(c);
  let response: Response;
  if (operation.kind === "query")
    response = json(await ask(platform, operation, { input, caller }));
  else if (operation.kind === "command") {
    const done = await execute(platform, operation, { input, caller });
    response = json(done.value);
    if (done.replayed) response.headers.set("idempotency-replayed", "true");
  } else {
    requireActor(caller, operation.permission);
    const parsed = parseInput(operation.input, input);
    response = await operation.run({ platform, caller, request: c.request }, parsed);
  }
  for (const cookie of session?.setCookies ?? []) response.headers.append("set-cookie", cookie);
  return response;
}

/** Params win over query, query over body: a URL names what it acts on. */
function joinInput(c: Incoming): object {
  const isObject = c.body !== null && typeof c.body === "object" && !Array.isArray(c.body);
  if (c.body !== undefined && c.body !== null && !isObject)
    throw new AppError("invalid", "BODY_NOT_AN_OBJECT");
  const params = Object.fromEntries(
    Object.entries(c.params ?? {}).map(([key, value]) => [key, decoded(value)]),
  );
  return { ...(isObject ? (c.body as object) : {}), ...c.query, ...params };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function json(value: unknown): Response {
  if (value instanceof Response) return value;
  return new Response(JSON.stringify(value ?? null), {
    headers: { "content-type": "application/json", "cache-control": "no-store" },
  });
}

function secured(response: Response, facts: RequestFacts): Response {
  // An answer may be stricter than the app's own pages, e.g. a file people uploaded.
  for (const [name, value] of Object.entries(securityHeaders))
    if (!response.headers.has(name)) response.headers.set(name, value);
  if (facts.isSecure)
    for (const [name, value] of Object.entries(hsts)) response.headers.set(name, value);
  return response;
}
