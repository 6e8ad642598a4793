import { describe, expect, test } from "bun:test";
import { addMinutes } from "../kernel/index.ts";
import { run, version } from "../work-order/facts.fixture.ts";
import { checks } from "./checks.ts";
import { gateReportOf, keptItems } from "./evaluate.ts";
import type { ReadinessFacts } from "./facts.ts";
import { recommendedPolicies } from "./policy.ts";
import {
  facts,
  item,
  judge,
  machine,
  now,
  policy,
  record,
  withRecords,
} from "./readiness.fixture.ts";

const ago = (minutes: number) => addMinutes(now, -minutes);
const other = {
  runNo: "RUN-X",
  state: "IN_PROGRESS",
  productCode: "P1",
  routeCode: "SMT-1",
  startedAt: ago(90),
};
const smt = (over: Partial<ReadinessFacts> = {}) => facts(over);

describe("what each check finds", () => {
  test("a prepared run passes whole", () => {
    const { status, items, sinceBlocked } = judge(facts());
    expect(items.map(({ checkCode, state }) => [checkCode, state])).toEqual(
      checks.map(({ code }) => [code, code === "PREP_MOUNTER" ? "NOT_NEEDED" : "PASSED"]),
    );
    expect([status, sinceBlocked]).toEqual(["PASSED", null]);
  });

  const badForm = { judgement: "FAIL" as const };
  const flat = {
    field: "flatness",
    code: "NOT_OK",
    severity: "FAIL" as const,
    context: { value: false },
  };
  const over = { field: "total", code: "OVER_LIFE", severity: "FAIL" as const, context: {} };
  // check, what is wrong, code, since
  const rows: [string, ReadinessFacts, string, string][] = [
    ["ROUTE", smt({ version: null }), "ROUTE_VERSION_NOT_READY", ago(600)],
    ["ROUTE", smt({ lineStations: [] }), "RUN_LINE_INCOMPATIBLE_WITH_ROUTE", ago(600)],
    [
      "LINE_OCCUPIED",
      smt({ otherRuns: [{ ...other, productCode: "P2" }] }),
      "LINE_OCCUPIED",
      ago(90),
    ],
    [
      "LINE_OCCUPIED",
      smt({ otherRuns: [{ ...other, routeCode: "SMT-2" }] }),
      "LINE_OCCUPIED",
      ago(90),
    ],
    ["UNITS", smt({ unitCount: 0 }), "RUN_HAS_NO_UNITS", ago(600)],
    ["UNITS", smt({ unitCount: 9 }), "RUN_UNITS_BELOW_PLAN", ago(600)],
    ["EQUIPMENT", smt({ equipment: [] }), "READINESS_EQUIPMENT_NONE", ago(600)],
    [
      "EQUIPMENT",
      smt({ equipment: [machine({ status: "CALIBRATION", statusSince: ago(5) })] }),
      "EQUIPMENT_NOT_FIT",
      ago(5),
    ],
    [
      "EQUIPMENT",
      smt({ equipment: [machine({ calibrationDueAt: now })] }),
      "EQUIPMENT_CALIBRATION_OVERDUE",
      now,
    ],
    ["SOLDER_PASTE", smt({ paste: null }), "READINESS_PASTE_NOT_BOUND", ago(600)],
    ["PREP_BAKE", withRecords("QR-Pro-057"), "READINESS_RECORD_MISSING", ago(600)],
    [
      "PREP_BAKE",
      withRecords("QR-Pro-057", record("QR-Pro-057", { state: "OPEN", judgement: null })),
      "READINESS_RECORD_UNCONFIRMED",
      ago(30),
    ],
    [
      "PREP_PASTE",
      withRecords("QR-Pro-013", record("QR-Pro-013", { awaitsConfirmation: true })),
      "READINESS_RECORD_UNCONFIRMED",
      ago(30),
    ],
    [
      "PREP_STENCIL_CLEAN",
      withRecords("QR-Pro-130", record("QR-Pro-130", { state: "REJECTED" })),
      "READINESS_RECORD_REJECTED",
      ago(30),
    ],
    [
      "PREP_STENCIL_USAGE",
      withRecords("QR-Pro-089", record("QR-Pro-089", { ...badForm, findings: [over] })),
      "READINESS_RECORD_FAILED",
      ago(30),
    ],
    [
      "PREP_SQUEEGEE",
      withRecords("QR-Mac-144", record("QR-Mac-144", { ...badForm, findings: [flat] })),
      "READINESS_RECORD_FAILED",
      ago(30),
    ],
    [
      "PREP_PROGRAM",
      withRecords("QR-Pro-105", record("QR-Pro-105", { values: { program: "OLD" } })),
      "READINESS_PROGRAM_MISMATCH",
      ago(30),
    ],
  ];
  for (const [checkCode, given, code, since] of rows)
    test(`${checkCode}: ${code}`, () => {
      const found = judge(given).items.filter((one) => one.checkCode === checkCode);
      expect(found[0]).toMatchObject({ finding: { code }, since });
      expect(found[0]?.fix).not.toBeNull();
    });

  test("R5: a form's finding is told with its field, a warning is not", () => {
    const warn = { ...over, field: "tension", severity: "WARN" as const };
    const bad = record("QR-Pro-089", { ...badForm, findings: [over, warn] });
    expect(item("PREP_STENCIL_USAGE", withRecords("QR-Pro-089", bad)).finding?.context).toEqual({
      formCode: "QR-Pro-089",
      subjectKey: null,
      findings: [{ field: "total", code: "OVER_LIFE", context: {} }],
    });
  });

  test("the tail of the same product and route, a held run and the run itself occupy nothing", () => {
    const free = [
      other,
      { ...other, productCode: "P2", state: "ON_HOLD" },
      { ...other, productCode: "P2", runNo: "RUN-WO-1-01" },
    ];
    expect(item("LINE_OCCUPIED", facts({ otherRuns: free })).state).toBe("PASSED");
  });
});

