import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import type { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";
import { oldestOpenMs } from "./seal-store.ts";
import { SealedTrail } from "./sealed-trail.fixture.ts";

eachDialect((dialect) => {
  const trail = new SealedTrail();
  const { seals } = trail;
  const events = () => trail.events();
  const verify = (body?: object) => trail.verify(body);
  const k = () => trail.forge;
  let app: TestApp;
  let admin: Person;
  let planner: Person;

  beforeAll(async () => {
    await trail.open(dialect);
    ({ app, admin } = trail);
    planner = await app.as("planner");
  });
  afterAll(trail.close);

  describe("seals", () => {
    test("cover every event once, chained, and leave young events alone", async () => {
      await admin.patch("/api/settings", { plantName: "Young" });
      await app.runCron("audit.seal");
      const [first, second, ...others] = await seals();
      expect(others).toEqual([]);
      expect(first).toMatchObject({ seq: 1, fromId: "", previousHash: "", verifiedAt: null });
      expect(second).toMatchObject({ seq: 2, fromId: first?.toId, previousHash: first?.hash });
      const sealed = (await events()).filter(({ id }) => id <= (second?.toId ?? ""));
      expect(sealed.length).toBe((first?.rows ?? 0) + (second?.rows ?? 0));
      expect((await events()).length).toBeGreaterThan(sealed.length);
    });

    test("wait for a unit of work that is still open, where ids and commits differ in order", async () => {
      await app.db.unit(async (tx) => {
        await tx.k.selectFrom("platform_event").select("id").limit(1).execute();
        const heldMs = await oldestOpenMs(app.db);
        expect(heldMs > 0).toBe(dialect === "postgresql");
      });
      expect(await oldestOpenMs(app.db)).toBe(0);
    });

    test("are shown with the events they cover", async () => {
      const { items } = (await admin.get("/api/audit-logs?type=settings.changed")).body;
      expect(items.map((each: { seal: unknown }) => each.seal)).toEqual([
        null,
        ...[2, 2, 1, 1, 1].map((seq) => ({ seq, verifiedAt: null, isBroken: false })),
      ]);
      expect((await admin.get("/api/audit/seals")).body.items).toMatchObject([
        { seq: 2, isBroken: false, purgedAt: null, archiveSha256: null },
        { seq: 1 },
      ]);
    });

    test("a whole trail is found intact, with progress, and that is told", async () => {
      const mark = await app.mark();
      const done = await verify();
      const rows = (await seals()).reduce((sum, each) => sum + each.rows, 0);
      expect(done).toMatchObject({
        ...{ state: "INTACT", fromSeq: 1, toSeq: 2, sealsDone: 2, rowsDone: rows },
        ...{ findingCount: 0, findings: [], requestedByName: "admin 1" },
      });
      expect(await app.events(mark)).toEqual(["audit.verificationRequested", "audit.verified"]);
      expect((await admin.get("/api/audit/seals/status")).body).toMatchObject({
        ...{ seals: 2, purgedRows: 0, last: { state: "INTACT" }, running: null },
        ...{ retentionDays: 0, head: { seq: 2, hash: (await seals())[1]?.hash } },
      });
    });
  });

  describe("whoever changes what was sealed is found", () => {
    let undo: () => Promise<unknown> = async () => {};
    afterEach(async () => {
      await undo();
      expect((await verify()).state).toBe("INTACT");
    });

    /** The second event of a seal, and what puts it back. */
    const victim = async (seq: number) => {
      const seal = (await seals()).find((each) => each.seq === seq)!;
      const row = (await events()).filter(({ id }) => id > seal.fromId && id <= seal.toId)[1]!;
      const remove = () => k().deleteFrom("platform_event").where("id", "=", row.id).execute();
      const insert = () => k().insertInto("platform_event").values(row).execute();
      return { row, remove, insert };
    };

    const changes = [
      ["who it was", { actorName: "somebody else" }],
      ["what was done", { type: "settings.read" }],
      ["when", { occurredAt: "2026-11-22T02:00:00.001Z" }],
      ["from where", { ip: "10.0.0.66" }],
      ["before and after", { data: { before: {}, after: {} } }],
    ] as const;
    test.each(changes)("a changed field: %s", async (_, change) => {
      const { row, remove, insert } = await victim(1);
      undo = async () => {
        await remove();
        await insert();
      };
      await k().updateTable("platform_event").set(change).where("id", "=", row.id).execute();
      expect(await verify()).toMatchObject({
        state: "BROKEN",
        findings: [{ code: "ROW_CHANGED", seal: 1, eventId: row.id }],
      });
      const shown = (await admin.get(`/api/audit-logs/${row.id}`)).body;
      expect(shown.seal).toEqual({ seq: 1, verifiedAt: null, isBroken: true });
    });

    test("a deleted row", async () => {
      const { row, remove, insert } = await victim(2);
      undo = insert;
      await remove();
      expect((await verify()).findings).toMatchObject([
        { code: "ROW_MISSING", seal: 2, eventId: row.id },
      ]);
    });

    test("an inserted row, and people are alarmed", async () => {
      const { row } = await victim(1);
      const id = `${row.id.slice(0, -1)}${row.id.endsWith("0") ? "1" : "0"}`;
      undo = () => k().deleteFrom("platform_event").where("id", "=", id).execute();
      await k()
        .insertInto("platform_event")
        .values({ ...row, id })
        .execute();
      const mark = await app.mark();
      const [finding, ...others] = (await verify()).findings;
      expect([finding, others]).toMatchObject([{ code: "ROW_INSERTED", seal: 1, eventId: id }, []]);
      expect(await app.events(mark)).toEqual([
        ...["audit.verificationRequested", "audit.broken", "notice.sent"],
      ]);
      const [notice] = (await admin.get("/api/notices")).body.items;
      expect(notice).toMatchObject({ code: "AUDIT_BROKEN", severity: "ALARM" });
    });

    const swap = async () => {
      const set = (seq: number, to: number) =>
        k().updateTable("audit_seal").set({ seq: to }).where("seq", "=", seq).execute();
      await set(1, 99);
      await set(2, 1);
      await set(99, 2);
    };

    test("swapped seals", async () => {
      undo = swap;
      await swap();
      const { state, findings } = await verify();
      expect(state).toBe("BROKEN");
      expect(findings[0]).toMatchObject({ code: "SEAL_CHANGED", seal: 1, eventId: null });
    });

    test("a seal whose marks were written anew", async () => {
      const [first] = await seals();
      const marks = await app.db.read
        .selectFrom("audit_seal_marks")
        .selectAll()
        .where("sealId", "=", first?.id ?? "")
        .executeTakeFirstOrThrow();
      const set = (text: string) =>
        k()
          .updateTable("audit_seal_marks")
          .set({ marks: text })
          .where("sealId", "=", marks.sealId)
          .execute();
      undo = () => set(marks.marks);
      await set(marks.marks.split("\n").slice(1).join("\n"));
      expect((await verify()).findings.map(({ code }: { code: string }) => code)).toEqual([
        ...["SEAL_CHANGED", "ROW_INSERTED"],
      ]);
    });

    test("the newest seals cut off: a verification has seen them", async () => {
      const last = (await seals()).at(-1)!;
      undo = () => k().insertInto("audit_seal").values(last).execute();
      await k().deleteFrom("audit_seal").where("seq", "=", last.seq).execute();
      expect((await verify()).findings[0]).toMatchObject({ code: "SEAL_MISSING", seal: last.seq });
    });
  });

  describe("every night", () => {
    test("the whole is verified; one verification at a time", async () => {
      await app.platform.jobs.strike("audit.verify");
      await app.runJobs();
      expect((await admin.get("/api/audit/seals/status")).body.last).toMatchObject({
        ...{ state: "INTACT", requestedByName: "system" },
      });
      expect((await admin.post("/api/audit/verify", {})).status).toBe(200);
      expect(await admin.post("/api/audit/verify", {})).toMatchObject({
        status: 409,
        body: { code: "AUDIT_VERIFICATION_RUNNING" },
      });
      await app.runJobs();
    });
  });

  test("is for those who may", async () => {
    for (const path of ["seals", "seals/status", "holds"])
      expect((await planner.get(`/api/audit/${path}`)).status).toBe(403);
    expect((await planner.post("/api/audit/verify", {})).status).toBe(403);
    const manager = await app.as("plant_manager");
    expect((await manager.get("/api/audit/seals/status")).status).toBe(200);
    expect(await manager.post("/api/audit/holds", {})).toMatchObject({
      status: 403,
      body: { context: { permission: "audit:hold" } },
    });
    expect(
      await admin.post("/api/audit/holds", {
        ...{
          from: "2026-11-22T02:00:00.000Z",
          to: "2026-11-22T01:00:00.000Z",
          reason: "Backwards",
        },
      }),
    ).toMatchObject({ status: 409, body: { code: "AUDIT_RANGE_INVALID" } });
  });
});
