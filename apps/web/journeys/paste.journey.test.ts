import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { StationQueue } from "@lineside/domain/execution";
import type { Locator } from "playwright-core";
import { openStage, type Person, type Stage } from "./stage.ts";
import { visit } from "./visit.ts";

setDefaultTimeout(60_000);

let stage: Stage;
/** At a desk in the store, with mouse and keyboard. */
let store: Person;
/** At the fridge, in gloves: a scanner and nothing else. */
let operator: Person;
let leader: Person;

beforeAll(async () => {
  stage = await openStage({ seed: true });
  store = await stage.person();
  operator = await stage.person({ language: "zh-CN" });
  leader = await stage.person();
});

afterAll(async () => {
  await stage?.close();
});

/** The bottle on the screen, by its number and what the screen calls it. */
async function shows({ page }: Person, bottleNo: string, text: string): Promise<Locator> {
  const card = page.locator("[data-card]").filter({ hasText: bottleNo }).filter({ hasText: text });
  await card.waitFor();
  return card;
}

async function said({ page }: Person, text: string): Promise<void> {
  await page.locator("[data-said]").filter({ hasText: text }).waitFor();
}

async function stand(person: Person): Promise<void> {
  await person.go("/paste");
  await person.page.getByText(person.t("paste:prompt"), { exact: true }).waitFor();
}

test("the store receives a delivery and prints its labels", async () => {
  const { t, page } = store;
  await store.signIn("material");
  await store.go("/paste/bottles");
  await store.open(t("paste:receive.title"));
  await store.choose(t("paste:type"), "DEMO-6H");
  await store.field(t("paste:lot")).fill("J1");
  await store.field(t("paste:receive.quantity")).fill("2");
  await store.dialog.getByRole("button", { name: t("paste:receive.title") }).click();
  await store.dialog.getByText(t("paste:receive.done", { count: 2 })).waitFor();
  await store.dialog.getByText("J1-001 – J1-002").waitFor();
  const labels = store.dialog.getByRole("link");
  const files = await labels.evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  expect(files).toHaveLength(2);
  const [pdf, zpl] = await Promise.all(
    files.map(async (href) => (await page.request.get(`${href}`)).body()),
  );
  expect(pdf?.subarray(0, 5).toString()).toBe("%PDF-");
  expect(zpl?.toString()).toContain("J1-002");
  await store.dialog
    .getByRole("button", { name: t("common:close") })
    .last()
    .click();
  await page.getByText("J1-002", { exact: false }).first().waitFor();
});

test("by scanner alone: into the fridge, which one the screen asks", async () => {
  const { t, keys } = operator;
  await operator.signIn("operator");
  await stand(operator);
  await keys.scan("J1-001");
  await shows(operator, "J1-001", t("states:bottle.RECEIVED"));
  await keys.scan("STORE");
  await shows(operator, "J1-001", t("paste:fridge.ask"));
  await keys.scan("FR-1");
  await said(operator, t("paste:done.STORE"));
  await shows(operator, "J1-001", t("states:bottle.IN_FRIDGE"));
});

test("another bottle's turn: refused, and told which one to take", async () => {
  const { t, keys } = operator;
  await keys.scan("TAKE_OUT");
  const refused = await shows(operator, "J1-001", t("paste:refused"));
  expect(await refused.getAttribute("data-card")).toBe("bad");
  expect(await refused.textContent()).toContain(t("paste:takeFirst", { bottle: "D6-04" }));
  // An operator is told who may decide otherwise, and gets no way past it.
  expect(await operator.page.getByText(t("paste:override.title")).count()).toBe(0);
});

test("the right one warms up, and is not opened before its time", async () => {
  const { t, keys, page } = operator;
  await keys.scan("D6-04");
  await shows(operator, "D6-04", t("states:bottle.IN_FRIDGE"));
  await keys.scan("TAKE_OUT");
  await said(operator, t("paste:done.TAKE_OUT"));
  await shows(operator, "D6-04", t("states:bottle.THAWING"));
  await keys.scan("OPEN");
  const refused = await shows(operator, "D6-04", t("paste:refused"));
  expect(await refused.textContent()).toContain("PASTE_THAW_TOO_SHORT");
  await keys.press("Escape");
  await page.getByText(t("paste:clock.WARM_UP"), { exact: true }).waitFor();
});

test("a stirred one is opened and put on the line, in the place of the one before", async () => {
  const { t, keys, page } = operator;
  await keys.scan("SMT-A");
  await said(operator, t("paste:place.line", { code: "SMT-A" }));
  await page.getByRole("link", { name: "D6-02" }).first().waitFor();
  await keys.scan("D6-03");
  await shows(operator, "D6-03", t("states:bottle.STIRRED"));
  await keys.scan("OPEN");
  await said(operator, t("paste:done.OPEN"));
  await keys.scan("BIND");
  await said(operator, t("paste:done.BIND"));
  await shows(operator, "D6-03", t("paste:lead.onLine", { line: "SMT-A" }));
  await page.getByRole("link", { name: "D6-03" }).first().waitFor();
});

test("an expired bottle fills the screen in red", async () => {
  const { t, keys } = operator;
  await keys.scan("IN-05");
  const dead = await shows(operator, "IN-05", t("paste:dead"));
  expect(await dead.getAttribute("data-card")).toBe("bad");
  await keys.scan("NO-SUCH-LABEL");
  await shows(operator, "NO-SUCH-LABEL", t("paste:unread"));
});

test("the leader passes by the order of use in place, with a reason", async () => {
  const { t, keys } = leader;
  await leader.signIn("leader");
  await stand(leader);
  await keys.scan("J1-001");
  await shows(leader, "J1-001", t("states:bottle.IN_FRIDGE"));
  await keys.scan("TAKE_OUT");
  await shows(leader, "J1-001", t("paste:override.title"));
  await leader.button(t("paste:override.missing")).click();
  await leader.button(t("paste:override.button")).click();
  await said(leader, t("paste:done.TAKE_OUT"));
  await leader.go("/paste/bottles/J1-001");
  await leader.page.getByText(t("paste:overrode", { bottle: "D6-05" })).waitFor();
  await leader.page.getByText(t("paste:override.missing")).waitFor();
});

test("a board printed with it knows its bottle, and the bottle its boards", async () => {
  const { t, page } = leader;
  const queue = await operator.call<StationQueue>("GET", "/stations/PRINT-1/queue?limit=20");
  const [board] = queue.waiting;
  const sn = board?.sn ?? "";
  await visit(operator, { sn, station: "PRINT-1" });
  await leader.go("/paste/bottles/D6-03?tab=units");
  await page.getByTitle(sn).click();
  await leader.arrives(`/trace/${sn}`);
  await leader.heading(t("trace:paste")).waitFor();
  await page.getByTitle("D6-03").first().waitFor();
});

test("nothing went wrong behind the screens", () => {
  expect(stage.faults).toEqual([]);
});
