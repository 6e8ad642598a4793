import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { openStage, type Person, type Stage } from "./stage.ts";
import { pattern, textsOf } from "./texts.ts";

setDefaultTimeout(60_000);

let stage: Stage;
let admin: Person;
let fang: Person;
const adminPassword = "correct-horse-9";
const firstPassword = "given-by-admin-1";
const ownPassword = "chosen-by-fang-2";

beforeAll(async () => {
  stage = await openStage({ seed: false });
  admin = await stage.person();
});

afterAll(async () => {
  await stage?.close();
});

/** What the server printed for whoever reads its log. */
function setUpLink(): string {
  const link = /"link":"([^"]+)"/.exec(stage.binary.logs())?.[1];
  if (!link) throw new Error(`No set-up link in the log:\n${stage.binary.logs()}`);
  return link;
}

test("the link in the log creates the first administrator", async () => {
  const { t, keys } = admin;
  await admin.go(setUpLink());
  await admin.heading(t("auth:setup.title")).waitFor();
  await admin.field(t("auth:fullName")).fill("李伟 Li Wei");
  await admin.field(t("auth:username")).fill("liwei");
  await admin.field(t("auth:password")).fill(adminPassword);
  await keys.press("Enter");
  await admin.arrives("/admin");
  await admin.heading(t("health:title")).waitFor();
  await admin.go("/admin/users");
  await admin.heading(t("users:title")).waitFor();
});

test("the link works once", async () => {
  const stranger = await stage.person();
  await stranger.go(setUpLink());
  await stranger.page.getByText(stranger.t("auth:setup.done")).waitFor();
  expect(await stranger.page.getByRole("textbox").count()).toBe(0);
  await stranger.context.close();
});

test("creates an operator, who needs a station", async () => {
  const { t, page } = admin;
  const line = { code: "SMT-A", name: "SMT A", processType: "SMT" };
  const { id: lineId } = await admin.call<{ id: string }>("POST", "/lines", line);
  const station = { code: "PRINT-1", name: "Printer", stationType: "MANUAL", lineId, sequence: 10 };
  await admin.call("POST", "/stations", station);

  await admin.open(t("users:create"));
  await admin.field(t("users:name")).fill("王芳 Wang Fang");
  await admin.field(t("users:username")).fill("fang");
  await admin.field(t("users:firstPasswordLabel")).fill(firstPassword);
  await page.getByRole("checkbox", { name: /^Operator/ }).check();
  await admin.button(t("users:create")).click();
  await page.getByText(pattern(t("errors:STATION_BINDING_REQUIRED"))).waitFor();
  await page.getByRole("checkbox", { name: "PRINT-1 Printer" }).check();
  await admin.button(t("users:create")).click();
  await page.getByText(t("users:created", { name: "王芳 Wang Fang" })).waitFor();
  await page.getByRole("row").filter({ hasText: "fang" }).waitFor();
});

test("the new operator chooses an own password and lands at the stations", async () => {
  fang = await stage.person();
  const { t, page, keys } = fang;
  await fang.signIn("fang", firstPassword);
  await fang.arrives("/change-password");
  await fang.go("/station");
  await fang.arrives("/change-password");
  await fang.field(t("auth:password.current")).fill(firstPassword);
  await fang.field(t("auth:password.next")).fill(ownPassword);
  await fang.field(t("auth:password.again")).fill(ownPassword);
  await keys.press("Enter");
  await fang.arrives("/station");
  await page.getByRole("link", { name: /PRINT-1/ }).waitFor();
});

test("a page of somebody else says whose it is and asks for nothing", async () => {
  const { t, page } = fang;
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await fang.go("/admin/users");
  await fang.heading(t("common:noAccess.title")).waitFor();
  await page.getByText(t("common:noAccess.lead", { who: "Administrator" })).waitFor();
  expect(asked.filter((path) => path.startsWith("/api/users"))).toEqual([]);
});

test("the audit trail shows the account as it was created and as it was changed", async () => {
  const { t, page, keys } = admin;
  await page.getByRole("row").filter({ hasText: "fang" }).focus();
  await keys.press("Enter");
  await admin.field(t("users:name")).fill("王芳 Fang Wang");
  await admin.button(t("common:save")).click();
  await admin.dialog.waitFor({ state: "detached" });

  await admin.go("/audit");
  const event = (type: string) =>
    page
      .getByRole("row")
      .filter({ hasText: t(`events:${type}`) })
      .filter({ hasText: "fang" });
  const { dialog } = admin;
  const was = (text: string) => dialog.getByRole("deletion").getByText(text, { exact: true });
  const is = (text: string) => dialog.getByRole("insertion").getByText(text, { exact: true });
  await event("user.created").focus();
  await keys.press("Enter");
  await is("fang").waitFor();
  await is('["operator"]').waitFor();
  expect(await dialog.textContent()).not.toContain(firstPassword);
  await keys.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await event("user.changed").focus();
  await keys.press("Enter");
  await was("王芳 Wang Fang").waitFor();
  await is("王芳 Fang Wang").waitFor();
});

test("the language stays as it was chosen, here and at the next screen", async () => {
  const zh = textsOf("zh-CN");
  const { t, page } = fang;
  await fang.go("/account");
  await page.getByRole("button", { name: t("common:account") }).click();
  await page.getByRole("menuitemradio", { name: "简体中文" }).click();
  await fang.heading(zh("auth:account.title")).waitFor();
  await page.reload();
  await fang.heading(zh("auth:account.title")).waitFor();

  const elsewhere = await stage.person();
  await elsewhere.signIn("fang", ownPassword);
  await elsewhere.heading(zh("station:choose.title")).waitFor();
  expect(await elsewhere.page.locator("html").getAttribute("lang")).toBe("zh-CN");
  await elsewhere.page.getByRole("button", { name: zh("common:account") }).click();
  await elsewhere.page.getByRole("menuitemradio", { name: "English" }).click();
  await elsewhere.heading(t("station:choose.title")).waitFor();
  await elsewhere.context.close();
  await page.reload();
  await fang.heading(t("auth:account.title")).waitFor();
});

test("no page complained, and no request left the origin", () => {
  expect(stage.faults).toEqual([]);
});
