import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { blade, FormBench, reason } from "./bench.fixture.ts";

eachDialect((dialect) => {
  let bench: FormBench;
  beforeAll(async () => {
    bench = await FormBench.start(dialect);
  });
  afterAll(() => bench.app.dispose());

  describe("counts", () => {
    const use = (subjectKey: string, more: object) =>
      bench.fill("QR-Mac-144", { lineCode: "A", subjectKey, values: blade(more) });
    const total = async (subjectKey: string, more: object) => {
      bench.app.clock.advance(60);
      const { status, body } = await use(subjectKey, more);
      expect(status).toBe(200);
      return [body.values.totalPrintCount, body.judgement];
    };

    test("are carried per tool, begin where somebody says once, and anew with a new part", async () => {
      expect(await total("SQ-1", { printCount: 500, totalPrintCount: 99_000 })).toEqual([
        99_000,
        "PASS",
      ]);
      expect(await total("SQ-1", { printCount: 1_000 })).toEqual([100_000, "PASS"]);
      expect(await total("SQ-2", { printCount: 7 })).toEqual([7, "PASS"]);
      expect(await total("SQ-1", { printCount: 1 })).toEqual([100_001, "FAIL"]);
      expect((await use("SQ-1", { totalPrintCount: 5 })).body).toMatchObject({
        code: "FORM_VALUES_INVALID",
        context: { issues: [{ field: "totalPrintCount", rule: "CARRIED" }] },
      });
      expect(await total("SQ-1", { printCount: 3, isReplaced: true })).toEqual([3, "PASS"]);
      expect(await total("SQ-1", { printCount: 4 })).toEqual([7, "PASS"]);
    });

    test("follow corrections and voids of earlier records", async () => {
      const { operator } = bench;
      const said = { printCount: 100, totalPrintCount: 1_100 };
      const first = (await use("SQ-3", said)).body;
      bench.app.clock.advance(60);
      const second = (await use("SQ-3", { printCount: 50 })).body;
      const corrected = await operator.patch(`/api/form-records/${first.id}`, {
        version: 1,
        values: { printCount: 10 },
        reason,
      });
      expect(corrected.body.values).toMatchObject({ printCount: 10, totalPrintCount: 1_010 });
      await operator.post(`/api/form-records/${second.id}/void`, { version: 1, reason });
      expect(await total("SQ-3", { printCount: 5 })).toEqual([1_015, "PASS"]);
    });

    test("of one tool at two screens at once both count", async () => {
      await total("SQ-4", { printCount: 10 });
      bench.app.clock.advance(60);
      const both = await Promise.all([
        use("SQ-4", { printCount: 1 }),
        use("SQ-4", { printCount: 2 }),
      ]);
      const totals = both.map(({ body }) => body.values.totalPrintCount).sort();
      expect([
        [11, 13],
        [12, 13],
      ]).toContainEqual(totals);
    });
  });

  describe("prefill", () => {
    test("brings what is known: product, last values, totals, the programs to compare with", async () => {
      const { runNo } = await bench.run();
      await bench.filled("QR-Mac-144", {
        runNo,
        subjectKey: "SQ-9",
        values: blade({ length: 400, printCount: 20 }),
      });
      bench.app.clock.advance(60);
      const at = `runNo=${runNo}&subjectKey=SQ-9`;
      expect(await bench.operator.get(`/api/forms/QR-Mac-144/prefill?${at}`)).toMatchObject({
        status: 200,
        body: {
          formCode: "QR-Mac-144",
          revision: 1,
          values: { model: "P-A", length: 400 },
          facts: { runNo, lineCode: "A", productCode: "P-A", carried: { totalPrintCount: 20 } },
          last: { subjectKey: "SQ-9", values: { totalPrintCount: 20 } },
        },
      });
      const oven = await bench.operator.get(`/api/forms/QR-Pro-105/prefill?runNo=${runNo}`);
      expect(oven.body.facts.expectedPrograms).toEqual([
        { stepNo: 20, traits: ["reflow"], program: "LF-245" },
      ]);
      // What stands on the oven is read from the oven.
      expect(oven.body.values).not.toHaveProperty("program");
    });

    test("of another line is out of scope", async () => {
      const answer = await bench.operator.get("/api/forms/QR-Pro-105/prefill?lineCode=B");
      expect(answer).toMatchObject({ status: 403, body: { code: "OUT_OF_SCOPE" } });
    });
  });
});
