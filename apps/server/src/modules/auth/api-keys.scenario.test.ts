import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { addMs, toMs } from "@lineside/domain/kernel";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";

eachDialect((dialect) => {
  let app: TestApp;
  let admin: Person;
  let lineId: string;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
    admin = await app.as("admin");
    await makePlant(app.db, { steps: [{ code: "PRINT" }] });
    lineId = (await app.db.read.selectFrom("plant_line").select("id").executeTakeFirstOrThrow()).id;
  });
  afterAll(() => app.dispose());

  const make = async (body: object) => (await admin.post("/api/api-keys", body)).body;
  const rowOf = async (id: string) =>
    (await admin.get("/api/api-keys")).body.items.find((row: { id: string }) => row.id === id);
  /** A door no machine may pass: 403 says that the key was taken for what it is. */
  const knock = (headers: Record<string, string>) => app.request("GET", "/api/users", { headers });
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  const use = () => ({ ip: "10.0.0.7", now: app.clock.now() });

  describe("making a key", () => {
    test("shows it once: not in the list, not in the trail, not in the database", async () => {
      const mark = await app.mark();
      const made = await admin.post("/api/api-keys", { name: "AOI 1", sources: ["aoi"] });
      expect(made).toMatchObject({ status: 200, body: { version: 1 } });
      expect(await app.events(mark)).toEqual(["apiKey.created"]);
      const { id, key, prefix } = made.body;
      expect(key).toMatch(/^lsk_[\w-]{51}$/);
      expect(key.startsWith(prefix)).toBe(true);
      const secret = key.slice(prefix.length);
      const { read } = app.db;
      const kept = [
        await read.selectFrom("auth_api_key").selectAll().execute(),
        await read.selectFrom("platform_event").selectAll().where("id", ">", mark).execute(),
        (await admin.get("/api/api-keys")).body,
      ];
      expect(JSON.stringify(kept)).not.toContain(secret);
      expect(await rowOf(id)).toMatchObject({
        name: "AOI 1",
        prefix,
        sources: ["aoi"],
        lines: [],
        ratePerMinute: 6_000,
        expiresAt: null,
        lastUsedAt: null,
        state: "ACTIVE",
        createdByName: "admin 1",
      });
    });

    test("a repeated call makes no second key and is not shown the first again", async () => {
      const mark = await app.mark();
      const headers = { "idempotency-key": "make-one-key" };
      const first = await admin.post("/api/api-keys", { name: "Once" }, { headers });
      const again = await admin.post("/api/api-keys", { name: "Once" }, { headers });
      expect(first.body.key).toStartWith("lsk_");
      expect(again.headers.get("idempotency-replayed")).toBe("true");
      expect(again.body).toEqual({ ...first.body, key: null });
      expect(await app.events(mark)).toEqual(["apiKey.created"]);
      const stored = await app.db.read
        .selectFrom("platform_idempotency_key")
        .selectAll()
        .where("command", "=", "apiKey.create")
        .execute();
      expect(stored.length).toBe(1);
      expect(JSON.stringify(stored)).not.toContain(first.body.key);
    });

    // biome-ignore format: a table
    test.each([
      [{ name: "" },                                            400, "VALIDATION_FAILED"],
      [{ name: "x", sources: [] },                              400, "VALIDATION_FAILED"],
      [{ name: "x", ratePerMinute: 0 },                         400, "VALIDATION_FAILED"],
      [{ name: "x", expiresAt: "2001-01-01T00:00:00.000Z" },    409, "API_KEY_EXPIRY_PAST"],
      [{ name: "Once" },                                        409, "API_KEY_NAME_TAKEN"],
      [{ name: "x", lineIds: ["no-such-line"] },                404, "LINE_NOT_FOUND"],
    ])("%j is refused: %p %p", async (body, status, code) => {
      expect(await admin.post("/api/api-keys", body)).toMatchObject({ status, body: { code } });
    });

    test("is for those who manage keys", async () => {
      const engineer = await app.as("engineer");
      for (const refused of [
        await engineer.get("/api/api-keys"),
        await engineer.post("/api/api-keys", { name: "Mine" }),
      ])
        expect(refused).toMatchObject({
          status: 403,
          body: { code: "FORBIDDEN", context: { permission: "system:key_manage" } },
        });
    });
  });

  describe("using a key", () => {
    test("opens in either header, may only send, and ignores the cookie beside it", async () => {
      const { key } = await make({ name: "Headers" });
      const cookie = admin.cookie;
      const ways: Record<string, string>[] = [
        bearer(key),
        { authorization: `bearer  ${key} ` },
        { "x-api-key": key },
        { ...bearer(key), cookie },
      ];
      for (const headers of ways)
        expect(await knock(headers)).toMatchObject({
          status: 403,
          body: { code: "FORBIDDEN", context: { permission: "system:user_manage" } },
        });
      expect((await knock({ cookie })).status).toBe(200);
      expect(await app.request("GET", "/api/settings", { headers: bearer(key) })).toMatchObject({
        status: 403,
        body: { code: "FORBIDDEN" },
      });
    });

    test("a wrong one is refused whatever cookie is beside it", async () => {
      const { key } = await make({ name: "Almost" });
      const wrong = `${key.slice(0, -1)}${key.endsWith("A") ? "B" : "A"}`;
      for (const headers of [
        bearer(wrong),
        bearer("lsk_"),
        { "x-api-key": "password" },
        { "x-api-key": key.repeat(10), cookie: admin.cookie },
        { ...bearer(wrong), cookie: admin.cookie },
      ])
        expect(await knock(headers as Record<string, string>)).toMatchObject({
          status: 401,
          body: { code: "API_KEY_INVALID" },
        });
      expect(await knock({ authorization: "Basic bG9sOmxvbA==" })).toMatchObject({
        body: { code: "UNAUTHORIZED" },
      });
    });

    test("stands for a machine with its lines and sources", async () => {
      const { id, key } = await make({ name: "Bound", sources: ["mes"], lineIds: [lineId] });
      expect(await app.platform.apiKeys.authenticate(key, use())).toEqual({
        id,
        name: "Bound",
        kind: "MACHINE",
        access: { "ingest:send": "LINES" },
        lineIds: new Set([lineId]),
        stationIds: new Set(),
        sources: ["mes"],
        mustChangePassword: false,
      });
      expect((await rowOf(id)).lines).toMatchObject([{ id: lineId, code: "A" }]);
    });

    test("costs no statement once the keys are known", async () => {
      const { key } = await make({ name: "Quick" });
      const areFree = async () => {
        await app.platform.apiKeys.flush();
        const before = app.db.stats();
        for (let n = 0; n < 5; n++) expect((await knock(bearer(key))).status).toBe(403);
        return Bun.deepEquals(app.db.stats(), before);
      };
      // On PostgreSQL a node hears its own event a second time, a moment later.
      let isFree = false;
      for (let n = 0; n < 10 && !isFree; n++) isFree = await areFree();
      expect(isFree).toBe(true);
    });

    test("its last use is written at most once a minute", async () => {
      const { id, key } = await make({ name: "Seen" });
      const { apiKeys } = app.platform;
      const first = app.clock.now();
      const written = async () => {
        await app.db.unit(async () => {});
        return (await rowOf(id)).lastUsedAt;
      };
      await apiKeys.authenticate(key, { ip: "10.0.0.7", now: first });
      await apiKeys.flush();
      expect(await rowOf(id)).toMatchObject({ lastUsedAt: first, lastUsedIp: "10.0.0.7" });
      await apiKeys.authenticate(key, { ip: "10.0.0.8", now: addMs(first, 59_999) });
      expect(await written()).toBe(first);
      await apiKeys.authenticate(key, { ip: "10.0.0.9", now: addMs(first, 60_000) });
      await apiKeys.flush();
      expect(await rowOf(id)).toMatchObject({
        lastUsedAt: addMs(first, 60_000),
        lastUsedIp: "10.0.0.9",
      });
    });

    test("is limited to its rate and told when to come back", async () => {
      const { key } = await make({ name: "Slow", ratePerMinute: 2 });
      expect((await knock(bearer(key))).status).toBe(403);
      expect((await knock(bearer(key))).status).toBe(403);
      const refused = await knock(bearer(key));
      expect(refused).toMatchObject({
        status: 429,
        body: {
          code: "INGEST_RATE_LIMITED",
          context: { ratePerMinute: 2, retryAfterSeconds: 30 },
        },
      });
      expect(refused.headers.get("retry-after")).toBe("30");
      app.clock.advance(30);
      expect((await knock(bearer(key))).status).toBe(403);
    });
  });

  describe("the end of a key", () => {
    test("it expires, and works again when its end is moved", async () => {
      const expiresAt = addMs(app.clock.now(), 60_000);
      const { id, key, prefix } = await make({ name: "Short", expiresAt });
      expect((await knock(bearer(key))).status).toBe(403);
      app.clock.advance(60);
      expect(await knock(bearer(key))).toMatchObject({
        status: 401,
        body: { code: "API_KEY_EXPIRED", context: { prefix } },
      });
      const expired = await admin.get("/api/api-keys?state=EXPIRED");
      expect(expired.body.items.map((row: { id: string }) => row.id)).toEqual([id]);
      const later = new Date(toMs(app.clock.now()) + 60_000).toISOString();
      const moved = await admin.patch(`/api/api-keys/${id}`, { version: 1, expiresAt: later });
      expect(moved).toMatchObject({ status: 200, body: { id, version: 2 } });
      expect((await knock(bearer(key))).status).toBe(403);
    });

    test("one editor at a time changes it, and the change holds at once", async () => {
      const { id, key } = await make({ name: "Change", lineIds: [lineId] });
      const mark = await app.mark();
      const change = { version: 1, name: "Changed", sources: ["spi"], lineIds: [] };
      const changed = await admin.patch(`/api/api-keys/${id}`, change);
      expect(changed).toMatchObject({ status: 200, body: { version: 2 } });
      expect(await app.events(mark)).toEqual(["apiKey.changed"]);
      expect(await app.platform.apiKeys.authenticate(key, use())).toMatchObject({
        name: "Changed",
        sources: ["spi"],
        access: { "ingest:send": "ALL" },
      });
      expect(await admin.patch(`/api/api-keys/${id}`, change)).toMatchObject({
        status: 409,
        body: { code: "VERSION_CONFLICT" },
      });
      expect(await admin.patch("/api/api-keys/nothing", { version: 1 })).toMatchObject({
        status: 404,
        body: { code: "API_KEY_NOT_FOUND" },
      });
    });

    test("revoked with a reason, it opens nothing from the next request on, for good", async () => {
      const { id, key } = await make({ name: "Lost" });
      expect((await knock(bearer(key))).status).toBe(403);
      const actor = await app.platform.apiKeys.authenticate(key, use());
      const path = `/api/api-keys/${id}/revoke`;
      expect((await admin.post(path, {})).body.code).toBe("VALIDATION_FAILED");
      const mark = await app.mark();
      const reason = "The machine was sold";
      expect(await admin.post(path, { reason })).toMatchObject({ status: 200 });
      expect(await app.events(mark)).toEqual(["apiKey.revoked"]);
      expect(await knock(bearer(key))).toMatchObject({
        status: 401,
        body: { code: "API_KEY_REVOKED" },
      });
      const again = app.platform.apiKeys.renew(actor, use());
      expect(again).rejects.toMatchObject({ code: "API_KEY_REVOKED" });
      for (const refused of [
        await admin.post(path, { reason }),
        await admin.patch(`/api/api-keys/${id}`, { version: 2, name: "Found" }),
      ])
        expect(refused).toMatchObject({ status: 409, body: { code: "API_KEY_ALREADY_REVOKED" } });
      expect(await rowOf(id)).toMatchObject({ state: "REVOKED", revokedByName: "admin 1" });
      // Its name is free again.
      expect((await make({ name: "Lost" })).key).toStartWith("lsk_");
    });
  });
});
