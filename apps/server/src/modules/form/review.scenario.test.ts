import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createUser } from "@lineside/server/modules/auth";
import { eachDialect } from "@lineside/testkit/database";
import { signIn, testPassword } from "@lineside/testkit/people";
import { blade, FormBench, reason, stencil } from "./bench.fixture.ts";

eachDialect((dialect) => {
  let bench: FormBench;
  beforeAll(async () => {
    bench = await FormBench.start(dialect);
  });
  afterAll(() => bench.app.dispose());

  const made = (who = bench.operator, lineCode = "A") =>
    bench.filled("QR-Mac-144", { lineCode, subjectKey: "SQ-1", values: blade() }, who);
  const at = (id: string, action: string) => `/api/form-records/${id}/${action}`;

  describe("confirming", () => {
    test("is another person's: with time and name, once", async () => {
      const { app, leader } = bench;
      const { id } = await made();
      const mark = await app.mark();
      app.clock.advance(60);
      expect(await leader.post(at(id, "confirm"), { version: 1 })).toMatchObject({
        status: 200,
        body: {
          state: "CONFIRMED",
          confirmedByName: "line_leader 2",
          confirmedAt: app.clock.now(),
          version: 2,
          history: [{ action: "SUBMITTED" }, { action: "CONFIRMED", byName: "line_leader 2" }],
        },
      });
      expect(await leader.post(at(id, "confirm"), { version: 2 })).toMatchObject({
        status: 409,
        body: { code: "FORM_RECORD_STATE_INVALID" },
      });
      expect(await app.events(mark)).toEqual([
        "form.confirmed",
        "form.confirmRecord!FORM_RECORD_STATE_INVALID",
      ]);
    });

    test("is refused to who filled or corrected it, to operators, and out of scope", async () => {
      const { operator, leader, engineer } = bench;
      const own = await made(leader);
      const mark = await bench.app.mark();
      expect(await leader.post(at(own.id, "confirm"), { version: 1 })).toMatchObject({
        status: 409,
        body: { code: "FORM_CONFIRMER_IS_FILLER", resolvedBy: "form:confirm" },
      });
      expect(await operator.post(at(own.id, "confirm"), { version: 1 })).toMatchObject({
        status: 403,
        body: { code: "FORBIDDEN", context: { permission: "form:confirm" } },
      });
      const theirs = await made(engineer, "B");
      expect(await leader.post(at(theirs.id, "confirm"), { version: 1 })).toMatchObject({
        status: 403,
        body: { code: "OUT_OF_SCOPE" },
      });
      const touched = await made();
      const patch = { version: 1, values: { length: 400 }, reason };
      await leader.patch(`/api/form-records/${touched.id}`, patch);
      expect(await leader.post(at(touched.id, "confirm"), { version: 2 })).toMatchObject({
        status: 409,
        body: { code: "FORM_CONFIRMER_IS_FILLER" },
      });
      expect(await bench.app.events(mark)).toEqual([
        "form.confirmRecord!FORM_CONFIRMER_IS_FILLER",
        "form.confirmRecord!FORBIDDEN",
        "form.recorded",
        "form.confirmRecord!OUT_OF_SCOPE",
        "form.recorded",
        "form.corrected",
        "form.confirmRecord!FORM_CONFIRMER_IS_FILLER",
      ]);
    });

    test("who filled it under a badge at a colleague's screen is the same person", async () => {
      const { app, operator } = bench;
      await createUser(app.platform, {
        username: "leader-li",
        name: "Leader Li",
        password: testPassword,
        roles: ["line_leader"],
        lineIds: [bench.plant.lineId],
        badge: "LI-0001",
      });
      const shared = { cookie: await signIn(app, operator.username) };
      const send = (path: string, body: object) =>
        app.request("POST", path, { body, headers: shared });
      expect((await send("/api/auth/badge", { badge: "LI-0001" })).status).toBe(200);
      const filled = await send("/api/form-records", {
        formCode: "QR-Mac-144",
        lineCode: "A",
        subjectKey: "SQ-BADGE",
        values: blade(),
      });
      expect(filled.body.filledByName).toBe("Leader Li");
      const path = at(filled.body.id, "confirm");
      // A badge opens work on the floor only, and confirming is none of it.
      expect(await send(path, { version: 1 })).toMatchObject({
        status: 403,
        body: { code: "FORBIDDEN" },
      });
      const own = { cookie: await signIn(app, "leader-li") };
      expect(await app.request("POST", path, { body: { version: 1 }, headers: own })).toMatchObject(
        { status: 409, body: { code: "FORM_CONFIRMER_IS_FILLER" } },
      );
    });

    test("by two at once happens once", async () => {
      const quality = await bench.app.as("quality");
      const { id } = await made();
      const mark = await bench.app.mark();
      const both = await Promise.all([
        bench.leader.post(at(id, "confirm"), { version: 1 }),
        quality.post(at(id, "confirm"), { version: 1 }),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      const told = await bench.app.events(mark);
      expect(told.filter((type) => type === "form.confirmed")).toHaveLength(1);
    });

    test("a form that asks for nobody has nothing to confirm", async () => {
      const values = {
        machine: "AOI",
        sampleModel: "S",
        version: "1",
        program: "P",
        result: "FAIL",
      };
      const { id, judgement } = await bench.filled("QR-Mac-238", {
        lineCode: "A",
        subjectKey: "AOI-1",
        values,
      });
      expect(judgement).toBe("FAIL");
      expect(await bench.leader.post(at(id, "confirm"), { version: 1 })).toMatchObject({
        status: 409,
        body: { code: "FORM_CONFIRM_NOT_NEEDED" },
      });
    });
  });

  describe("rejecting, correcting, voiding", () => {
    test("a rejected record is put right with a reason, judged anew and confirmed again", async () => {
      const { app, operator, leader } = bench;
      const bad = await bench.filled("QR-Pro-089", {
        lineCode: "A",
        subjectKey: "ST-7",
        values: stencil({ tension1: 25 }),
      });
      const mark = await app.mark();
      const path = `/api/form-records/${bad.id}`;
      expect(await leader.post(at(bad.id, "reject"), { version: 1 })).toMatchObject({
        status: 400,
        body: { code: "VALIDATION_FAILED" },
      });
      const rejected = await leader.post(at(bad.id, "reject"), { version: 1, reason });
      expect(rejected.body).toMatchObject({
        state: "REJECTED",
        reason,
        actions: ["correct", "void"],
      });
      const patch = { version: 2, values: { tension1: 35, remark: "measured again" }, reason };
      const corrected = await operator.patch(path, patch);
      expect(corrected).toMatchObject({
        status: 200,
        body: {
          state: "SUBMITTED",
          judgement: "PASS",
          findings: [],
          version: 3,
          values: { tension1: 35, remark: "measured again" },
          history: [
            { action: "SUBMITTED" },
            { action: "REJECTED", reason },
            { action: "CORRECTED", reason, judgement: "FAIL", values: { tension1: 25 } },
          ],
        },
      });
      expect((await leader.post(at(bad.id, "confirm"), { version: 3 })).status).toBe(200);
      const again = await operator.patch(path, { version: 4, values: { remark: null }, reason });
      expect(again.body).toMatchObject({ state: "SUBMITTED", confirmedByName: null });
      expect(again.body.values).not.toHaveProperty("remark");
      expect(await operator.patch(path, { ...patch, version: 4 })).toMatchObject({
        status: 409,
        body: { code: "VERSION_CONFLICT" },
      });
      expect(await app.events(mark)).toEqual([
        "form.rejected",
        "form.corrected",
        "form.confirmed",
        "form.corrected",
        "form.correctRecord!VERSION_CONFLICT",
      ]);
      const told = await app.db.read
        .selectFrom("platform_event")
        .select("data")
        .where("entityId", "=", bad.id)
        .where("type", "=", "form.corrected")
        .orderBy("id")
        .executeTakeFirstOrThrow();
      expect(told.data).toMatchObject({
        before: { tension1: 25 },
        after: { tension1: 35, remark: "measured again" },
      });
    });

    test("is voided by its filler until confirmed, by who may confirm at any time", async () => {
      const { app, operator, leader } = bench;
      const colleague = await app.as("operator", { stations: bench.plant.stations.slice(0, 1) });
      const mine = await made();
      const mark = await app.mark();
      const body = { version: 1, reason };
      expect(await colleague.post(at(mine.id, "void"), body)).toMatchObject({
        status: 409,
        body: { code: "FORM_VOID_OTHERS" },
      });
      expect(await operator.post(at(mine.id, "void"), body)).toMatchObject({
        status: 200,
        body: { state: "VOIDED", actions: [], reason },
      });
      const settled = await made();
      await leader.post(at(settled.id, "confirm"), { version: 1 });
      const void2 = { version: 2, reason };
      expect((await operator.post(at(settled.id, "void"), void2)).body.code).toBe(
        "FORM_VOID_OTHERS",
      );
      expect((await leader.post(at(settled.id, "void"), void2)).status).toBe(200);
      expect(await app.events(mark)).toEqual([
        "form.voidRecord!FORM_VOID_OTHERS",
        "form.voided",
        "form.recorded",
        "form.confirmed",
        "form.voidRecord!FORM_VOID_OTHERS",
        "form.voided",
      ]);
    });
  });

  describe("the list", () => {
    test("shows the reader's lines and the plant's own, newest first, page by page", async () => {
      const { app, operator, leader, engineer } = bench;
      const fridge = { period: "AM", temperature: 4 };
      await bench.filled("QR-Pro-073", { subjectKey: "FR-1", values: fridge });
      const hidden = await made(engineer, "B");
      const seen = (await operator.get("/api/form-records?limit=200")).body.items;
      expect(seen.map((row: { lineCode: string | null }) => row.lineCode)).not.toContain("B");
      expect(seen.some((row: { subjectKey: string }) => row.subjectKey === "FR-1")).toBe(true);
      expect(await operator.get(`/api/form-records/${hidden.id}`)).toMatchObject({ status: 403 });
      expect((await engineer.get(`/api/form-records/${hidden.id}`)).status).toBe(200);
      const pages: string[] = [];
      for (let cursor = ""; ; ) {
        const { body } = await leader.get(`/api/form-records?limit=3${cursor}`);
        pages.push(...body.items.map((row: { id: string }) => row.id));
        if (body.nextCursor === null) break;
        cursor = `&cursor=${body.nextCursor}`;
      }
      expect(pages).toEqual(seen.map((row: { id: string }) => row.id));
      const failed = await leader.get("/api/form-records?judgement=FAIL&state=SUBMITTED");
      expect(
        failed.body.items.every((row: { judgement: string }) => row.judgement === "FAIL"),
      ).toBe(true);
      expect((await leader.get("/api/form-records?cursor=x")).body.code).toBe("CURSOR_INVALID");
      expect((await leader.get("/api/form-records/none")).body.code).toBe("FORM_RECORD_NOT_FOUND");
      app.clock.advance(1);
    });
  });
});
