import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Binary, startBinary } from "@lineside/testkit/binary";
import { launchBrowser } from "@lineside/testkit/chromium";
import { type Attacker, dripUntilClosed, sendRaw, signedIn } from "./attack.fixture.ts";

// Processes are started here; a loaded machine takes its time over them.
setDefaultTimeout(60_000);

/** What somebody tries against the running binary; each test says what must not come of it. */
let binary: Binary;
let admin: Attacker;
let operator: Attacker;

beforeAll(async () => {
  binary = await startBinary({ seed: true, env: { APP_LOG_LEVEL: "debug" } });
  admin = await signedIn(binary, "admin");
  operator = await signedIn(binary, "operator");
});
afterAll(() => binary?.dispose());

const isAlive = async () => (await binary.fetch("/healthz")).status === 200;

describe("a page of another site", () => {
  const evil = { origin: "https://evil.example.com" };
  test.each([
    ["PATCH", "/api/auth/me", evil],
    ["POST", "/api/auth/sign-out", evil],
    ["POST", "/api/auth/sign-in", evil],
    ["POST", "/api/users", { origin: "null" }],
    ["POST", "/api/users", { "sec-fetch-site": "cross-site" }],
    ["POST", "/api/auth/sessions/revoke", { ...evil, "x-forwarded-host": "evil.example.com" }],
    ["POST", "/api/files", evil],
    ["DELETE", "/api/auth/badge", evil],
  ])("%s %s with %j changes nothing", async (method, path, headers) => {
    const answer = await admin.send(method, path, { body: {}, headers: { ...headers } });
    expect([answer.status, answer.body.code]).toEqual([403, "ORIGIN_MISMATCH"]);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])(
    "that could send %s without being asked first is not understood",
    async (type) => {
      const raw = '{"theme":"DARK"}';
      const headers = { "content-type": type };
      const answer = await admin.send("PATCH", "/api/auth/me", { raw, headers });
      expect([answer.status, answer.body.code]).toEqual([400, "BODY_NOT_JSON"]);
    },
  );
});

describe("a path that climbs", () => {
  const secret = () => readFileSync(join(binary.folder, "lineside.secret"), "utf8").trim();
  const climbs = ["../lineside.secret", "..%2flineside.secret", "%2e%2e/%2e%2e/lineside.secret"];
  const more = ["..%5clineside.secret", "....//lineside.secret", "%00lineside.secret"];
  const roots = ["/", "/assets/", "/docs/", "/api/files/", "/api/backups/", "/api/ingest/events/"];
  test.each(roots)("from %s reaches no file of the server", async (root) => {
    for (const climb of [...climbs, ...more, "/etc/passwd", "..%2f..%2f..%2fetc%2fpasswd"]) {
      const head = `GET ${root}${climb} HTTP/1.1\r\nhost: x\r\ncookie: ${admin.cookie}`;
      const text = await sendRaw(binary, `${head}\r\nconnection: close\r\n\r\n`);
      const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? "closed";
      expect([root + climb, status.startsWith("5")]).toEqual([root + climb, false]);
      expect(text).not.toContain(secret());
      expect(text).not.toContain("root:x:0:0");
    }
    expect(await isAlive()).toBe(true);
  });
});