describe("policies and needs", () => {
  const at = (
    scope: "GLOBAL" | "LINE" | "ROUTE" | "PRODUCT",
    scopeKey: string,
    gate: "RECORD" | "ALERT" | "BLOCK",
  ) => policy("PREP_PASTE", { scope, scopeKey, gate });
  const all = [
    at("GLOBAL", "", "BLOCK"),
    at("LINE", "L1", "RECORD"),
    at("ROUTE", "SMT-1", "BLOCK"),
    at("PRODUCT", "P1", "ALERT"),
    at("PRODUCT", "P2", "BLOCK"),
  ];
  const rows: [string, typeof all, string, string][] = [
    ["nothing said", [], "DEFAULT", "RECORD"],
    ["plant", all.slice(0, 1), "GLOBAL", "BLOCK"],
    ["line before plant", all.slice(0, 2), "LINE", "RECORD"],
    ["route before line", all.slice(0, 3), "ROUTE", "BLOCK"],
    ["product before route", all, "PRODUCT", "ALERT"],
  ];
  for (const [name, policies, source, gate] of rows)
    test(`${name}: ${gate}`, () =>
      expect(item("PREP_PASTE", facts(), { policies })).toMatchObject({
        gate,
        policy: { source },
      }));

  test("R7: a check switched off is shown as off and kept no longer", () => {
    const policies = [policy("PREP_PASTE", { gate: "OFF" as const })];
    expect(item("PREP_PASTE", facts(), { policies }).state).toBe("OFF");
    const { items } = judge(facts(), { policies });
    expect(keptItems(items).map((i) => i.checkCode)).not.toContain("PREP_PASTE");
  });

  const need = (checkCode: string, isNeeded: boolean) => ({
    needs: [{ checkCode, isNeeded, remark: null, setByName: "leader", setAt: now }],
  });
  const bare = facts({
    productTraits: [],
    version: version(),
    records: [],
    paste: null,
    run: { ...run({ unitSource: "FIRST_SCAN" }), createdAt: now },
  });
  test("route and product decide what is needed, by traits", () => {
    const notNeeded = judge(bare).items.filter((i) => i.state === "NOT_NEEDED");
    expect(notNeeded.map((i) => i.checkCode)).toEqual([
      "UNITS",
      "SOLDER_PASTE",
      "PREP_BAKE",
      "PREP_PASTE",
      "PREP_STENCIL_USAGE",
      "PREP_STENCIL_CLEAN",
      "PREP_SQUEEGEE",
      "PREP_FIXTURE",
      "PREP_PROGRAM",
      "PREP_MOUNTER",
    ]);
  });
  test("the leader's word wins, both ways (QR-Pro-133)", () => {
    expect(item("PREP_BAKE", bare, need("PREP_BAKE", true))).toMatchObject({
      state: "RECORDED",
      need: { isNeeded: true, source: "LEADER" },
    });
    expect(item("PREP_BAKE", facts(), need("PREP_BAKE", false)).state).toBe("NOT_NEEDED");
  });
  for (const fixed of ["ROUTE", "LINE_OCCUPIED", "TIME_RULE"])
    test(`${fixed} cannot be called not needed`, () =>
      expect(item(fixed, facts(), need(fixed, false)).need).toMatchObject({
        isNeeded: true,
        source: "DEFAULT",
      }));
});

