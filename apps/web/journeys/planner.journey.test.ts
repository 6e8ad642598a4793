import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { openStage, type Person, type Stage } from "./stage.ts";
import { visit } from "./visit.ts";

setDefaultTimeout(60_000);

let stage: Stage;
let planner: Person;
let runNo: string;
let boards: string[];
const woNo = "WO-JOURNEY-1";

beforeAll(async () => {
  stage = await openStage({ seed: true });
  planner = await stage.person();
  await planner.signIn("planner");
});

afterAll(async () => {
  await stage?.close();
});

test("receives an order for a product", async () => {
  const { page, t, keys } = planner;
  expect(new URL(page.url()).pathname).toBe("/orders");
  await planner.button(t("order:receive")).click();
  await planner.field(t("order:woNo")).fill(woNo);
  await planner.choose(t("order:product"), "P-1001");
  await planner.field(t("order:plannedQty")).fill("10");
  await keys.press("Enter");
  await planner.heading(woNo).waitFor();
  await planner.state("order.RECEIVED").waitFor();
});

test("releases it to SMT-A", async () => {
  const { t } = planner;
  await planner.button(t("order:release")).click();
  await planner.field(t("order:line")).selectOption("SMT-A");
  await planner.button(t("order:release")).click();
  await planner.state("order.RELEASED").waitFor();
});

test("cuts a run, generates its serial numbers and authorises it", async () => {
  const { page, t, keys } = planner;
  await planner.button(t("order:cutRun")).click();
  await planner.field(t("order:quantity")).fill("6");
  await keys.press("Enter");
  await page.waitForURL("**/runs/*");
  runNo = decodeURIComponent(new URL(page.url()).pathname.split("/").at(-1) ?? "");
  await planner.heading(runNo).waitFor();

  await planner.button(t("run:generate")).click();
  await page.getByText(t("run:allChecksPass")).waitFor();
  await planner.button(t("run:authorize")).click();
  await planner.state("run.AUTHORIZED").waitFor();
  const units = await planner.call<{ items: { sn: string }[] }>("GET", `/runs/${runNo}/units`);
  boards = units.items.map(({ sn }) => sn);
  expect(boards).toHaveLength(6);
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
  await planner.button(t("run:hold")).click();
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
  await planner.button(t("run:resume")).click();
  await page
    .locator("form")
    .getByRole("button", { name: t("run:resume"), exact: true })
    .click();
  await planner.state("run.IN_PROGRESS").waitFor();
});

test("closes the run short, with the reason it needs", async () => {
  const { page, t } = planner;
  await page.getByRole("button", { name: t("run:gate.close") }).click();
  await planner.button(t("run:closeShort")).click();
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