describe("more than was asked for", () => {
  test("nobody gives oneself rights, or becomes somebody else, beside what a door takes", async () => {
    const before = (await operator.send("GET", "/api/auth/me")).body;
    const body = {
      theme: "DARK",
      ...{ id: "other", username: "admin", isActive: false, mustChangePassword: true },
      ...{ roles: ["admin"], access: { "system:user_manage": "ALL" }, lineIds: ["all"] },
      ...{ actor: "admin", actorId: "admin", actorKind: "SYSTEM", sessionId: "x", __proto__: {} },
    };
    expect((await operator.send("PATCH", "/api/auth/me", { body })).status).toBe(200);
    const after = (await operator.send("GET", "/api/auth/me")).body;
    expect(after).toEqual({ ...before, user: { ...before.user, theme: "DARK" } });
    const trail = await admin.send("GET", "/api/audit-logs?limit=1");
    expect(trail.text).toContain("user.preferencesChanged");
    expect(trail.text).not.toContain("SYSTEM");
    const polluted = await operator.send("PATCH", "/api/auth/me", {
      raw: '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}',
    });
    expect(polluted.status).toBeLessThan(500);
  });

  test("an order comes in as received, whatever it says of itself", async () => {
    const planner = await signedIn(binary, "planner");
    const lists = await planner.send("GET", "/api/work-orders?limit=1");
    const [known] = lists.body.items;
    const body = {
      ...{ woNo: "ATTACK-1", productCode: known.productCode, plannedQty: 5 },
      ...{ state: "CLOSED", status: "CLOSED", releasedAt: "2020-01-01T00:00:00.000Z", version: 99 },
      ...{ createdById: "admin", receivedByName: "admin" },
    };
    const answer = await planner.send("POST", "/api/work-orders", { body });
    expect(answer.status).toBe(200);
    expect(answer.body.order.state).toBe("RECEIVED");
    expect(answer.body.order.version).not.toBe(99);
    expect(answer.text).not.toContain("2020-01-01");
  });

  test("a role does not reach what belongs to another", async () => {
    for (const [method, path] of [
      ["GET", "/api/users"],
      ["POST", "/api/users"],
      ["GET", "/api/api-keys"],
      ["PATCH", "/api/settings"],
      ["POST", "/api/lines"],
      ["GET", "/api/audit-logs"],
    ] as const) {
      const answer = await operator.send(method, path, method === "GET" ? {} : { body: {} });
      expect([path, answer.status, answer.body.code]).toEqual([path, 403, "FORBIDDEN"]);
    }
  });

  test("a person bound to a station acts at no other, and in no other's name", async () => {
    const users = await admin.send("GET", "/api/users?q=operator2");
    const [user] = users.body.items;
    const [only] = user.stationIds;
    const body = { version: user.version, stationIds: [only] };
    expect((await admin.send("PATCH", `/api/users/${user.id}`, { body })).status).toBe(200);
    const given = binary.signIns.find((each) => each.username === "operator2");
    const two = { ...binary, signIns: given ? [given] : [] };
    const bound = await signedIn(two, given?.role ?? "");
    const stations = (await admin.send("GET", "/api/stations?limit=200")).body.items;
    const other = stations.find((each: { id: string }) => each.id !== only);
    const scan = { sn: "SN-1", stationId: only, operatorId: user.id, lineId: "x", actorId: "x" };
    const answer = await bound.send("POST", `/api/stations/${other.code}/track-in`, { body: scan });
    expect([answer.status, answer.body.code]).toEqual([403, "OUT_OF_SCOPE"]);
  });
});

describe("too much, too deep, too slow", () => {
  test("is told, and the server goes on", async () => {
    const deep = `{"theme":${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}}`;
    const answer = await admin.send("PATCH", "/api/auth/me", { raw: deep });
    expect([answer.status, answer.body.code]).toEqual([400, "BODY_TOO_DEEP"]);
    const large = await admin.send("PATCH", "/api/auth/me", { raw: `"${"x".repeat(6e6)}"` });
    expect([large.status, large.body.code]).toEqual([400, "BODY_TOO_LARGE"]);
    const huge = await sendRaw(
      binary,
      `POST /api/files HTTP/1.1\r\nhost: x\r\ncookie: ${admin.cookie}\r\ncontent-length: 99999999999\r\n\r\n`,
    );
    expect(huge).toStartWith("HTTP/1.1 413");
    const long = await sendRaw(binary, `GET /?${"x".repeat(200_000)} HTTP/1.1\r\nhost: x\r\n\r\n`);
    expect(long).not.toContain(" 200 ");
    expect(await isAlive()).toBe(true);
  });

  test("a head that never ends is hung up on", async () => {
    const head = "GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: ";
    const elapsed = await dripUntilClosed(binary, head, 40_000);
    expect(elapsed).toBeLessThan(30_000);
  });
});

describe("lines that are not the attacker's to write", () => {
  test("nothing that is sent ends a header or a line of the log", async () => {
    const forged = '\n{"level":"error","message":"forged"}';
    const sign = { username: `x${forged}`, password: "a password" };
    const body = JSON.stringify(sign);
    await binary.fetch("/api/auth/sign-in", {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "x\t{forged}" },
      body,
    });
    const raw = `GET /api/auth/me HTTP/1.1\r\nhost: x\r\nx-request-id: a%0d%0aset-cookie: b\r\nconnection: close\r\n\r\n`;
    expect(await sendRaw(binary, raw)).not.toMatch(/^set-cookie: b/im);
    const smuggled = await binary.fetch(`/api/lines${encodeURIComponent("\r\nset-cookie: c=1")}`);
    expect(smuggled.headers.get("set-cookie")).toBeNull();
    const lines = binary.logs().trim().split("\n");
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
    expect(lines.some((line) => JSON.parse(line).message === "forged")).toBe(false);
  });

  test("a file's name stays a name", async () => {
    const engineer = await signedIn(binary, "engineer");
    const name = encodeURIComponent('a"\r\nset-cookie: evil=1\r\n\r\n<script>.png');
    const png = Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
      "base64",
    );
    const answer = await binary.fetch(`/api/files?name=${name}`, {
      method: "POST",
      headers: { cookie: engineer.cookie, "content-type": "image/png" },
      body: png,
    });
    const made = (await answer.json()) as { id: string };
    expect(answer.status).toBe(200);
    const file = await engineer.send("GET", `/api/files/${made.id}?download=true`);
    expect(file.status).toBe(200);
    expect(file.headers.get("set-cookie")).toBeNull();
    expect(file.headers.get("content-disposition")).toMatch(
      /^attachment; filename="[^"\r\n]*"; \S+$/,
    );
    expect(file.headers.get("content-security-policy")).toContain("sandbox");
  });
});

