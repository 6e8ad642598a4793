import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { CarrierAnswer, StationQueue } from "@lineside/domain/execution";
import type { Locator } from "playwright-core";
import { openStage, type Person, type Stage } from "./stage.ts";
import { StationFloor } from "./station-floor.ts";

setDefaultTimeout(60_000);

let stage: Stage;
let engineer: Person;
/** In gloves, with a scanner and a few keys. */
let operator: Person;
let floor: StationFloor;
/** Boards that wait for paste printing in the demo factory. */
let boards: string[];

beforeAll(async () => {
  stage = await openStage({ seed: true });
  engineer = await stage.person();
  operator = await stage.person({ language: "zh-CN", size: { width: 1024, height: 768 } });
  floor = new StationFloor(operator);
});

afterAll(async () => {
  await stage?.close();
});

/** The answer on the loading page: how full, and what just happened. */
async function card(word: string, about?: string): Promise<Locator> {
  const { page } = operator;
  const found = page.locator("[data-card]").filter({ hasText: word });
  const wanted = about ? found.filter({ hasText: about }) : found;
  await wanted.waitFor();
  return wanted;
}

const countOf = (on: number) => operator.t("carrier:load.countOf", { on, capacity: 4 });

async function standAtLoading(): Promise<void> {
  await operator.go("/load");
  await operator.page.getByText(operator.t("carrier:load.prompt"), { exact: true }).waitFor();
}

test("an engineer makes a carrier known", async () => {
  const { t } = engineer;
  await engineer.signIn("engineer");
  await engineer.go("/carriers");
  await engineer.open(t("carrier:create"));
  await engineer.field(t("carrier:carrierNo")).fill("J-RACK");
  await engineer.field(t("carrier:capacity")).fill("4");
  await engineer.dialog.getByRole("button", { name: t("carrier:create") }).click();
  await engineer.arrives("/carriers/J-RACK");
  await engineer.state("carrier.READY").waitFor();
});

test("scan the rack, then board after board: each answer says how full it is", async () => {
  const { keys, t } = operator;
  await operator.signIn("operator");
  const queue = await operator.call<StationQueue>("GET", "/stations/PRINT-1/queue?limit=20");
  boards = queue.waiting.map(({ sn }) => sn);
  await standAtLoading();
  await keys.scan("J-RACK");
  await card(countOf(0), "J-RACK");
  for (const [at, sn] of boards.slice(0, 4).entries()) {
    await keys.scan(sn);
    const answer = await card(countOf(at + 1), sn);
    expect(await answer.textContent()).toContain(t("carrier:load.at", { position: at + 1 }));
  }
  await card(t("carrier:load.full"));
});

test("the last one is taken back and put on again; a fifth does not fit", async () => {
  const { keys, t, page } = operator;
  const [, , , fourth = "", fifth = ""] = boards;
  await keys.scan("UNDO");
  expect(await (await card(countOf(3), fourth)).textContent()).toContain(t("carrier:load.undone"));
  await keys.scan(fourth);
  await card(countOf(4), fourth);
  await keys.scan(fifth);
  const refused = await card(t("carrier:load.refused"), fifth);
  expect(await refused.getAttribute("data-card")).toBe("bad");
  expect(await refused.textContent()).toContain("CARRIER_FULL");
  await keys.press("Escape");
  await card(countOf(4));
  await keys.scan("NO-SUCH-LABEL");
  await card(t("carrier:load.refused"), "NO-SUCH-LABEL");
  expect(await page.locator("[data-slot]").count()).toBe(4);
});

test("one scan takes the whole rack into the station; one board fails by its place", async () => {
  const { keys, t, page } = operator;
  await floor.stand("PRINT-1");
  await page.getByTitle("J-RACK").first().waitFor();
  await keys.scan("J-RACK");
  const inside = await floor.verdict(t("station:verdict.in"), "J-RACK");
  expect(await inside.textContent()).toContain(t("station:boards", { count: 4 }));
  await floor.isClear();
  await keys.press("2");
  await floor.isFocused(page.getByLabel(t("station:defect.search")));
  await keys.type("brid");
  await keys.press("Enter");
  await floor.isFocused(page.getByLabel(t("station:defect.location")));
  await keys.type("u5");
  await keys.press("Enter");
  await page.getByRole("button", { name: t("station:passRest", { failed: 1 }) }).waitFor();
  await keys.scan("PASS");
  await floor.verdict(t("station:verdict.failedOf", { failed: 1, total: 4 }), "J-RACK");
});

