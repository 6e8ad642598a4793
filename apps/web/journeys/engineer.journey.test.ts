import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { Engineering } from "./engineering.ts";
import { openStage, type Person, type Stage } from "./stage.ts";

setDefaultTimeout(60_000);

let stage: Stage;
let engineer: Person;
let work: Engineering;
const code = "PCBA-JOURNEY-1";

beforeAll(async () => {
  stage = await openStage({ seed: true });
  engineer = await stage.person();
  await engineer.signIn("engineer");
  work = new Engineering(engineer);
});

afterAll(async () => {
  await stage?.close();
});

test("creates a product and a route for it", async () => {
  expect(new URL(engineer.page.url()).pathname).toBe("/routes");
  await work.createProduct("P-9001", "Journey board");
  await work.createRoute(code, "Journey", "P-9001");
});

test("adds the steps and puts them in order with the keyboard", async () => {
  const { keys } = engineer;
  await work.addSteps(["PRINTING", "AOI", "REFLOW"]);
  await work.step("REFLOW").focus();
  await keys.press("Alt+ArrowUp");
  await work.steps().nth(1).filter({ hasText: "REFLOW" }).waitFor();
  await work.saveSequence();
  const rows = await work.steps().allTextContents();
  expect(rows.map((row) => /\d+/.exec(row)?.[0])).toEqual(["10", "20", "30"]);
  expect(rows.map((row) => /PRINTING|REFLOW|AOI/.exec(row)?.[0])).toEqual([
    "PRINTING",
    "REFLOW",
    "AOI",
  ]);
});

test("a compile error stands at the step it belongs to", async () => {
  const { t, page } = engineer;
  const missing = t("errors:STATION_CONSTRAINT_MISSING");
  for (const operation of ["PRINTING", "REFLOW", "AOI"])
    await work.step(operation).getByText(missing).waitFor();
  await work.compile();
  await page.getByText(t("route:compiled.invalid", { no: 1 })).waitFor();
  await page.getByText(t("route:runs.none")).first().waitFor();

  await work.runAt("PRINTING", "PRINT-1");
  await work.step("PRINTING").getByText(missing).waitFor({ state: "detached" });
  expect(await work.step("AOI").getByText(missing).count()).toBe(1);
  await work.runAt("REFLOW", "REFLOW-1");
  await work.runAt("AOI", "AOI-1");
});

test("the oven's program is named at its step, and whoever names it is told", async () => {
  const { t, page } = engineer;
  await work.open("REFLOW");
  const program = engineer.field(t("route:programField"));
  expect(await program.getAttribute("placeholder")).toBe(
    t("route:inherit", { value: t("route:nothing") }),
  );
  await program.fill("LF-245-JOURNEY");
  await engineer.button(t("common:save")).click();
  await engineer.button(t("common:save")).waitFor({ state: "detached" });
  await page
    .getByRole("radio", { name: t("route:scope.OPERATION", { operation: "REFLOW" }) })
    .check();
  const [value, origin] = ["LF-245-JOURNEY", t("route:origin.STEP")];
  await page.getByText(t("route:said.from", { value, origin })).waitFor();
});

test("a captured value gets its limits, read back as a sentence", async () => {
  const { t, page } = engineer;
  await work.open("AOI");
  await engineer.open(t("route:item.create"));
  await engineer.field(t("route:code")).fill("VOIDS");
  await engineer.field(t("route:nameEn")).fill("Void area");
  await engineer.field(t("route:nameZh")).fill("空洞面积");
  await engineer.field(t("route:item.unit")).fill("%");
  await engineer.field(t("route:item.lowerLimit")).fill("0");
  await engineer.field(t("route:item.upperLimit")).fill("25");
  await page.getByRole("radio", { name: t("route:breach.BLOCK") }).check();
  const limits = "0 – 25 %";
  await page.getByText(t("route:breach.BLOCK.says", { limits })).waitFor();
  await engineer.button(t("route:item.create")).click();
  await page.getByRole("row").filter({ hasText: "VOIDS" }).waitFor();
  await work
    .step("AOI")
    .getByText(t("route:captureCount", { count: 1 }))
    .waitFor();
});

test("compiles to a version that is ready", async () => {
  const { t, page } = engineer;
  await work.compile();
  await page.getByText(t("route:compiled.ready", { no: 2 })).waitFor();
});

test("another limit makes another version; the difference reads as a sentence", async () => {
  const { t, page, keys } = engineer;
  await page.getByRole("row").filter({ hasText: "VOIDS" }).focus();
  await keys.press("Enter");
  await engineer.field(t("route:item.upperLimit")).fill("20");
  await engineer.button(t("common:save")).click();
  await page.getByText(t("route:pending.changes", { count: 1, no: 2 })).waitFor();
  await work.compile();
  await page.getByText(t("route:compiled.ready", { no: 3 })).waitFor();
  await page.getByRole("link", { name: t("route:seeChanges") }).click();
  await engineer.heading(t("route:diff.title", { code, from: 2, to: 3 })).waitFor();
  await engineer.heading(t("route:stepAt", { no: 30, operation: "AOI" })).waitFor();
  await page.getByText(`VOIDS · ${t("route:diff.item.upperLimit")}`).waitFor();
  expect(await page.getByRole("deletion").allTextContents()).toEqual(["25"]);
  expect(await page.getByRole("insertion").allTextContents()).toEqual(["20"]);
});

test("the older version says what it said", async () => {
  const { page } = engineer;
  for (const [no, limits] of [
    [2, "0 – 25 %"],
    [3, "0 – 20 %"],
  ] as const) {
    await engineer.go(`/routes/${code}/versions/${no}`);
    await page.getByRole("row").filter({ hasText: "VOIDS" }).getByText(limits).waitFor();
  }
});

test("no page complained, and no request left the origin", () => {
  expect(stage.faults).toEqual([]);
});