describe("a key of a machine", () => {
  test("opens what machines need from the header alone, and nothing once it is revoked", async () => {
    const made = await admin.send("POST", "/api/api-keys", { body: { name: "attack" } });
    const bearer = { authorization: `Bearer ${made.body.key}` };
    const ask = (path: string, headers = {}) => binary.fetch(path, { headers });
    expect((await ask("/api/users", bearer)).status).toBe(403);
    expect((await ask(`/api/settings?key=${made.body.key}`)).status).toBe(401);
    // A browser's cookie beside it lends it nothing.
    expect((await ask("/api/users", { ...bearer, cookie: admin.cookie })).status).toBe(403);
    const revoke = { body: { version: 1, reason: "attack over" } };
    const revoked = await admin.send("POST", `/api/api-keys/${made.body.id}/revoke`, revoke);
    expect(revoked.status).toBe(200);
    const late = await ask("/api/users", bearer);
    expect([late.status, ((await late.json()) as { code: string }).code]).toEqual([
      401,
      "API_KEY_REVOKED",
    ]);
    expect(binary.logs()).not.toContain(made.body.key);
  });
});

test("what begins like a formula is text in every export", async () => {
  const name = `=cmd|'/c calc'!A1`;
  const user = { username: "formula", password: "kT7-vbn2qpLx", name, roles: ["trace"] };
  expect((await admin.send("POST", "/api/users", { body: user })).status).toBe(200);
  await admin.send("PATCH", "/api/settings", { body: { plantName: "@SUM(1+1)" } });
  await binary.fetch("/api/auth/sign-in", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: "=1+1", password: "a password" }),
  });
  const file = await admin.send("GET", "/api/audit-logs/export?format=csv");
  expect(file.status).toBe(200);
  expect(file.text).toContain(`"'=1+1"`);
  expect(file.text.match(/(^|,)"\s*[=+\-@\t]/gm)).toBeNull();
});

describe("markup in what people type", () => {
  const markup = `<img src=x onerror="globalThis.wasRun=1"><script>globalThis.wasRun=1</script>`;
  const short = `<svg onload=wasRun=1>{{7*7}}`;

  test("is kept and told as it is, and runs on no screen", async () => {
    await admin.send("PATCH", "/api/settings", { body: { plantName: short } });
    const fields = { name: markup, department: markup, phone: markup, roles: ["trace"] };
    const user = { username: "markup", password: "kT7-vbn2qpLx", ...fields };
    expect((await admin.send("POST", "/api/users", { body: user })).status).toBe(200);
    const role = { code: "markup", name: markup, nameZh: markup, description: markup };
    const rights = { permissions: ["wo:read"], scope: "ALL" };
    await admin.send("POST", "/api/roles", { body: { ...role, ...rights } });
    const engineer = await signedIn(binary, "engineer");
    await engineer.send("POST", "/api/lines", {
      body: { code: "XSS", name: markup, processType: "SMT" },
    });
    await engineer.send("POST", "/api/products", { body: { code: "XSS-1", name: markup } });
    const found = await admin.send("GET", "/api/users?q=markup");
    expect(found.body.items[0].name).toBe(markup);
    expect(found.headers.get("content-type")).toBe("application/json");
    expect(found.headers.get("x-content-type-options")).toBe("nosniff");
    const browser = await launchBrowser();
    try {
      const context = await browser.newContext();
      const [name = "", value = ""] = admin.cookie.split("=", 2);
      await context.addCookies([{ name, value: value.split(";")[0] ?? "", url: binary.url }]);
      const page = await context.newPage();
      const violations: string[] = [];
      page.on("dialog", (dialog) => void dialog.dismiss());
      page.on("console", (line) => {
        if (line.text().includes("Content Security Policy")) violations.push(line.text());
      });
      const shown = ["/admin/users", "/admin/roles", "/plant"];
      const screens = [...shown, "/audit", "/account", "/orders"];
      for (const screen of screens) {
        const response = await page.goto(binary.url + screen);
        const policy = response?.headers()["content-security-policy"] ?? "";
        expect(policy).toContain("script-src 'self';");
        await page.getByRole("heading", { level: 1 }).first().waitFor();
        if (shown.includes(screen)) await page.getByText("<img src=x").first().waitFor();
        expect([screen, await page.evaluate("globalThis.wasRun ?? 0")]).toEqual([screen, 0]);
        // Escaped, not merely blocked: nothing of it became an element.
        expect(await page.locator('img[src="x"], svg[onload]').count()).toBe(0);
      }
      expect(violations).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