test("the next station refuses the rack and names the board that failed", async () => {
  const { keys, t } = operator;
  const [, failed = ""] = boards;
  await floor.stand("SPI-1");
  await keys.scan("J-RACK");
  const refused = await floor.verdict(t("station:verdict.refused"), "J-RACK");
  const text = (await refused.textContent()) ?? "";
  expect(text).toContain("CARRIER_UNITS_DIVERGED");
  expect(text).toContain(failed);
  expect(text).toContain(t("states:unit.OUT_FAILED"));
  expect(text).not.toContain(boards[0] ?? "");
});

test("that board comes off by scanner; the others go on together", async () => {
  const { keys, t } = operator;
  const [, failed = ""] = boards;
  await standAtLoading();
  await keys.scan("J-RACK");
  await card(countOf(4), "J-RACK");
  await keys.scan("UNLOAD");
  await card(t("carrier:load.next.UNLOAD"));
  await keys.scan(failed);
  expect(await (await card(countOf(3), failed)).textContent()).toContain(t("carrier:load.off"));

  await floor.stand("SPI-1");
  await keys.scan("J-RACK");
  await floor.verdict(t("station:verdict.in"), "J-RACK");
  await floor.isAsked();
  await keys.type("101.5");
  await keys.press("Enter");
  await floor.isAsked();
  await keys.type("125");
  await keys.press("Enter");
  await floor.verdict(t("station:pass"), "J-RACK");
});

test("the last track-out of the rack is taken back, and it goes out once more", async () => {
  const { keys, t } = operator;
  await floor.isClear();
  await keys.scan("UNDO");
  const undone = await floor.verdict(t("station:verdict.undone"), "J-RACK");
  expect(await undone.textContent()).toContain(t("station:verdict.undoneLead", { count: 3 }));
  await floor.isClear();
  const { at } = await operator.call<CarrierAnswer>("GET", "/carriers/J-RACK");
  expect(at?.stationCode).toBe("SPI-1");
  // What was measured stands in its field still, to be read at arm's length.
  const volume = operator.field("锡膏体积");
  expect(await volume.inputValue()).toBe("101.5");
  expect(await volume.evaluate((field) => field.clientWidth)).toBeGreaterThan(90);
  await floor.pass("J-RACK");
});

test("everything off is asked first, and done with one touch", async () => {
  const { keys, t, page } = operator;
  await standAtLoading();
  await keys.scan("J-RACK");
  await card(countOf(3), "J-RACK");
  await keys.scan("UNLOAD_ALL");
  await page.getByText(t("carrier:load.askAll", { count: 3, carrierNo: "J-RACK" })).waitFor();
  await operator.button(t("carrier:load.allYes")).click();
  await card(countOf(0), t("carrier:load.empty"));
});

test("the rack knows where it was and what lay on it", async () => {
  const { t, page } = engineer;
  await engineer.go("/carriers/J-RACK?tab=visits");
  await page
    .getByText(/PRINT-1/)
    .first()
    .waitFor();
  await page.getByText(t("states:batch.MIXED"), { exact: true }).waitFor();
  const carrier = await engineer.call<CarrierAnswer>("GET", "/carriers/J-RACK");
  expect(carrier).toMatchObject({ state: "READY", loaded: 0, cycles: 2, units: [] });
  expect(carrier.visits.map(({ stationCode, result }) => [stationCode, result])).toEqual([
    ["SPI-1", "PASS"],
    ["PRINT-1", "MIXED"],
  ]);
  await page.getByRole("tab", { name: t("carrier:tab.history") }).click();
  await page
    .getByTitle(boards[0] ?? "")
    .first()
    .waitFor();
});

test("a blocked rack takes nothing, and says why", async () => {
  const { t } = engineer;
  await engineer.open(t("carrier:to.BLOCKED"));
  await engineer.dialog.getByRole("textbox").fill("two slots are bent");
  await engineer.dialog.getByRole("button", { name: t("carrier:to.BLOCKED") }).click();
  await engineer.state("carrier.BLOCKED").waitFor();
  await standAtLoading();
  await operator.keys.scan("J-RACK");
  const refused = await card(operator.t("carrier:load.refused"), "J-RACK");
  expect(await refused.textContent()).toContain("two slots are bent");
});

test("nothing went wrong behind the screens", () => {
  expect(stage.faults).toEqual([]);
});
