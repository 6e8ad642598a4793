import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { StationQueue } from "@lineside/domain/execution";
import { healthName } from "@lineside/domain/health";
import type { TraceAnswer } from "@lineside/domain/trace";
import { openStage, type Person, type Stage } from "./stage.ts";
import { StationFloor } from "./station-floor.ts";
import { pattern } from "./texts.ts";

setDefaultTimeout(60_000);

let stage: Stage;
let admin: Person;
let operator: Person;
let floor: StationFloor;
let boards: string[];

beforeAll(async () => {
  // Nobody can write there: its disk has no room.
  stage = await openStage({ seed: true, env: { APP_BACKUP_DIR: "/proc/nowhere" } });
  admin = await stage.person();
  operator = await stage.person({ language: "zh-CN" });
  floor = new StationFloor(operator);
  await operator.signIn("operator");
  const queue = await operator.call<StationQueue>("GET", "/stations/PRINT-1/queue?limit=20");
  boards = queue.waiting.map(({ sn }) => sn);
});

afterAll(async () => {
  await stage?.close();
});

test("an administrator starts at the server's health, and sees what is wrong first", async () => {
  const { t, page } = admin;
  await admin.signIn("admin");
  await admin.arrives("/admin");
  await admin.button(t("health:checkNow")).click();
  const troubles = page.getByRole("list", { name: t("health:troubles") });
  await troubles.getByText(healthName("DISK_SPACE", "en"), { exact: true }).waitFor();
  const [first] = await troubles.getByRole("listitem").all();
  const told = await first?.textContent();
  expect(told).toContain("/proc/nowhere");
  expect(told).toContain("set APP_BACKUP_DIR to another disk");
  await page
    .getByText(t("health:verdict.alarm", { count: 1 }))
    .first()
    .waitFor();
  await page.getByRole("link", { name: t("health:mend.DISK_SPACE") }).click();
  await admin.arrives("/admin/backups");
});

test("? opens the manual at the place of the screen, and leads back", async () => {
  const { t, page, keys } = operator;
  await floor.stand("PRINT-1");
  await keys.press("?");
  await operator.arrives("/help/operator");
  expect(new URL(page.url()).hash).toBe("#station");
  const here = page.locator("#station");
  await here.waitFor();
  await page.waitForFunction(() => {
    const { top } = document.querySelector("#station")!.getBoundingClientRect();
    return top >= 0 && top < innerHeight / 2;
  });
  await operator.button(t("help:back")).click();
  await operator.arrives("/station/PRINT-1");
  await floor.isReady();
});

test("what is looked for in the manuals is found, in the reader's language", async () => {
  const { t, page } = operator;
  await operator.go("/help");
  await page.getByRole("searchbox", { name: t("help:search") }).fill("UNIT_ON_HOLD");
  const found = page.getByRole("list", {
    name: pattern(t("help:found", { count: 0 }).replace("0", "–")),
  });
  await found.getByRole("link").first().click();
  await page.waitForURL(/\/help\/operator.*#/);
});

test("maintenance is announced on every page, before signing in too", async () => {
  const { t, dialog } = admin;
  await admin.go("/admin");
  await admin.open(t("health:maintenance.announce"));
  await admin.field(t("health:maintenance.message")).fill("New release");
  await admin.field(t("health:maintenance.messageZh")).fill("升级新版本");
  await dialog
    .getByRole("button", { name: t("health:maintenance.announceNow"), exact: true })
    .click();
  await dialog.waitFor({ state: "detached" });
  const stranger = await stage.person({ language: "zh-CN" });
  await stranger.go("/sign-in");
  for (const person of [operator, stranger]) await person.page.getByText("升级新版本").waitFor();
  await admin.page.getByText("New release").waitFor();
  await stranger.context.close();
});

test("while it is on a station keeps its scans, and sends them when it is over", async () => {
  const [sn = ""] = boards;
  await floor.stand("PRINT-1");
  await admin.open(admin.t("health:maintenance.begin"));
  await admin.dialog
    .getByRole("button", { name: admin.t("health:maintenance.beginNow"), exact: true })
    .click();
  await admin.dialog.waitFor({ state: "detached" });
  await operator.page.getByText(operator.t("common:maintenance.onHint")).waitFor();
  await operator.keys.scan(sn);
  await operator.page.getByText(operator.t("common:offline.kept")).waitFor();
  const kept = await operator.call<TraceAnswer>("GET", `/trace/units/${sn}`);
  expect(kept.unit.state).toBe("QUEUED");
  await admin.button(admin.t("health:maintenance.end")).click();
  const waiting = operator.page.getByText(operator.t("common:offline.waiting", { count: 1 }));
  await waiting.waitFor({ state: "detached" });
  const sent = await operator.call<TraceAnswer>("GET", `/trace/units/${sn}`);
  expect(sent.unit.state).toBe("IN_STATION");
});

test("whoever changes something at a desk is told why it was not done", async () => {
  const planner = await stage.person();
  await planner.signIn("planner");
  await admin.call("POST", "/maintenance/on", {});
  const refused = await planner.call("POST", "/work-orders", {}).then(
    () => "done",
    (error: Error) => error.message,
  );
  expect(refused).toContain("MAINTENANCE");
  await planner.page.reload();
  await planner.page.getByText(planner.t("common:maintenance.on"), { exact: true }).waitFor();
  await admin.call("POST", "/maintenance/off", {});
  await planner.page
    .getByText(planner.t("common:maintenance.on"), { exact: true })
    .waitFor({ state: "detached" });
  await planner.context.close();
});

test("nothing of it came from elsewhere", () => {
  // That scans were not taken is what this is about.
  expect(stage.faults.filter((fault) => !/\b503\b/.test(fault))).toEqual([]);
});
