import { afterAll, beforeAll, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";
import { catalogue } from "./catalogue.ts";
import { type Parsed, parseExposition, sampleOf } from "./exposition.fixture.ts";

const token = "scraper-0123456789abcdef";

eachDialect((dialect) => {
  let app: TestApp;
  let admin: Person;

  beforeAll(async () => {
    app = await TestApp.start(dialect);
    admin = await app.as("admin");
  });
  afterAll(() => app.dispose());

  const scraped = async (): Promise<Parsed> => {
    const { platform } = app;
    // A look is shared for five seconds: the next one is another.
    const other = { ...platform };
    const { scrape } = await import("./scrape.ts");
    return parseExposition(await (await scrape(other)).text());
  };

  test("who may read the server's health reads it; nobody else does", async () => {
    const answer = await admin.get("/metrics");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const manager = await app.as("plant_manager");
    expect((await manager.get("/metrics")).status).toBe(200);
    const planner = await app.as("planner");
    expect(await planner.get("/metrics")).toMatchObject({
      status: 403,
      body: { code: "FORBIDDEN", context: { permission: "ops:read" } },
    });
    // Also from this machine itself: behind a proxy everybody comes from there.
    expect(await app.request("GET", "/metrics")).toMatchObject({
      status: 401,
      body: { code: "UNAUTHORIZED" },
    });
    expect((await app.request("POST", "/metrics")).status).toBe(404);
  });

  test("every metric is told, with HELP and TYPE, and no other", async () => {
    const parsed = await scraped();
    const names = Object.keys(catalogue);
    expect([...parsed.types.keys()]).toEqual(names);
    expect([...parsed.help.keys()]).toEqual(names);
    for (const { name, labels } of parsed.samples)
      expect({ name, labels: Object.values(labels).filter((text) => text === "") }).toEqual({
        name,
        labels: [],
      });
  });

  test("answers are counted by door, never by what was asked for", async () => {
    const before = await scraped();
    await admin.get("/api/roles/no-such-role");
    await admin.get("/api/roles/nor-this-one");
    await app.request("GET", "/api/users");
    await app.request("GET", "/api/nowhere/at-all");
    await admin.post("/api/roles", '{"half":');
    const after = await scraped();
    const grown = (labels: Record<string, string>) =>
      (sampleOf(after, "lineside_http_requests_total", labels) ?? 0) -
      (sampleOf(before, "lineside_http_requests_total", labels) ?? 0);
    expect(grown({ method: "read", door: "/api/users", status: "4xx" })).toBe(1);
    expect(grown({ method: "read", door: "/api/*", status: "4xx" })).toBe(3);
    expect(grown({ method: "write", door: "/api/*", status: "4xx" })).toBe(1);
    const doors = new Set(after.samples.map(({ labels }) => labels.door ?? ""));
    expect([...doors].filter((door) => door.includes("no-such-role"))).toEqual([]);
  });

  test("commands are counted by what they came to, units and commits are measured", async () => {
    const before = await scraped();
    const names = { code: "watcher", name: "Watcher", nameZh: "值守员" };
    const role = { ...names, scope: "ALL", permissions: ["audit:read"] };
    const headers = { "idempotency-key": "metrics-1" };
    for (let again = 0; again < 2; again++) await admin.post("/api/roles", role, { headers });
    await admin.post("/api/roles", role);
    const after = await scraped();
    const grown = (name: string, labels: Record<string, string> = {}) =>
      (sampleOf(after, name, labels) ?? 0) - (sampleOf(before, name, labels) ?? 0);
    const of = (code: string) => grown("lineside_commands_total", { command: "role.create", code });
    expect([of("OK"), of("REPLAYED")]).toEqual([1, 1]);
    expect(grown("lineside_unit_duration_seconds_count", { outcome: "undone" })).toBe(1);
    // The role, the answer that was recalled, and the refusal in the trail.
    expect(grown("lineside_commit_duration_seconds_count")).toBeGreaterThanOrEqual(2);
    expect(grown("lineside_statements_total")).toBeGreaterThan(0);
    expect(sampleOf(after, "lineside_database_up")).toBe(1);
    // What a young SQLite file holds is still in its log.
    const bytes = ["lineside_database_bytes", "lineside_wal_bytes"].map((n) => sampleOf(after, n));
    expect(bytes.map((size) => (size ?? 0) > 4_000)).toEqual([true, dialect === "sqlite"]);
    expect(sampleOf(after, "lineside_build_info", { database: dialect })).toBe(1);
    const { metrics } = app.platform;
    expect(metrics.quantile("lineside_commit_duration_seconds", 0.99, 300_000)).toBeGreaterThan(0);
  });

  test("a database that does not answer is told, with everything else", async () => {
    const { read } = app.db;
    const broken = new Proxy(read, {
      get: () => () => {
        throw new Error("gone");
      },
    });
    Object.defineProperty(app.db, "read", { value: broken, configurable: true });
    const during = await scraped().finally(() =>
      Object.defineProperty(app.db, "read", { value: read, configurable: true }),
    );
    expect(sampleOf(during, "lineside_database_up")).toBe(0);
    expect(sampleOf(during, "lineside_process_uptime_seconds")).toBeGreaterThan(0);
    expect(sampleOf(await scraped(), "lineside_database_up")).toBe(1);
  });

  test("jobs and streams are counted as they stand", async () => {
    const stream = await app.handle(
      new Request("http://localhost/api/stream", { headers: { cookie: admin.cookie } }),
    );
    const during = await scraped();
    expect(sampleOf(during, "lineside_live_clients")).toBe(1);
    await stream.body?.cancel();
    expect(sampleOf(await scraped(), "lineside_live_clients")).toBe(0);
    for (const state of ["ready", "waiting", "running", "dead"])
      expect(sampleOf(during, "lineside_jobs", { lane: "system", state })).toBe(0);
    await app.runCron("retention.sweep");
    const after = await scraped();
    const done = { lane: "system", outcome: "completed" };
    expect(sampleOf(after, "lineside_job_attempts_total", done)).toBe(1);
  });

  test("a scraper shows the token of the configuration, and no other", async () => {
    let asked = app;
    const ask = (authorization: string) =>
      asked.request("GET", "/metrics", { headers: { authorization } });
    // Without one configured none is right, not even an empty one.
    expect((await ask(`Bearer ${token}`)).status).toBe(401);
    expect((await ask("Bearer ")).status).toBe(401);
    asked = await restarted(app, token);
    expect((await ask(`Bearer ${token}`)).status).toBe(200);
    expect((await ask(`bearer ${token} `)).status).toBe(200);
    for (const wrong of [`${token}x`, token.slice(1), "null", "lsk_unknown"])
      expect((await ask(`Bearer ${wrong}`)).status).toBe(401);
    expect((await ask(`Basic ${token}`)).status).toBe(401);
    expect((await asked.request("GET", `/metrics?token=${token}`)).status).toBe(401);
  });
});

/** The same server on the same database, with a token in its configuration. */
async function restarted(app: TestApp, metricsToken: string): Promise<TestApp> {
  const { createApp } = await import("@lineside/server/app");
  const { createPlatform } = await import("@lineside/server/platform/platform");
  const { openWeb } = await import("@lineside/server/platform/web");
  const { db, clock, log, config } = app.platform;
  const platform = await createPlatform({ config: { ...config, metricsToken }, db, clock, log });
  const server = createApp(platform, openWeb("off", null));
  return Object.assign(Object.create(TestApp.prototype), app, {
    platform,
    handle: (request: Request) => server.handle(request),
  });
}
