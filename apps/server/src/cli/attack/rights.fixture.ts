import { describe, expect } from "bun:test";
import { createServer } from "node:http";
import { signedIn, type Target } from "./client.fixture.ts";
import { type AtScene, attack } from "./stage.fixture.ts";

const failures = 10;

/** Attacks by somebody who may do something, and wants more. */
export function attackRights(at: AtScene): void {
  byAddedFields(at);
  outOfScope(at);
  byKey(at);
  byWebhook(at);
  byGuessing(at);
}

function byAddedFields(at: AtScene): void {
  describe("more than was asked for", () => {
    attack(
      "nobody gives oneself rights, or becomes somebody else, beside what a door takes",
      async () => {
        const { admin, operator } = at();
        const before = (await operator.send("GET", "/api/auth/me")).body;
        const body = {
          theme: "DARK",
          ...{ id: "other", username: "admin", isActive: false, mustChangePassword: true },
          ...{ roles: ["admin"], access: { "system:user_manage": "ALL" }, lineIds: ["all"] },
          ...{
            actor: "admin",
            actorId: "admin",
            actorKind: "SYSTEM",
            sessionId: "x",
            __proto__: {},
          },
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
      },
    );

    attack("an order comes in as received, whatever it says of itself", async () => {
      const planner = await signedIn(at().target, "planner");
      const [known] = (await planner.send("GET", "/api/work-orders?limit=1")).body.items;
      const body = {
        ...{ woNo: "ATTACK-1", productCode: known.productCode, plannedQty: 5 },
        ...{
          state: "CLOSED",
          status: "CLOSED",
          releasedAt: "2020-01-01T00:00:00.000Z",
          version: 99,
        },
        ...{ createdById: "admin", receivedByName: "admin" },
      };
      const answer = await planner.send("POST", "/api/work-orders", { body });
      expect(answer.status).toBe(200);
      expect(answer.body.order.state).toBe("RECEIVED");
      expect(answer.body.order.version).not.toBe(99);
      expect(answer.text).not.toContain("2020-01-01");
    });
  });
}

function outOfScope(at: AtScene): void {
  describe("what is not one's own", () => {
    attack("a role does not reach what belongs to another", async () => {
      const doors = [
        ...["GET /api/users", "POST /api/users", "GET /api/api-keys", "PATCH /api/settings"],
        ...["POST /api/lines", "GET /api/audit-logs", "GET /api/backups", "POST /api/backups"],
        ...["GET /api/logs", "GET /metrics", "POST /api/maintenance/on"],
      ];
      for (const [method = "", path = ""] of doors.map((door) => door.split(" "))) {
        const given = method === "GET" ? {} : { body: {} };
        const answer = await at().operator.send(method, path, given);
        expect([path, answer.status, answer.body.code]).toEqual([path, 403, "FORBIDDEN"]);
      }
    });

    attack("a person bound to a station acts at no other, and in no other's name", async () => {
      const { admin, target } = at();
      const users = await admin.send("GET", "/api/users?q=operator2");
      const [user] = users.body.items;
      const [only] = user.stationIds;
      const body = { version: user.version, stationIds: [only] };
      expect((await admin.send("PATCH", `/api/users/${user.id}`, { body })).status).toBe(200);
      const bound = await signedIn(target, "operator2");
      const stations = (await admin.send("GET", "/api/stations?limit=200")).body.items;
      const others = stations.filter((each: { id: string }) => each.id !== only);
      expect(others.length).toBeGreaterThan(1);
      const scan = { sn: "SN-1", stationId: only, operatorId: user.id, lineId: "x", actorId: "x" };
      for (const { code } of others)
        for (const way of ["track-in", "track-out"]) {
          const path = `/api/stations/${code}/${way}`;
          const answer = await bound.send("POST", path, { body: { ...scan, result: "PASS" } });
          expect([path, answer.status, answer.body.code]).toEqual([path, 403, "OUT_OF_SCOPE"]);
        }
    });
  });
}

function byKey(at: AtScene): void {
  describe("a key of a machine", () => {
    attack(
      "opens what machines need from the header alone, and nothing once it is revoked",
      async () => {
        const { admin, target } = at();
        const made = await admin.send("POST", "/api/api-keys", { body: { name: "attack" } });
        const bearer = { authorization: `Bearer ${made.body.key}` };
        const ask = (path: string, headers = {}) => target.fetch(path, { headers });
        expect((await ask("/api/users", bearer)).status).toBe(403);
        expect((await ask(`/api/settings?key=${made.body.key}`)).status).toBe(401);
        // A browser's cookie beside it lends it nothing.
        expect((await ask("/api/users", { ...bearer, cookie: admin.cookie })).status).toBe(403);
        const revoke = { body: { version: 1, reason: "attack over" } };
        const revoked = await admin.send("POST", `/api/api-keys/${made.body.id}/revoke`, revoke);
        expect(revoked.status).toBe(200);
        const late = await ask("/api/users", bearer);
        const { code } = (await late.json()) as { code: string };
        expect([late.status, code]).toEqual([401, "API_KEY_REVOKED"]);
        expect(target.logs()).not.toContain(made.body.key);
      },
    );
  });
}

function byWebhook(at: AtScene): void {
  describe("a way into other machines", () => {
    const inside = (port: number) => [
      ...[`http://127.0.0.1:${port}/`, `http://localhost:${port}/`, `http://[::1]:${port}/`],
      ...[`http://0.0.0.0:${port}/`, `http://2130706433:${port}/`, `http://0x7f.1:${port}/`],
      ...[`http://[::ffff:127.0.0.1]:${port}/`, "http://169.254.169.254/latest/meta-data/"],
      ...["http://10.0.0.1/", "http://192.168.1.1/admin", "https://172.16.0.1/"],
    ];
    const outlandish = ["file:///etc/passwd", "gopher://127.0.0.1/", "http://u:p@127.0.0.1/"];

    attack("no channel talks to this machine or its neighbours", async () => {
      const heard: string[] = [];
      const server = createServer((request, response) => {
        heard.push(request.url ?? "");
        response.end("secret of a neighbour");
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as { port: number };
      try {
        for (const [index, url] of inside(port).entries()) {
          const body = { kind: "WEBHOOK", name: `attack ${index}`, config: { url } };
          const made = await at().admin.send("POST", "/api/notice-channels", { body });
          expect([url, made.status]).toEqual([url, 200]);
          const path = `/api/notice-channels/${made.body.id}`;
          const tested = await at().admin.send("POST", `${path}/test`, { body: {} });
          const seen = [url, tested.status, tested.body.code];
          expect(seen).toEqual([url, 409, "CHANNEL_ADDRESS_FORBIDDEN"]);
          expect(tested.text).not.toContain("neighbour");
          await at().admin.send("DELETE", path);
        }
        for (const url of outlandish) {
          const body = { kind: "WEBHOOK", name: "attack", config: { url } };
          const refused = await at().admin.send("POST", "/api/notice-channels", { body });
          expect([url, refused.status]).toEqual([url, 400]);
        }
        expect(heard).toEqual([]);
      } finally {
        server.close();
      }
    });
  });
}

function byGuessing(at: AtScene): void {
  describe("guessing", () => {
    attack("tells nobody which names there are: neither the answer nor its time", async () => {
      const { target } = at();
      const known = target.signIns.map(({ username }) => username).slice(0, failures);
      const times: Record<"known" | "unknown", number[]> = { known: [], unknown: [] };
      for (const [index, name] of known.entries()) {
        const first = await tryToSignIn(target, name);
        const second = await tryToSignIn(target, `nobody-${index}`);
        times.known.push(first.ms);
        times.unknown.push(second.ms);
        expect(first.answer).toEqual(second.answer);
      }
      // A name that costs no hash answers ten times as fast; the fastest of ten knows little of load.
      const fastest = (of: "known" | "unknown") => Math.min(...times[of]);
      const ratio = fastest("unknown") / fastest("known");
      expect(Math.max(ratio, 1 / ratio)).toBeLessThan(3);
    });
  });
}

async function tryToSignIn(target: Target, username: string) {
  const started = performance.now();
  const response = await target.fetch("/api/auth/sign-in", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username, password: "not the password" }),
  });
  const { requestId: _, ...body } = (await response.json()) as Record<string, unknown>;
  const ms = performance.now() - started;
  return { ms, answer: { status: response.status, body } };
}
