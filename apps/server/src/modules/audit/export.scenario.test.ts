import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";
import { sql } from "kysely";

eachDialect((dialect) => {
  let app: TestApp;
  let admin: Person;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
    admin = await app.as("admin");
    for (const plantName of ["=1+1", "+CMD", "@SUM(A1)", "Plain"])
      await admin.patch("/api/settings", { plantName });
  });
  afterAll(() => app.dispose());

  const fetch = (query: string) =>
    app.handle(
      new Request(`http://localhost/api/audit-logs/export?${query}`, {
        headers: { host: "localhost", cookie: admin.cookie },
      }),
    );
  const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

  describe("a CSV file", () => {
    test("is UTF-8 with a mark, fixed columns, and hashed by its manifest", async () => {
      const mark = await app.mark();
      const answer = await fetch("format=csv&type=settings.changed");
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
      expect(answer.headers.get("content-disposition")).toMatch(/^attachment; .+\.csv"$/);
      const bytes = await answer.bytes();
      expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      const lines = new TextDecoder().decode(bytes).trim().split("\r\n");
      expect(lines[0]).toStartWith('"id","recordedAt","occurredAt","actorKind"');
      expect(lines.length).toBe(5);
      const id = answer.headers.get("x-export-id");
      const manifest = await admin.get(`/api/audit-logs/exports/${id}/manifest`);
      expect(manifest).toMatchObject({
        status: 200,
        body: {
          ...{ exportId: id, format: "csv", filter: { type: "settings.changed" }, count: 4 },
          ...{ bytes: bytes.length, sha256: sha256(bytes), byName: "admin 1", archivedRows: 0 },
          first: { id: lines[1]?.slice(1, 37) },
          last: { id: lines[4]?.slice(1, 37) },
        },
      });
      expect(await app.events(mark)).toEqual(["audit.exportStarted", "audit.exported"]);
    });
  });

  describe("an NDJSON file", () => {
    test("ends with its manifest, whose hash is of the lines before it", async () => {
      const answer = await fetch("format=ndjson&type=settings.changed");
      const text = await answer.text();
      const lines = text.trimEnd().split("\n");
      const { manifest } = JSON.parse(lines.pop() ?? "");
      const rows = lines.map((line) => JSON.parse(line));
      expect(rows.map(({ data }) => data.after.plantName)).toEqual([
        ...["=1+1", "+CMD", "@SUM(A1)", "Plain"],
      ]);
      const before = new TextEncoder().encode(`${lines.join("\n")}\n`);
      expect(manifest).toMatchObject({ count: 4, bytes: before.length, sha256: sha256(before) });
      const known = await admin.get(`/api/audit-logs/exports/${manifest.exportId}/manifest`);
      expect(known.body).toEqual(manifest);
    });

    test("of nothing says so", async () => {
      const { manifest } = JSON.parse(await (await fetch("format=ndjson&code=NOTHING")).text());
      expect(manifest).toMatchObject({ count: 0, first: null, last: null, bytes: 0 });
    });
  });

  describe("100,000 events", () => {
    beforeAll(async () => {
      const numbers = sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000)`;
      const id = sql`'00000000-0000-7000-8000-' || substr('000000000000' || i, -12)`;
      const pgId = sql`'00000000-0000-7000-8000-' || lpad(i::text, 12, '0')`;
      const at = "2026-01-01T00:00:00.000Z";
      await sql`
        insert into platform_event ("id", "type", "outcome", "entityType", "entityId", "entityKey",
          "actorName", "actorKind", "occurredAt", "recordedAt", "data")
        ${numbers} select ${dialect === "sqlite" ? id : pgId}, 'unit.trackedIn', 'DONE', 'unit', 'u',
          'SN-BULK', 'bulk', 'SYSTEM', ${sql.lit(at)}${sql.raw(dialect === "sqlite" ? "" : "::timestamptz")},
          ${sql.lit(at)}${sql.raw(dialect === "sqlite" ? "" : "::timestamptz")},
          '{"stepNo":10}'${sql.raw(dialect === "sqlite" ? "" : "::jsonb")} from n`.execute(
        app.db.auto,
      );
    }, 60_000);

    test("are read as fast as they are taken, a page at a time", async () => {
      const answer = await fetch("format=ndjson&entityKey=SN-BULK");
      const before = app.db.stats().statements;
      const reader = answer.body!.getReader();
      let [bytes, largest, lines] = [0, 0, 0];
      for (let chunk = 0; ; chunk++) {
        const { done, value } = await reader.read();
        if (done) break;
        bytes += value.length;
        largest = Math.max(largest, value.length);
        lines += value.filter((byte: number) => byte === 10).length;
        // Nobody reads ahead of the receiver: at most the pages it has and the next two.
        if (chunk < 3) expect(app.db.stats().statements - before).toBeLessThan(chunk + 8);
      }
      expect(lines).toBe(100_001);
      expect(largest).toBeLessThan(500 * 1_000);
      expect(bytes).toBeGreaterThan(20_000_000);
    }, 60_000);

    test("are sealed in a hundred ranges and found intact", async () => {
      app.clock.advance(1_200);
      await app.runCron("audit.seal");
      const asked = await admin.post("/api/audit/verify", {});
      await app.runJobs();
      const done = (await admin.get(`/api/audit/verifications/${asked.body.id}`)).body;
      expect(done).toMatchObject({ state: "INTACT", fromSeq: 1, toSeq: 101, sealsDone: 101 });
      expect(done.rowsDone).toBeGreaterThan(100_000);
    }, 60_000);

    test("given up half-way are told as far as they went", async () => {
      const mark = await app.mark();
      const reader = (await fetch("format=csv&entityKey=SN-BULK")).body!.getReader();
      await reader.read();
      await reader.read();
      await reader.cancel();
      expect(await app.events(mark)).toEqual(["audit.exportStarted", "audit.exportStopped"]);
      const [stopped] = (await admin.get("/api/audit-logs?type=audit.exportStopped")).body.items;
      const { data } = (await admin.get(`/api/audit-logs/${stopped.id}`)).body;
      expect(data.count).toBeLessThan(2_000);
      const manifest = await admin.get(`/api/audit-logs/exports/${stopped.entityId}/manifest`);
      expect(manifest).toMatchObject({ status: 404, body: { code: "AUDIT_EXPORT_NOT_FOUND" } });
    });
  });

  test("is for those who may take the trail out of the house", async () => {
    const manager = await app.as("plant_manager");
    expect(await manager.get("/api/audit-logs/export?format=csv")).toMatchObject({
      status: 403,
      body: { context: { permission: "audit:export" } },
    });
    expect((await fetch("format=xlsx")).status).toBe(400);
    expect((await fetch("format=csv&from=yesterday")).status).toBe(400);
  });
});