describe("records", () => {
  test("the run's own comes before the line's before the plant's, whatever their age", () => {
    const rec = (level: "RUN" | "LINE" | "PLANT", judgement: "PASS" | "FAIL", minutes: number) =>
      record("QR-Pro-130", { id: level, level, judgement, occurredAt: ago(minutes) });
    const state = (...records: ReturnType<typeof rec>[]) =>
      item("PREP_STENCIL_CLEAN", withRecords("QR-Pro-130", ...records)).state;
    expect(state(rec("RUN", "FAIL", 50), rec("LINE", "PASS", 1))).toBe("RECORDED");
    expect(state(rec("LINE", "PASS", 50), rec("PLANT", "FAIL", 1))).toBe("PASSED");
    expect(state(rec("RUN", "FAIL", 50), rec("RUN", "PASS", 10))).toBe("PASSED");
    const voided = record("QR-Pro-130", { state: "VOIDED" });
    expect(state(voided, rec("LINE", "PASS", 5))).toBe("PASSED");
  });
  test("a cleaning counts for the stencil in use only", () => {
    const of = (formCode: string, subjectKey: string, minutes: number) =>
      record(formCode, { id: formCode + subjectKey, subjectKey, occurredAt: ago(minutes) });
    const rest = facts().records.filter(({ formCode }) => !/089|130/.test(formCode));
    const clean = (...records: ReturnType<typeof of>[]) =>
      item("PREP_STENCIL_CLEAN", facts({ records: [...rest, ...records] })).finding?.code;
    const used = of("QR-Pro-089", "ST-1", 60);
    expect(clean(used, of("QR-Pro-130", "ST-2", 5))).toBe("READINESS_RECORD_MISSING");
    expect(clean(used, of("QR-Pro-130", "ST-1", 50), of("QR-Pro-130", "ST-2", 5))).toBeUndefined();
    expect(clean(of("QR-Pro-130", "ST-2", 5))).toBeUndefined();
  });
  test("every fixture is an item of its own, the newest record of each", () => {
    const fx = (subjectKey: string, judgement: "PASS" | "FAIL", minutes: number) =>
      record("QR-Mac-155", {
        id: `${subjectKey}${minutes}`,
        subjectKey,
        judgement,
        occurredAt: ago(minutes),
      });
    const given = withRecords(
      "QR-Mac-155",
      fx("A", "FAIL", 60),
      fx("A", "PASS", 5),
      fx("B", "FAIL", 9),
    );
    const found = judge(given).items.filter((i) => i.checkCode === "PREP_FIXTURE");
    expect(found.map(({ itemKey, state }) => [itemKey, state]).sort()).toEqual([
      ["A", "PASSED"],
      ["B", "RECORDED"],
    ]);
  });
});

test("the gate's report: what stops, what was waived, and of the run itself what is told", () => {
  const policies = recommendedPolicies(null).filter((p) => p.checkCode === "PREP_BAKE");
  const given = { ...withRecords("QR-Pro-130"), unitCount: 0 };
  const records = given.records.filter((r) => r.formCode !== "QR-Pro-057");
  const report = gateReportOf(judge({ ...given, records }, { policies }).items);
  expect(report.passed).toBe(false);
  expect(
    report.findings.map(({ check, severity, resolvedBy }) => [check, severity, resolvedBy]),
  ).toEqual([
    ["UNITS", "RECORD", "run:units"],
    ["PREP_BAKE", "BLOCK", "form:record"],
  ]);
});
