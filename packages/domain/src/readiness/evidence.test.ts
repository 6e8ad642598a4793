import { describe, expect, test } from "bun:test";
import { version } from "../work-order/facts.fixture.ts";
import { item, record, step, withRecords } from "./readiness.fixture.ts";

const unknown = (field: string) => ({
  field,
  code: "FORM_NOT_JUDGED",
  severity: "WARN" as const,
  context: { field, rule: "R" },
});

describe("D20: what could not be judged proves nothing", () => {
  const judgedBy = (formCode: string, over: object) =>
    withRecords(formCode, record(formCode, { judgement: null, ...over }));
  test("a bake of a part without limits fails with its own code, and a form that judges nothing passes", () => {
    const baked = judgedBy("QR-Pro-057", { findings: [unknown("temperature")] });
    expect(item("PREP_BAKE", baked)).toMatchObject({
      state: "RECORDED",
      resolvedBy: "form:record",
      finding: {
        code: "READINESS_RECORD_NOT_JUDGED",
        context: { formCode: "QR-Pro-057", findings: [{ field: "temperature" }] },
      },
    });
    expect(item("PREP_BAKE", judgedBy("QR-Pro-057", {})).state).toBe("PASSED");
  });
  test("a program nobody could compare passes only when this check compares it with the route", () => {
    const told = { findings: [unknown("program")], level: "LINE" };
    const on = (program: string, more: object[] = []) =>
      judgedBy("QR-Pro-105", {
        ...told,
        findings: [...told.findings, ...more],
        values: { program },
      });
    expect(item("PREP_PROGRAM", on("LF-245")).state).toBe("PASSED");
    expect(item("PREP_PROGRAM", on("OLD")).finding?.code).toBe("READINESS_PROGRAM_MISMATCH");
    const zone = item("PREP_PROGRAM", on("LF-245", [unknown("zone1")]));
    expect(zone.finding?.code).toBe("READINESS_RECORD_NOT_JUDGED");
    const open = version();
    const any = { ...open, snapshot: { ...open.snapshot, steps: [step(20, "reflow")] } };
    expect(item("PREP_PROGRAM", { ...on("LF-245"), version: any })).toMatchObject({
      resolvedBy: "route:configure",
      finding: { code: "READINESS_RECORD_NOT_JUDGED" },
    });
  });
});

test("D20: what was made for another product is no evidence beyond the run's own records", () => {
  // check, form, of another product, of no product
  const rows = [
    ["PREP_BAKE", "QR-Pro-057", "READINESS_RECORD_MISSING", "READINESS_RECORD_MISSING"],
    ["PREP_STENCIL_USAGE", "QR-Pro-089", "READINESS_RECORD_MISSING", undefined],
    ["PREP_FIXTURE", "QR-Mac-155", "READINESS_RECORD_MISSING", undefined],
    ["PREP_SQUEEGEE", "QR-Mac-144", undefined, undefined],
    ["PREP_PASTE", "QR-Pro-013", undefined, undefined],
  ] as const;
  for (const [checkCode, formCode, another, none] of rows) {
    const code = (level: "RUN" | "LINE" | "PLANT", productCode: string | null) =>
      item(checkCode, withRecords(formCode, record(formCode, { level, productCode }))).finding
        ?.code;
    for (const level of ["LINE", "PLANT"] as const)
      expect([checkCode, code(level, "P2"), code(level, null), code(level, "P1")]).toEqual([
        checkCode,
        another,
        none,
        undefined,
      ]);
    expect(code("RUN", "P2")).toBeUndefined();
  }
});

test("D20: a stencil record of the line whose product field names another product is none for this run", () => {
  const told = (model: string) =>
    withRecords("QR-Pro-089", {
      ...record("QR-Pro-089", { level: "LINE", subjectKey: "ST-1", values: { model } }),
      productCode: null,
    });
  const code = (model: string) => item("PREP_STENCIL_USAGE", told(model)).finding?.code;
  expect([code("P1"), code(" "), code("P2")]).toEqual([
    undefined,
    undefined,
    "READINESS_RECORD_MISSING",
  ]);
});
