import { describe, expect } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { attackerWith, doorsOf, filled, sendRaw, type Target } from "./client.fixture.ts";
import { type AtScene, attack, isStillThere } from "./stage.fixture.ts";

/** Attacks on every door there is, whatever lies behind it. */
export function attackDoors(at: AtScene): void {
  asNobody(at);
  fromAnotherSite(at);
  byClimbing(at);
  byForgedQuestions(at);
}

function asNobody(at: AtScene): void {
  describe("nobody", () => {
    attack("gets through a door that asks for somebody", async () => {
      const nobody = attackerWith(at().target, "");
      const doors = await doorsOf(at().target);
      expect(doors.length).toBeGreaterThan(100);
      for (const door of doors.filter(({ permission }) => permission !== "public")) {
        const given = door.method === "GET" ? {} : { body: {} };
        const { status, body } = await nobody.send(door.method, filled(door), given);
        expect([door.method, door.path, status]).toEqual([door.method, door.path, 401]);
        expect(Object.keys(body)).not.toContain("stack");
      }
    });

    attack("reads what the server measures or writes down about itself", async () => {
      const disguises: Record<string, string>[] = [
        {},
        { authorization: "Bearer x" },
        { "x-forwarded-for": "127.0.0.1" },
      ];
      for (const path of ["/metrics", "/api/logs", "/api/health", "/api/audit-logs/export"])
        for (const headers of disguises) {
          const answer = await at().target.fetch(path, { headers });
          const isPage = (answer.headers.get("content-type") ?? "").startsWith("text/html");
          const isRefused = [401, 403, 404].includes(answer.status);
          expect([path, isPage || isRefused]).toEqual([path, true]);
          expect(await answer.text()).not.toMatch(/^lineside_/m);
        }
    });
  });
}

function fromAnotherSite(at: AtScene): void {
  describe("a page of another site", () => {
    const evil = "https://evil.example.com";
    attack("changes nothing through any door, whoever looks at it", async () => {
      const { admin, target } = at();
      for (const door of await doorsOf(target)) {
        if (door.method === "GET") continue;
        const sent = { body: {}, headers: { origin: evil } };
        const answer = await admin.send(door.method, filled(door), sent);
        const seen = [door.method, door.path, answer.status, answer.body?.code];
        expect(seen).toEqual([door.method, door.path, 403, "ORIGIN_MISMATCH"]);
        expect(answer.headers.get("access-control-allow-origin")).toBeNull();
      }
    });

    const disguises: Record<string, string>[] = [
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { origin: evil, "x-forwarded-host": "evil.example.com" },
      { origin: evil, "x-forwarded-proto": "https", forwarded: "host=evil.example.com" },
    ];
    for (const headers of disguises)
      attack(`changes nothing as ${JSON.stringify(headers)}`, async () => {
        const answer = await at().admin.send("POST", "/api/users", { body: {}, headers });
        expect([answer.status, answer.body.code]).toEqual([403, "ORIGIN_MISMATCH"]);
      });

    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
    ])
      attack(`that could send ${type} without being asked first is not understood`, async () => {
        const raw = '{"theme":"DARK"}';
        const headers = { "content-type": type };
        const answer = await at().admin.send("PATCH", "/api/auth/me", { raw, headers });
        expect([answer.status, answer.body.code]).toEqual([400, "BODY_NOT_JSON"]);
      });
  });
}

function byClimbing(at: AtScene): void {
  describe("a path that climbs", () => {
    const climbs = [
      ...["../lineside.secret", "..%2flineside.secret", "%2e%2e/%2e%2e/lineside.secret"],
      ...["..%5clineside.secret", "....//lineside.secret", "%00lineside.secret"],
      ...["/etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "..%252f..%252flineside.secret"],
    ];
    const tryAll = async (root: string) => {
      const { target, admin } = at();
      const secret = secretOf(target);
      for (const climb of climbs) {
        const head = `GET ${root}${climb} HTTP/1.1\r\nhost: x\r\ncookie: ${admin.cookie}`;
        const text = await sendRaw(target, `${head}\r\nconnection: close\r\n\r\n`);
        const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? "closed";
        expect([root + climb, status.startsWith("5")]).toEqual([root + climb, false]);
        expect(text).not.toContain(secret);
        expect(text).not.toContain("root:x:0:0");
      }
    };

    attack("reaches no file of the server from any door with a gap", async () => {
      const roots = (await doorsOf(at().target))
        .filter(({ method, path }) => method === "GET" && path.includes("{"))
        .map(({ path }) => path.slice(0, path.indexOf("{")));
      expect(roots.length).toBeGreaterThan(20);
      for (const root of new Set(roots)) await tryAll(root);
      await isStillThere(at());
    });

    for (const root of ["/", "/assets/", "/docs/", "/help/", "/api/logs/"])
      attack(`reaches no file of the server from ${root}`, () => tryAll(root));
  });
}

function byForgedQuestions(at: AtScene): void {
  describe("a question nobody would ask", () => {
    const cursor = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString("base64url");
    const cursors = [
      ...["x", "%00", "null", cursor({}), cursor([]), cursor([null]), cursor([{}])],
      ...[cursor(["../lineside.secret", 0]), cursor(["' OR 1=1 --"]), cursor([1e308, -1])],
      ...[
        cursor(["2020", "x"]),
        cursor(["x", "y", "z"]),
        cursor(["\u0000"]),
        cursor([1, "\u0000"]),
      ],
    ];
    const values = ["'", "\u0000", "%", "-1", "1e999", "x".repeat(3_000), "2020-99-99", "[]"];

    attack("is refused or answered, and never breaks what is asked", async () => {
      const { admin, target } = at();
      const secret = secretOf(target);
      const doors = (await doorsOf(target)).filter(({ method }) => method === "GET");
      let asked = 0;
      for (const door of doors)
        for (const name of door.query)
          for (const value of name === "cursor" ? cursors : values) {
            const path = `${filled(door)}?${name}=${encodeURIComponent(value)}`;
            const answer = await admin.send("GET", path);
            expect([path.slice(0, 120), answer.status < 500]).toEqual([path.slice(0, 120), true]);
            expect(answer.text).not.toContain(secret);
            asked++;
          }
      expect(asked).toBeGreaterThan(500);
      await isStillThere(at());
    });
  });
}

/** Beside the database; with PostgreSQL it is in no file. */
function secretOf({ folder }: Target): string {
  const path = join(folder, "lineside.secret");
  return existsSync(path) ? readFileSync(path, "utf8").trim() : "the-secret-of-every-node";
}
