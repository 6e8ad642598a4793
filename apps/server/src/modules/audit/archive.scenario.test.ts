import { afterAll, beforeAll, expect, test } from "bun:test";
import { truncateSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";
import { SealedTrail } from "./sealed-trail.fixture.ts";

const day = 24 * 3_600;

eachDialect((dialect) => {
  const trail = new SealedTrail();
  const { seals } = trail;
  const events = () => trail.events();
  const verify = (body?: object) => trail.verify(body);
  const k = () => trail.forge;
  let app: TestApp;
  let admin: Person;

  beforeAll(async () => {
    await trail.open(dialect);
    ({ app, admin } = trail);
  });
  afterAll(trail.close);

  test("nothing leaves the database unless the plant says so", async () => {
    app.clock.advance(4_000 * day);
    await app.runCron("audit.archive");
    expect((await seals()).map(({ archiveId }) => archiveId)).toEqual([null, null]);
  });

  const purged = async () => (await seals()).map(({ purgedAt }) => purgedAt !== null);

  test("a legal hold keeps what it covers; it is placed and released with a reason", async () => {
    await admin.patch("/api/settings", { auditRetentionDays: 30 });
    const second = (await seals())[1]!;
    const mark = await app.mark();
    const placed = await admin.post("/api/audit/holds", {
      ...{ from: second.fromAt, reason: "Customer complaint 17" },
    });
    expect(placed.status).toBe(200);
    expect(await app.events(mark)).toEqual(["audit.holdPlaced"]);
    await app.runCron("audit.archive");
    expect(await purged()).toEqual([true, false]);
    expect((await app.events(mark)).slice(1)).toEqual(["audit.archived", "audit.purged"]);
    expect((await admin.get("/api/audit/holds")).body.items).toMatchObject([
      { reason: "Customer complaint 17", toAt: null, releasedAt: null },
    ]);
    const release = `/api/audit/holds/${placed.body.id}/release`;
    expect((await admin.post(release, {})).status).toBe(400);
    expect((await admin.post(release, { reason: "Case closed" })).status).toBe(200);
    expect(await admin.post(release, { reason: "Case closed" })).toMatchObject({
      status: 409,
      body: { code: "AUDIT_HOLD_RELEASED" },
    });
  });

  test("a hold placed after the file was written stops the purge", async () => {
    const { files } = app.platform;
    const { receive } = files;
    const hold = Promise.withResolvers<string>();
    files.receive = async () => {
      files.receive = receive;
      const reason = "Recall of week 47";
      const placed = await admin.post("/api/audit/holds", {
        ...{ from: "2026-01-01T00:00:00.000Z", reason },
      });
      hold.resolve(placed.body.id);
      return await receive();
    };
    await app.runCron("audit.archive");
    expect(await purged()).toEqual([true, false]);
    expect((await seals())[1]?.archiveId).toEqual(expect.any(String));
    const release = { reason: "Recall is over" };
    await admin.post(`/api/audit/holds/${await hold.promise}/release`, release);
    await app.runCron("audit.archive");
    expect(await purged()).toEqual([true, true]);
  });

  test("what left the database is whole in the file, and verified from there", async () => {
    const found = (await admin.get("/api/audit/seals")).body.items;
    const file = await app.platform.files.open(found[1].archiveSha256, null);
    const lines = gunzipSync(await new Response(file).bytes())
      .toString()
      .trim()
      .split("\n");
    expect(lines.length).toBe(found[1].rows);
    const first = await seals();
    const left = (await events()).filter(({ id }) => id <= (first[1]?.toId ?? ""));
    expect(left).toEqual([]);
    expect(await verify({ to: first[1]?.toAt })).toMatchObject({ state: "INTACT" });
    expect((await verify()).state).toBe("INTACT");
  });

  test("a truncated file is found, and so is a row put back into its range", async () => {
    const [seal] = await seals();
    const sha256 = (await admin.get("/api/audit/seals")).body.items[1].archiveSha256;
    const path = join(
      (app.platform.config.files as { dir: string }).dir,
      sha256.slice(0, 2),
      sha256,
    );
    const bytes = await Bun.file(path).bytes();
    truncateSync(path, bytes.length - 20);
    expect((await verify()).findings[0]).toMatchObject({ code: "ARCHIVE_CHANGED", seal: 1 });
    await Bun.file(path).delete();
    expect((await verify()).findings[0]).toMatchObject({ code: "ARCHIVE_MISSING", seal: 1 });
    await Bun.write(path, bytes);
    expect((await verify()).state).toBe("INTACT");
    const row = (await events())[0]!;
    const id = seal?.firstId ?? "";
    await k()
      .insertInto("platform_event")
      .values({ ...row, id })
      .execute();
    expect((await verify()).findings[0]).toMatchObject({ code: "ROW_INSERTED", eventId: id });
    await k().deleteFrom("platform_event").where("id", "=", id).execute();
  });

  test("what is broken is not archived: it is evidence, and an alarm", async () => {
    app.clock.advance(1_200);
    await app.runCron("audit.seal");
    const last = (await seals()).at(-1)!;
    const broken = (await events()).find(({ id }) => id > last.fromId)!;
    await k()
      .updateTable("platform_event")
      .set({ actorName: "forged" })
      .where("id", "=", broken.id)
      .execute();
    app.clock.advance(60 * day);
    await app.runCron("audit.archive");
    expect((await seals()).at(-1)).toMatchObject({ archiveId: null, purgedAt: null });
    const cases = (await admin.get("/api/ops/cases")).body;
    expect(JSON.stringify(cases)).toContain("AUDIT_TRAIL_BROKEN");
  });
});
