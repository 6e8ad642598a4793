import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Answer, TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";
import { z } from "zod";
import { defineQuery } from "../query.ts";
import { openWeb } from "../web.ts";
import { Doors } from "./api.ts";
import { createServer } from "./server.ts";

eachDialect((dialect) => {
  let app: TestApp;
  let admin: Person;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
    admin = await app.as("admin");
  });
  afterAll(() => app.dispose());

  const problem = (answer: Answer, status: number, code: string) => {
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(Object.keys(answer.body).sort()).toEqual([
      "code",
      "context",
      "requestId",
      "resolvedBy",
      "status",
      "title",
      "type",
    ]);
    expect(answer.body).toMatchObject({ type: "about:blank", status, code });
    expect(answer.body.title).toBe(code.toLowerCase().replaceAll("_", " "));
    expect(answer.headers.get("x-request-id")).toBe(answer.body.requestId);
  };

  describe("what is wrong is told as problem+json", () => {
    test("malformed JSON, a body that is no object, an unknown address", async () => {
      problem(await admin.patch("/api/settings", '{"undoSeconds":'), 400, "MALFORMED_JSON");
      problem(await admin.patch("/api/settings", [1, 2]), 400, "BODY_NOT_AN_OBJECT");
      problem(await admin.patch("/api/settings", '"text"'), 400, "BODY_NOT_AN_OBJECT");
      problem(await admin.patch("/api/settings", "12"), 400, "BODY_NOT_AN_OBJECT");
      const long = { headers: { "content-length": "5242881" } };
      problem(await admin.patch("/api/settings", {}, long), 400, "BODY_TOO_LARGE");
      for (const plantName of ["a\0b", "\ud83d"])
        problem(await admin.patch("/api/settings", { plantName }), 400, "VALIDATION_FAILED");
      problem(await admin.get("/api/nothing"), 404, "ENDPOINT_UNKNOWN");
      problem(await admin.delete("/api/settings"), 404, "ENDPOINT_UNKNOWN");
      problem(await app.request("POST", "/nothing"), 404, "ENDPOINT_UNKNOWN");
      problem(await app.request("GET", "/api/settings"), 401, "UNAUTHORIZED");
    });

    test("wrong input names the fields and the rule, never the value", async () => {
      const answer = await admin.patch("/api/settings", {
        undoSeconds: "secret-value",
        colour: "red",
      });
      problem(answer, 400, "VALIDATION_FAILED");
      expect(answer.body.context.issues).toEqual([
        { path: "undoSeconds", rule: "invalid_type" },
        { path: "", rule: "unrecognized_keys", keys: ["colour"] },
      ]);
      expect(JSON.stringify(answer.body)).not.toContain("secret-value");
    });

    test("a missing permission says which, and who can grant it", async () => {
      const trace = await app.as("trace");
      const answer = await trace.patch("/api/settings", {});
      problem(answer, 403, "FORBIDDEN");
      expect(answer.body).toMatchObject({
        context: { permission: "system:config" },
        resolvedBy: "system:user_manage",
      });
    });

    test("a defect of ours says nothing of its inside: no stack, no SQL, no message", async () => {
      const broken = defineQuery({
        name: "test.broken",
        permission: "public",
        input: z.object({ how: z.string() }),
        async run({ db }, { how }) {
          if (how === "sql")
            return await db.read
              .selectFrom("nonsense" as "platform_event")
              .select("id")
              .execute();
          throw new TypeError("internal detail");
        },
      });
      const doors = [new Doors().get("/broken/:how", broken)];
      const server = createServer(app.platform, doors, openWeb("off", null));
      for (const how of ["sql", "throw"]) {
        const response = await server.handle(new Request(`http://localhost/api/broken/${how}`));
        const text = await response.text();
        expect(response.status).toBe(500);
        expect(JSON.parse(text)).toMatchObject({ code: "INTERNAL", context: {} });
        expect(text).not.toMatch(/detail|select|nonsense|platform_event|\.ts/i);
      }
    });
  });

  test("every answer carries the security headers, good or bad, page or API", async () => {
    const answers = await Promise.all([
      admin.get("/api/settings"),
      app.request("GET", "/api/settings"),
      admin.patch("/api/settings", "{"),
      app.request("GET", "/api/nothing"),
      app.request("GET", "/nothing"),
      app.request("GET", "/healthz"),
      app.request("GET", "/readyz"),
      app.request("GET", "/openapi.json"),
      app.request("GET", "/docs"),
      app.request("OPTIONS", "/api/settings"),
    ]);
    for (const { headers } of answers) {
      expect(headers.get("content-security-policy")).toContain("default-src 'self'");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("referrer-policy")).toBe("same-origin");
      expect(headers.get("access-control-allow-origin")).toBeNull();
      expect(headers.get("strict-transport-security")).toBeNull();
    }
    expect(answers[0]?.headers.get("content-security-policy")).not.toMatch(/script-src[^;]*unsafe/);
    expect(answers[0]?.headers.get("cache-control")).toBe("no-store");
  });

  test("a request id is echoed, or made", async () => {
    const headers = { "x-request-id": "line-7.scan:42" };
    expect((await admin.get("/api/settings", { headers })).headers.get("x-request-id")).toBe(
      "line-7.scan:42",
    );
    const refused = await admin.get("/api/users/x/y", { headers });
    expect(refused.body.requestId).toBe("line-7.scan:42");
    expect((await admin.get("/api/settings")).headers.get("x-request-id")).toMatch(/^[\w-]{36}$/);
  });

  test("a change from another site is refused before anything is read, a look is not", async () => {
    const origin = { headers: { origin: "https://evil.example" } };
    const mark = await app.mark();
    const body = { username: "chief", password: "x" };
    for (const answer of [
      await admin.patch("/api/settings", { undoSeconds: 1 }, origin),
      await admin.post("/api/auth/sign-out", {}, origin),
      await admin.delete("/api/auth/badge", {}, origin),
      await app.request("POST", "/api/auth/sign-in", { body, ...origin }),
    ])
      problem(answer, 403, "ORIGIN_MISMATCH");
    expect(await app.events(mark)).toEqual([]);
    expect((await admin.get("/api/settings", origin)).status).toBe(200);
    const own = { headers: { origin: "http://localhost" } };
    expect((await admin.patch("/api/settings", {}, own)).status).toBe(200);
  });

  test("settings are read by everybody, changed by some, valid at once", async () => {
    const operator = await app.as("trace");
    const mark = await app.mark();
    expect((await operator.get("/api/settings")).body.undoSeconds).toBe(30);
    const change = { undoSeconds: 45, overrunPercent: 2.5 };
    expect(await admin.patch("/api/settings", change)).toMatchObject({ status: 200, body: change });
    expect((await operator.get("/api/settings")).body).toMatchObject(change);
    expect((await operator.get("/api/auth/me")).body.settings.undoSeconds).toBe(45);
    await app.platform.settings.reload();
    expect(app.platform.settings.current()).toMatchObject({ ...change, plantName: "Lineside" });
    for (const wrong of [{ undoSeconds: 601 }, { undoSeconds: 1.5 }, { overrunPercent: -1 }])
      expect((await admin.patch("/api/settings", wrong)).status).toBe(400);
    expect(await app.events(mark)).toEqual(["settings.changed"]);
    const { data } = await app.db.read
      .selectFrom("platform_event")
      .select("data")
      .where("type", "=", "settings.changed")
      .orderBy("id", "desc")
      .executeTakeFirstOrThrow();
    expect(data).toEqual({ before: { undoSeconds: 30, overrunPercent: 0 }, after: change });
  });

  test("while it finishes what it accepted it takes nothing new and says when to come back", async () => {
    app.platform.isDraining = true;
    const answer = await admin.patch("/api/settings", {});
    const ready = await app.request("GET", "/readyz");
    const looked = await admin.get("/api/settings");
    app.platform.isDraining = false;
    problem(answer, 503, "SHUTTING_DOWN");
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(ready).toMatchObject({
      status: 503,
      body: { status: "draining", checks: { DATABASE: "ok", DRAINING: "yes" } },
    });
    expect(looked.status).toBe(200);
    expect((await app.request("GET", "/readyz")).body).toEqual({
      status: "ready",
      checks: { DATABASE: "ok", SCHEMA: "ok", DRAINING: "no", MAINTENANCE: "off" },
    });
  });
});
