import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { Planning } from "./planning.ts";
import { acceptAsItIs } from "./preparation.ts";
import { openStage, type Person, type Stage } from "./stage.ts";
import { visit } from "./visit.ts";

setDefaultTimeout(60_000);

let stage: Stage;
let planner: Person;
let work: Planning;
let runNo: string;
let boards: string[];

beforeAll(async () => {
  stage = await openStage({ seed: true });
  planner = await stage.person();
  await planner.signIn("planner");
  work = new Planning(planner);
});

afterAll(async () => {
  await stage?.close();
});

test("receives an order for a product", async () => {
  expect(new URL(planner.page.url()).pathname).toBe("/orders");
  await work.receive({ woNo: "WO-JOURNEY-1", product: "P-1001", quantity: 10 });
});

test("releases it to SMT-A", () => work.release("SMT-A"));

test("cuts a run, generates its serial numbers and authorises it", async () => {
  runNo = await work.cutRun(6);
  boards = await work.generateUnits(runNo);
  expect(boards).toHaveLength(6);
  await acceptAsItIs(stage, runNo);
  await work.authorize();
});

test("sees boards move from step to step without a reload", async () => {
  const { page, t } = planner;
  const operator = await stage.person();
  await operator.signIn("operator");
  const loads = await page.evaluate(() => performance.getEntriesByType("navigation").length);
  const river = page.getByRole("list", { name: t("run:river") });
  const block = (step: string, state: string, quantity: number) =>
    river
      .getByRole("listitem")
      .filter({ hasText: step })
      .getByRole("button", { name: `${t(`states:unit.${state}`)}: ${quantity}` });
  await block("Paste printing", "QUEUED", 6).waitFor();

  await operator.call("POST", "/stations/PRINT-1/track-in", { sn: boards[0] });
  await block("Paste printing", "IN_STATION", 1).waitFor();
  await planner.state("run.IN_PROGRESS").waitFor();
  const passed = { sn: boards[0], result: "PASS" };
  await operator.call("POST", "/stations/PRINT-1/track-out", passed);
  await block("Paste inspection", "QUEUED", 1).waitFor();
  for (const station of ["SPI-1", "MOUNT-1", "REFLOW-1", "AOI-1"])
    await visit(operator, { sn: boards[0] ?? "", station });
  await block(t("run:end"), "DONE", 1).waitFor();
  expect(await page.evaluate(() => performance.getEntriesByType("navigation").length)).toBe(loads);

  // A drawn number opens its boards.
  await block("Paste printing", "QUEUED", 5).click();
  await page.waitForURL(/state=QUEUED/);
  await page.getByRole("row").filter({ hasText: boards[1] }).waitFor();
  await operator.context.close();
});

test("holds the run with a reason and resumes it", async () => {
  const { page, t } = planner;
  await planner.open(t("run:hold"));
  await planner.field(t("run:holdCode")).selectOption("MATERIAL");
  await planner.field(t("common:reason.label")).fill("Reel of R12 is late");
  await page
    .locator("form")
    .getByRole("button", { name: t("run:hold"), exact: true })
    .click();
  await planner.state("run.ON_HOLD").waitFor();
  const notice = t("run:heldBecause", { code: t("run:hold.MATERIAL") });
  await page.getByText(notice).waitFor();
  await page.getByText("Reel of R12 is late").first().waitFor();
  await planner.open(t("run:resume"));
  await page
    .locator("form")
    .getByRole("button", { name: t("run:resume"), exact: true })
    .click();
  await planner.state("run.IN_PROGRESS").waitFor();
});

test("closes the run short, with the reason it needs", async () => {
  const { page, t } = planner;
  await page.getByRole("button", { name: t("run:gate.close") }).click();
  await planner.open(t("run:closeShort"));
  await page.getByText(t("run:closeVoids", { count: 5 })).waitFor();
  const confirm = planner.button(t("run:closeShort"));
  expect(await confirm.getAttribute("aria-disabled")).toBe("true");
  await planner.field(t("common:reason.label")).fill("Customer took one sample only");
  await confirm.click();
  await planner.state("run.COMPLETED").waitFor();
  await page.getByText("Customer took one sample only").first().waitFor();
});

test("no page complained, and no request left the origin", () => {
  expect(stage.faults).toEqual([]);
});
