import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { UnreadAnswer } from "@lineside/domain/notification";
import type { ClockCard, ClockSummary } from "@lineside/domain/time-rule";
import { openStage, type Person, type Stage } from "./stage.ts";
import { pattern } from "./texts.ts";

setDefaultTimeout(60_000);

let stage: Stage;
let leader: Person;
let manager: Person;
/** Overdue since before the demo began; the first to have run out. */
let overdue: ClockCard;

/** A row of the board, by the board's serial number. */
const row = (person: Person, sn: string) =>
  person.page.locator("[data-clock]").filter({ hasText: sn });

beforeAll(async () => {
  stage = await openStage({ seed: true });
  leader = await stage.person();
  await leader.signIn("leader");
  const open = await leader.call<{ items: ClockCard[] }>("GET", "/clocks?state=OPEN&limit=50");
  const found = open.items.find(({ ruleCode }) => ruleCode === "WASH_4H");
  if (!found) throw new Error("The demo has boards that wait for the wash");
  overdue = found;
});

afterAll(async () => {
  await stage?.close();
});

test("the engineer shortens the wash limit and reads it in both languages", async () => {
  const engineer = await stage.person();
  const { t, page } = engineer;
  await engineer.signIn("engineer");
  await engineer.go("/time-rules");
  await page.getByRole("row").filter({ hasText: "Reflow to wash" }).click();
  await engineer.dialog.waitFor();
  await page.getByText("at most 4 h;").last().waitFor();
  const hours = `${t("time-rule:duration")} ${t("time-rule:unit.hours")}`;
  await page.getByLabel(hours, { exact: true }).fill("3");
  await page.getByText("at most 3 h;").last().waitFor();
  await page.getByText("最长 3 小时").waitFor();
  // What runs keeps the rule it began with, and a rule that ships cannot be deleted.
  await page
    .getByText(pattern(t("time-rule:runningKeep", { count: 2 }).replace("2", "–")))
    .waitFor();
  const remove = engineer.button(t("common:delete"));
  expect(await remove.getAttribute("aria-disabled")).toBe("true");
  await engineer.button(t("common:save")).click();
  await page.getByText(t("time-rule:ruleSaved", { code: "WASH_4H" })).waitFor();
  await page.getByRole("row").filter({ hasText: "at most 3 h;" }).waitFor();
  await engineer.context.close();
});

test("the leader sees on the board what ran out, and whose job a waiver is", async () => {
  const { t, page } = leader;
  await leader.go("/clocks");
  const first = row(leader, overdue.subjectKey);
  await first.waitFor();
  expect(await first.getAttribute("data-clock")).toBe("EXPIRED");
  await first.getByText(t("time-rule:waivedBy", { who: "Plant manager" })).waitFor();
  expect(await page.getByRole("button", { name: t("time-rule:waive") }).count()).toBe(0);
  const before = await first.getByText(/^\+\d+:\d\d:\d\d$/).textContent();
  await first.getByText(before ?? "").waitFor({ state: "detached" });
});

test("the leader's bell counts the alarm and leads to it", async () => {
  const { t, page } = leader;
  const { unread, alarms } = await leader.call<UnreadAnswer>("GET", "/notices/unread");
  expect(alarms).toBeGreaterThan(0);
  await leader.open(t("common:notices", { count: unread }));
  const notice = page.getByRole("link", { name: new RegExp(`^Alarm.*${overdue.subjectKey}`) });
  await notice.click();
  await leader.arrives("/clocks");
  await row(leader, overdue.subjectKey).waitFor();
  await page.getByRole("button", { name: t("common:notices", { count: unread - 1 }) }).waitFor();
});

test("the plant manager waives it with a reason; the leader's board follows", async () => {
  manager = await stage.person();
  const { t, page } = manager;
  await manager.signIn("manager");
  const { expired } = await manager.call<ClockSummary>("GET", "/clocks/summary");
  await manager.go("/clocks");
  await row(manager, overdue.subjectKey)
    .getByRole("button", { name: t("time-rule:waive") })
    .click();
  await manager.field(t("common:reason.label")).fill("Flux residue checked under the microscope");
  await manager.dialog.getByRole("button", { name: t("time-rule:waive") }).click();
  await row(manager, overdue.subjectKey).waitFor({ state: "detached" });
  await row(leader, overdue.subjectKey).waitFor({ state: "detached" });
  const left = await manager.call<ClockSummary>("GET", "/clocks/summary");
  expect(left.expired).toBe(expired - 1);

  await page.getByRole("tab", { name: t("time-rule:finished") }).click();
  const over = page.getByRole("row").filter({ hasText: overdue.subjectKey });
  await over.getByText(t("states:clock.WAIVED"), { exact: true }).waitFor();
  await over.getByText(/Flux residue checked/).waitFor();
});

test("the waiver stays with the board's trace", async () => {
  const { t, page } = manager;
  await manager.go(`/trace/${overdue.subjectKey}`);
  await manager.heading(t("trace:clocks")).waitFor();
  await page
    .getByText(/Flux residue checked/)
    .first()
    .waitFor();
});

test("everything is read at once, and the badge goes", async () => {
  const { t, page } = manager;
  await manager.go("/inbox");
  await manager.button(t("notification:readAll")).click();
  await page.getByRole("button", { name: t("common:notices", { count: 0 }) }).waitFor();
  const { unread } = await manager.call<UnreadAnswer>("GET", "/notices/unread");
  expect(unread).toBe(0);
});

test("the wall shows the urgent ones without a menu", async () => {
  const { t, page } = leader;
  await leader.go("/clocks?wall=1");
  await leader.heading(t("time-rule:title")).waitFor();
  await page.locator("[data-clock]").first().waitFor();
  expect(await page.getByRole("navigation", { name: t("common:menu") }).count()).toBe(0);
  await leader.button(t("time-rule:leaveWall")).click();
  await page
    .getByRole("navigation", { name: t("common:menu") })
    .first()
    .waitFor();
});

test("no page complained, and no request left the origin", () => {
  expect(stage.faults).toEqual([]);
});
