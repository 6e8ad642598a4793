import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { barriersOn } from "./barriers.ts";
import { acceptAsItIs } from "./preparation.ts";
import { openStage, type Person, type Stage } from "./stage.ts";

setDefaultTimeout(60_000);

// One story: the plant asks for signatures; a record is confirmed and a run authorised with them.
let stage: Stage;
let quality: Person;
let recordId: string;
const runNo = "RUN-WO-2611-008-01";
const code = "SIGNED-CHECK";

const passwordOf = (username: string) =>
  stage.binary.signIns.find((each) => each.username === username)?.password ?? "";
const dialogOf = ({ page }: Person) =>
  page.locator("[role=dialog]").filter({ has: page.locator("input[name=password]") });
const passwordIn = (person: Person) => dialogOf(person).locator("input[name=password]");
/** Where the keyboard is. */
const isFocused = (person: Person) =>
  passwordIn(person).evaluate((it) => it === document.activeElement);

beforeAll(async () => {
  stage = await openStage({ seed: true });
});
afterAll(async () => {
  await stage?.close();
});

test("an administrator ticks what has to be signed", async () => {
  const admin = await stage.person();
  const { page, t } = admin;
  await admin.signIn("admin");
  await admin.go("/admin/settings");
  await page.getByRole("checkbox", { name: t("events:run.authorize") }).check();
  await admin.button(t("common:save")).click();
  await page.getByText(t("settings:saved")).waitFor();
  const { signatureFor } = await admin.call<{ signatureFor: string[] }>("GET", "/settings");
  expect(signatureFor).toEqual(["run.authorize"]);
  await admin.context.close();
});

test("a form says that who confirms it signs, and an operator fills it", async () => {
  const engineer = await stage.person();
  await engineer.signIn("engineer");
  const fields = [{ key: "gap", label: "Gap", labelZh: "间隙", type: "NUMBER", max: 5 }];
  const definition = { about: "LINE", confirm: "OTHER_PERSON", fields };
  const named = { code, name: "Signed check", nameZh: "签名点检" };
  await engineer.call("POST", "/forms", { ...named, definition });
  await engineer.go(`/forms/${code}`);
  const { page, t } = engineer;
  await page.getByRole("checkbox", { name: t("form:signature.confirm") }).check();
  await engineer.button(t("common:save")).click();
  await engineer.button(t("form:activate")).click();
  await engineer.dialog.getByRole("button", { name: t("form:activate"), exact: true }).click();
  await page.getByText(t("form:signature.confirm")).last().waitFor();
  const operator = await stage.person();
  await operator.signIn("operator");
  const lines = await engineer.call<{ items: { code: string }[] }>("GET", "/lines");
  const filled = { formCode: code, lineCode: lines.items[0]?.code, values: { gap: 3 } };
  const { id } = await operator.call<{ id: string }>("POST", "/form-records", filled);
  recordId = id;
  for (const person of [engineer, operator]) await person.context.close();
});

test("a wrong password keeps the dialog open and says so; the right one signs", async () => {
  quality = await stage.person();
  const { page, t, keys } = quality;
  await quality.signIn("quality");
  await quality.go(`/records?record=${recordId}`);
  await quality.button(t("form:confirm")).click();
  const dialog = dialogOf(quality);
  await dialog.getByText(t("signature:meaning.CONFIRMED")).waitFor();
  await dialog.getByText("Chen Jing").waitFor();
  expect(await isFocused(quality)).toBe(true);
  await keys.type("not the password");
  await keys.press("Enter");
  await dialog.getByText(t("errors:SIGNATURE_WRONG")).waitFor();
  expect(await barriersOn(quality)).toEqual([]);
  expect(await isFocused(quality)).toBe(true);
  expect(await passwordIn(quality).inputValue()).toBe("");
  await keys.type(passwordOf("quality"));
  await keys.press("Enter");
  await dialog.waitFor({ state: "detached" });
  const signatures = page.getByRole("list", { name: t("signature:signatures") });
  await signatures.getByText("Chen Jing").waitFor();
  await signatures.getByText(t("signature:meaning.CONFIRMED")).waitFor();
  expect(await barriersOn(quality)).toEqual([]);
});

test("a run is authorised with a signature, and not without", async () => {
  await acceptAsItIs(stage, runNo);
  const planner = await stage.person({ language: "zh-CN" });
  const { page, t, keys } = planner;
  await planner.signIn("planner");
  await planner.go(`/runs/${runNo}/prepare`);
  await planner.button(t("readiness:authorize")).click();
  await passwordIn(planner).waitFor();
  await keys.press("Escape");
  await page.getByText(t("errors:SIGNATURE_REQUIRED")).waitFor();
  await planner.button(t("readiness:authorize")).click();
  await dialogOf(planner).getByText(t("signature:meaning.AUTHORIZED")).waitFor();
  await passwordIn(planner).fill(passwordOf("planner"));
  await dialogOf(planner)
    .getByRole("button", { name: t("signature:sign") })
    .click();
  await dialogOf(planner).waitFor({ state: "detached" });
  await planner.state("run.AUTHORIZED").waitFor();
  const { items } = await planner.call<{ items: { signature: { printedName: string } }[] }>(
    "GET",
    `/runs/${runNo}/authorizations`,
  );
  expect(items[0]?.signature.printedName).toContain("Li Na");
});

test("where a badge was scanned both parts are typed, and no scan stays in a field", async () => {
  const engineer = await stage.person();
  await engineer.signIn("engineer");
  const fields = [{ key: "gap", label: "Gap", labelZh: "间隙", type: "NUMBER", max: 5 }];
  const signature = { fill: true, confirm: false };
  const definition = { about: "LINE", confirm: "NONE", signature, fields };
  const named = { code: "SIGNED-FILL", name: "Signed when filled", nameZh: "填写时签名" };
  const draft = { ...named, definition };
  const { version } = await engineer.call<{ version: number }>("POST", "/forms", draft);
  await engineer.call("POST", "/forms/SIGNED-FILL/1/activate", { version });
  const admin = await stage.person();
  await admin.signIn("admin");
  type Users = { items: { id: string; version: number }[] };
  const [user] = (await admin.call<Users>("GET", "/users?q=operator2")).items;
  const badge = { badge: "BADGE-7001", pin: "2468" };
  await admin.call("PATCH", `/users/${user?.id}`, { version: user?.version, ...badge });
  const terminal = await stage.person();
  const { page, t, keys } = terminal;
  await terminal.signIn("leader");
  await terminal.call("POST", "/auth/badge", badge);
  await terminal.go("/records?fill=SIGNED-FILL");
  await terminal.dialog.locator("select").selectOption({ index: 1 });
  await terminal.dialog.locator("button[type=submit]").click();
  await terminal.dialog.getByLabel("Gap").fill("3");
  await terminal.button(t("form:save")).click();
  const username = page.locator("[role=dialog] input[name=username]");
  await username.waitFor();
  await keys.scan(badge.badge);
  await page.getByText(t("signature:typed")).waitFor();
  expect(await username.inputValue()).toBe("");
  await keys.type("operator2");
  await keys.press("Tab");
  await keys.type(passwordOf("operator2"));
  await keys.press("Enter");
  await dialogOf(terminal).waitFor({ state: "detached" });
  for (const person of [engineer, admin, terminal]) await person.context.close();
});

test("no page complained, and no request left the origin", () => {
  expect(stage.faults).toEqual([]);
});
