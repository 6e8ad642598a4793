import { describe, expect } from "bun:test";
import { doorsOf, filled, sendRaw } from "./client.fixture.ts";
import { type AtScene, attack, isStillThere } from "./stage.fixture.ts";

const nested = (depth: number) => `{"theme":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}`;

/** Attacks by what is sent: too much of it, or what would end a line. */
export function attackByInput(at: AtScene): void {
  byMass(at);
  byLineEnds(at);
  byFormula(at);
}

function byMass(at: AtScene): void {
  describe("too much, too deep, too slow", () => {
    attack("is told, and the server goes on", async () => {
      const { admin, target } = at();
      const answer = await admin.send("PATCH", "/api/auth/me", { raw: nested(50_000) });
      expect([answer.status, answer.body.code]).toEqual([400, "BODY_TOO_DEEP"]);
      const large = await admin.send("PATCH", "/api/auth/me", { raw: `"${"x".repeat(6e6)}"` });
      expect([large.status, large.body.code]).toEqual([400, "BODY_TOO_LARGE"]);
      const length = "content-length: 99999999999";
      const head = `POST /api/files HTTP/1.1\r\nhost: x\r\ncookie: ${admin.cookie}\r\n${length}`;
      expect(await sendRaw(target, `${head}\r\n\r\n`)).toStartWith("HTTP/1.1 413");
      const long = await sendRaw(
        target,
        `GET /?${"x".repeat(200_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
      );
      expect(long).not.toContain(" 200 ");
      await isStillThere(at());
    });

    attack("is refused at every door that takes a body", async () => {
      const { admin, target } = at();
      const raw = nested(5_000);
      for (const door of await doorsOf(target)) {
        if (door.method === "GET") continue;
        const { status } = await admin.send(door.method, filled(door), { raw });
        const isRefused = status >= 400 && status < 500;
        expect([door.method, door.path, status, isRefused]).toEqual([
          ...[door.method, door.path, status],
          true,
        ]);
      }
      await isStillThere(at());
    });

    attack("a head that never ends is hung up on", async () => {
      expect(await at().slowHead).toBeLessThan(30_000);
    });
  });
}

function byLineEnds(at: AtScene): void {
  describe("lines that are not the attacker's to write", () => {
    attack("nothing that is sent ends a header or a line of the log", async () => {
      const { target } = at();
      const forged = '\n{"level":"error","message":"forged"}';
      await target.fetch("/api/auth/sign-in", {
        method: "POST",
        headers: { "content-type": "application/json", "user-agent": "x\t{forged}" },
        body: JSON.stringify({ username: `x${forged}`, password: "a password" }),
      });
      const id = "x-request-id: a%0d%0aset-cookie: b";
      const raw = `GET /api/auth/me HTTP/1.1\r\nhost: x\r\n${id}\r\nconnection: close\r\n\r\n`;
      expect(await sendRaw(target, raw)).not.toMatch(/^set-cookie: b/im);
      const path = `/api/lines${encodeURIComponent("\r\nset-cookie: c=1")}`;
      expect((await target.fetch(path)).headers.get("set-cookie")).toBeNull();
      const lines = target.logs().trim().split("\n");
      expect(lines.length).toBeGreaterThan(10);
      for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
      expect(lines.some((line) => JSON.parse(line).message === "forged")).toBe(false);
      const viewed = await at().admin.send("GET", "/api/logs?limit=200");
      expect(viewed.body.items.length).toBeGreaterThan(10);
      const told = viewed.body.items.map((row: { message: string }) => row.message);
      expect(told).not.toContain("forged");
    });

    attack("a file's name stays a name", async () => {
      const { engineer, target } = at();
      const name = encodeURIComponent('a"\r\nset-cookie: evil=1\r\n\r\n<script>.png');
      const png = Buffer.from(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
        "base64",
      );
      const answer = await target.fetch(`/api/files?name=${name}`, {
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

    attack("a file that is not what it says runs nowhere", async () => {
      const { engineer, target } = at();
      for (const type of ["text/html", "image/svg+xml", "application/xhtml+xml", "image/png"]) {
        const answer = await target.fetch("/api/files?name=x.png", {
          method: "POST",
          headers: { cookie: engineer.cookie, "content-type": type },
          body: "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/><script>alert(1)</script>",
        });
        const text = await answer.text();
        if (answer.status === 200) {
          const file = await engineer.send("GET", `/api/files/${JSON.parse(text).id}`);
          expect(file.headers.get("content-security-policy")).toContain("sandbox");
          expect(file.headers.get("x-content-type-options")).toBe("nosniff");
        } else expect(answer.status).toBeLessThan(500);
      }
    });
  });
}

function byFormula(at: AtScene): void {
  attack("what begins like a formula is text in every export", async () => {
    const { admin, target } = at();
    const name = `=cmd|'/c calc'!A1`;
    const user = { username: "formula", password: "kT7-vbn2qpLx", name, roles: ["trace"] };
    expect((await admin.send("POST", "/api/users", { body: user })).status).toBe(200);
    await admin.send("PATCH", "/api/settings", { body: { plantName: "@SUM(1+1)" } });
    await target.fetch("/api/auth/sign-in", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username: "=1+1", password: "a password" }),
    });
    const file = await admin.send("GET", "/api/audit-logs/export?format=csv");
    expect(file.status).toBe(200);
    expect(file.text).toContain(`"'=1+1"`);
    expect(file.text.match(/(^|,)"\s*[=+\-@\t]/gm)).toBeNull();
  });
}
