import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { addMinutes } from "@lineside/domain/kernel";
import { eachDialect } from "@lineside/testkit/database";
import { blade, FormBench, stencil, upkeep } from "./bench.fixture.ts";

eachDialect((dialect) => {
  let bench: FormBench;
  beforeAll(async () => {
    bench = await FormBench.start(dialect);
  });
  afterAll(() => bench.app.dispose());

  describe("filling", () => {
    test("the person is the one signed in, the time is the server's, the server judges", async () => {
      const { app, operator } = bench;
      const { runNo } = await bench.run();
      const mark = await app.mark();
      const answer = await bench.fill("QR-Pro-089", {
        runNo,
        subjectKey: "ST-1",
        values: stencil({ tension3: 30 }),
        filledByName: "somebody else",
      });
      expect(answer).toMatchObject({
        status: 200,
        body: {
          formCode: "QR-Pro-089",
          formRevision: 1,
          state: "SUBMITTED",
          judgement: "FAIL",
          findings: [
            {
              field: "tension3",
              code: "FORM_VALUE_TOO_LOW",
              context: { value: 30, limit: 30, unit: "N/cm" },
            },
          ],
          runNo,
          lineCode: "A",
          productCode: "P-A",
          subjectKey: "ST-1",
          occurredAt: app.clock.now(),
          isBackfilled: false,
          filledByName: "operator 1",
          confirmedByName: null,
          values: { printCount: 100, totalPrintCount: 100 },
          history: [{ action: "SUBMITTED", byName: "operator 1", values: null }],
          actions: ["correct", "confirm", "reject", "void"],
          version: 1,
        },
      });
      expect(answer.body.history[0].byId).toBe(operator.id);
      expect(await app.events(mark)).toEqual(["form.recorded"]);
      const read = await operator.get(`/api/form-records/${answer.body.id}`);
      expect(read.body).toEqual(answer.body);
    });

    test("what it is about is scanned; codes nobody knows are refused", async () => {
      const { runNo } = await bench.run();
      const over = await bench.run("COMPLETED");
      const rows: [body: object, status: number, code: string][] = [
        [{ formCode: "QR-NONE", values: {} }, 404, "FORM_NOT_FOUND"],
        [{ formCode: "QR-Pro-089", values: {} }, 400, "FORM_SUBJECT_REQUIRED"],
        [{ formCode: "QR-Pro-105", values: {} }, 400, "FORM_LINE_REQUIRED"],
        [{ formCode: "QR-Pro-105", runNo: "RUN-?", values: {} }, 400, "VALIDATION_FAILED"],
        [{ formCode: "QR-Pro-105", runNo: "RUN-X", values: {} }, 404, "RUN_NOT_FOUND"],
        [{ formCode: "QR-Pro-105", lineCode: "Z", values: {} }, 404, "LINE_NOT_FOUND"],
        [{ formCode: "QR-Pro-105", lineCode: "B", values: {} }, 403, "OUT_OF_SCOPE"],
        [
          { formCode: "QR-Pro-089", subjectKey: "S", productCode: "P-Z", values: {} },
          404,
          "PRODUCT_NOT_FOUND",
        ],
        [
          { formCode: "QR-Pro-089", subjectKey: "S", runNo, values: { evil: 1 } },
          400,
          "FORM_VALUES_INVALID",
        ],
        [
          { formCode: "QR-Pro-089", subjectKey: "S", values: { tension1: { $gt: 0 } } },
          400,
          "VALIDATION_FAILED",
        ],
        [
          { formCode: "QR-Pro-130", subjectKey: "S", values: { model: "a\u0000b" } },
          400,
          "VALIDATION_FAILED",
        ],
        [
          { formCode: "QR-Pro-130", subjectKey: "S", values: { model: "\ud800" } },
          400,
          "VALIDATION_FAILED",
        ],
        [{ formCode: "QR-Pro-089", subjectKey: "../../etc", values: {} }, 400, "VALIDATION_FAILED"],
        [{ formCode: "QR-Pro-089", subjectKey: "S", values: [] }, 400, "VALIDATION_FAILED"],
        [
          { formCode: "QR-Pro-089", subjectKey: "S", values: stencil(), fileIds: ["none"] },
          404,
          "FILE_NOT_FOUND",
        ],
      ];
      const mark = await bench.app.mark();
      for (const [body, status, code] of rows)
        expect([body, await bench.operator.post("/api/form-records", body)]).toMatchObject([
          body,
          { status, body: { code } },
        ]);
      // Refusals of scope, state and rules are in the trail; bad input is not.
      expect(await bench.app.events(mark)).toEqual(["form.createRecord!OUT_OF_SCOPE"]);
      const mismatch = await bench.fill(
        "QR-Pro-105",
        { runNo, lineCode: "B", values: {} },
        bench.engineer,
      );
      expect(mismatch).toMatchObject({ status: 409, body: { code: "FORM_LINE_MISMATCH" } });
      const late = { runNo: over.runNo, subjectKey: "ST-LATE", values: stencil() };
      expect((await bench.filled("QR-Pro-089", late)).runNo).toBe(over.runNo);
    });

    test("an earlier time only where the form allows a back-fill; a later one never", async () => {
      const { app } = bench;
      const maintenance = await app.as("maintenance", { lines: ["A"] });
      const now = app.clock.now();
      const earlier = addMinutes(now, -3 * 24 * 60);
      const tool = { subjectKey: "FX-1", lineCode: "A" };
      const mark = await app.mark();
      const refused = await bench.fill("QR-Mac-144", {
        ...tool,
        occurredAt: earlier,
        values: blade(),
      });
      expect(refused).toMatchObject({ status: 409, body: { code: "FORM_BACKFILL_FORBIDDEN" } });
      const ahead = { ...tool, occurredAt: addMinutes(now, 5), values: upkeep() };
      expect(await bench.fill("QR-Mac-155", ahead, maintenance)).toMatchObject({
        status: 409,
        body: { code: "FORM_TIME_IN_FUTURE" },
      });
      const given = { ...tool, occurredAt: earlier, values: upkeep() };
      expect(await bench.fill("QR-Mac-155", given, maintenance)).toMatchObject({
        status: 200,
        body: { occurredAt: earlier, isBackfilled: true, filledAt: now, judgement: "PASS" },
      });
      const fresh = { ...tool, occurredAt: addMinutes(now, -9), values: blade() };
      expect(await bench.fill("QR-Mac-144", fresh)).toMatchObject({
        status: 200,
        body: { occurredAt: now, isBackfilled: false },
      });
      expect(await app.events(mark)).toEqual([
        "form.createRecord!FORM_BACKFILL_FORBIDDEN",
        "form.createRecord!FORM_TIME_IN_FUTURE",
        "form.recorded",
        "form.recorded",
      ]);
    });

    test("a repeated call with the same key makes one record (R6)", async () => {
      const { runNo } = await bench.run();
      const body = { formCode: "QR-Mac-144", runNo, subjectKey: "SQ-R6", values: blade() };
      const send = () =>
        bench.operator.post("/api/form-records", body, {
          headers: { "idempotency-key": "squeegee-of-this-run" },
        });
      const first = await send();
      const second = await send();
      expect(second.headers.get("idempotency-replayed")).toBe("true");
      expect(second.body).toEqual(first.body);
      const listed = await bench.operator.get("/api/form-records?subject=SQ-R6");
      expect(listed.body.items).toHaveLength(1);
    });

    test("without form:record nothing is filled", async () => {
      const trace = await bench.app.as("trace");
      expect(await bench.fill("QR-Mac-144", { values: {} }, trace)).toMatchObject({
        status: 403,
        body: { code: "FORBIDDEN" },
      });
    });
  });

  describe("a bake in two stages (QR-Pro-057)", () => {
    const begun = { oven: "OVEN-1", itemCode: "PCB-9", process: "PCB", quantity: 40 };
    const start = async (process = "PCB") =>
      await bench.filled("QR-Pro-057", {
        lineCode: "A",
        subjectKey: "LOT-1",
        productCode: "P-A",
        values: { ...begun, process },
      });
    const end = (record: { id: string; version: number }, temperature = 120) =>
      bench.operator.post(`/api/form-records/${record.id}/submit`, {
        version: record.version,
        values: { temperature },
      });

    test("in and out are stamped, and the time between is judged with the temperature", async () => {
      const { app } = bench;
      const mark = await app.mark();
      const open = await start();
      const wentIn = app.clock.now();
      expect(open).toMatchObject({
        state: "OPEN",
        judgement: null,
        productCode: "P-A",
        values: { ...begun, inAt: wentIn, inBy: "operator 1" },
        actions: ["submit", "void"],
      });
      app.clock.advance(4 * 3600);
      expect(await end(open)).toMatchObject({
        status: 200,
        body: {
          state: "SUBMITTED",
          judgement: "PASS",
          occurredAt: app.clock.now(),
          values: { inAt: wentIn, outAt: app.clock.now(), outBy: "operator 1" },
        },
      });
      expect(await app.events(mark)).toEqual(["form.opened", "form.recorded"]);
      expect(await end(open)).toMatchObject({ status: 409, body: { code: "VERSION_CONFLICT" } });
    });

    test("too short is a FAIL, not a refusal: the record exists and says so", async () => {
      const open = await start("BGA");
      bench.app.clock.advance(23 * 3600);
      expect((await end(open)).body).toMatchObject({
        judgement: "FAIL",
        findings: [{ code: "BAKE_TIME_BGA", messageZh: "BGA 烘烤须满 24 小时" }],
      });
    });

    test("nobody types a time the server stamps, nor fills the second stage first", async () => {
      const inAt = addMinutes(bench.app.clock.now(), -300);
      const typed = { lineCode: "A", subjectKey: "LOT-2", values: { ...begun, inAt } };
      expect((await bench.fill("QR-Pro-057", typed)).body).toMatchObject({
        code: "FORM_VALUES_INVALID",
        context: { issues: [{ field: "inAt", rule: "STAMPED" }] },
      });
      const early = { ...typed, values: { ...begun, temperature: 120 } };
      expect((await bench.fill("QR-Pro-057", early)).body.context.issues).toEqual([
        { field: "temperature", rule: "OTHER_STAGE" },
      ]);
    });

    test("two who end it at once: one does, the other is told", async () => {
      const open = await start();
      bench.app.clock.advance(5 * 3600);
      const both = await Promise.all([end(open), end(open)]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    });
  });

  describe("the oven's program (D20)", () => {
    const program = (name: string) => ({ equipmentNo: "RF-1", product: "P-A", program: name });

    test("is compared with the one the run's frozen route names", async () => {
      const { runNo } = await bench.run();
      const right = await bench.filled("QR-Pro-105", { runNo, values: program("LF-245") });
      expect(right.judgement).toBe("PASS");
      const wrong = await bench.filled("QR-Pro-105", { runNo, values: program("LF-250") });
      expect(wrong).toMatchObject({
        judgement: "FAIL",
        findings: [{ field: "program", code: "PROGRAM_NOT_OF_ROUTE" }],
      });
    });

    test("without a run nothing says which is right, and it is not passed", async () => {
      const record = await bench.filled("QR-Pro-105", { lineCode: "A", values: program("LF-245") });
      expect(record).toMatchObject({
        judgement: null,
        findings: [{ code: "FORM_NOT_JUDGED", severity: "WARN" }],
      });
    });
  });
});
