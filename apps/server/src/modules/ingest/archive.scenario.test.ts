import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { gunzipSync } from "node:zlib";
import { eachDialect } from "@lineside/testkit/database";
import { MachineFloor } from "./ingest.fixture.ts";

const day = 24 * 60 * 60;

eachDialect((dialect) => {
  const floor = new MachineFloor();
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());

  const executed = async () => {
    const sn = (await floor.run()).sns[0] ?? "";
    await floor.byHand("PRINT", sn);
    const event = floor.auto("SPI", sn);
    return { event, id: (await floor.done(event)).eventId as string };
  };
  const texts = async () =>
    (await floor.app.db.read.selectFrom("ingest_payload").select("eventId").execute()).map(
      ({ eventId }) => eventId,
    );
  const archives = async () => (await floor.eve.get("/api/ingest/archives")).body.items;
  const raw = (id: string) => floor.eve.get(`/api/ingest/events/${id}/raw`);

  describe("raw texts", () => {
    test("go into a file after their days, and can still be read; open work keeps its own", async () => {
      const [old, other] = [await executed(), await executed()];
      const open = (await floor.send(floor.auto("SPI", "SN-NOBODY"))).body.eventId;
      floor.app.clock.advance(400 * day - 60);
      await floor.app.runCron("ingest.archiveTexts");
      expect([await texts(), await archives()]).toEqual([expect.any(Array), []]);
      expect((await texts()).length).toBe(3);
      const young = await executed();
      floor.app.clock.advance(120);
      await floor.app.runCron("ingest.archiveTexts");
      expect((await texts()).toSorted()).toEqual([open, young.id].toSorted());
      const [archive] = await archives();
      expect(archive.events).toBe(2);
      for (const { id, event } of [old, other]) {
        const text = await raw(id);
        expect([text.status, JSON.parse(text.body)]).toEqual([200, event]);
        const told = (await floor.eve.get(`/api/ingest/events/${id}`)).body;
        expect(told).toMatchObject({ raw: null, archive: { id: archive.id } });
      }
      const file = await floor.app.platform.files.open(archive.sha256, null);
      const lines = gunzipSync(await new Response(file).bytes())
        .toString()
        .trim()
        .split("\n");
      expect(lines.map((line) => JSON.parse(line).id)).toEqual([old.id, other.id].toSorted());
      // The nightly sweep of files without a row must leave it.
      floor.app.clock.advance(2 * day);
      await floor.app.runCron("file.sweepOrphans");
      expect((await raw(old.id)).status).toBe(200);
    });

    test("as a file are for who may read machine events of every line, and for no record", async () => {
      const [archive] = await archives();
      const { fileId } = await floor.app.db.read
        .selectFrom("ingest_archive")
        .select("fileId")
        .where("id", "=", archive.id)
        .executeTakeFirstOrThrow();
      const path = `/api/files/${fileId}`;
      const quality = await floor.app.as("quality");
      const ofLine = await floor.app.as("line_leader", { lines: ["A"] });
      expect((await quality.get(path)).status).toBe(200);
      for (const who of [ofLine, floor.ann])
        expect((await who.get(path)).body).toMatchObject({ status: 403, code: "FORBIDDEN" });
      const record = await floor.eve.post("/api/form-records", {
        ...{ formCode: "QR-Pro-130", subjectKey: "ST-1", lineCode: "A" },
        ...{ values: { model: "P-A", isClean: true }, fileIds: [fileId] },
      });
      expect([record.status, record.body.code]).toEqual([404, "FILE_NOT_FOUND"]);
    });

    test("that stayed open for long are found in the archive that has them at last", async () => {
      const open = (await texts()).toSorted()[0] ?? "";
      await floor.eve.post("/api/ingest/events/discard", {
        ...{ eventIds: [open], reason: "never came to life" },
      });
      floor.app.clock.advance(day);
      await floor.app.runCron("ingest.archiveTexts");
      expect(await texts()).not.toContain(open);
      expect(JSON.parse((await raw(open)).body).payload.sn).toBe("SN-NOBODY");
    });

    test("are only removed where the plant keeps no archive, and that is told", async () => {
      const admin = await floor.app.as("admin");
      await admin.patch("/api/settings", { ingestArchiveEnabled: false, ingestRawDays: 10 });
      const { id } = await executed();
      const before = (await archives()).length;
      floor.app.clock.advance(11 * day);
      await floor.app.runCron("ingest.archiveTexts");
      expect((await archives()).length).toBe(before);
      const gone = await raw(id);
      expect([gone.status, gone.body.code]).toEqual([404, "INGEST_RAW_GONE"]);
    });

    test("counts of minutes go after ninety days", async () => {
      floor.app.clock.advance(91 * day);
      await floor.app.runCron("ingest.archiveTexts");
      const left = await floor.app.db.read.selectFrom("ingest_tally").select("key").execute();
      expect(left).toEqual([]);
    });
  });
});
