import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { openStage, type Person, type Stage } from "./stage.ts";

setDefaultTimeout(60_000);

let stage: Stage;
let admin: Person;
/** Known to whoever copied it, and to nobody else. */
let key = "";
const name = "AOI of line A";

beforeAll(async () => {
  stage = await openStage({ seed: true });
  admin = await stage.person();
});

afterAll(async () => {
  await stage?.close();
});

const keyRow = () => admin.page.getByRole("row").filter({ hasText: name });

/** The machine itself: it knows the key and the address. */
async function send(sourceSystem: string): Promise<[status: number, code?: string]> {
  const payload = { station: "AOI-2", sn: "NOBODY-0001", result: "PASS" };
  const event = { dedupeKey: `${sourceSystem}-1`, sourceSystem, eventType: "AUTO", payload };
  const answer = await stage.binary.fetch("/api/ingest/events?mode=sync", {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(event),
  });
  const { code } = (await answer.json()) as { code?: string };
  return [answer.status, code];
}

test("an administrator makes a key for one machine", async () => {
  const { t, dialog } = admin;
  await admin.signIn("admin");
  await admin.go("/admin/api-keys");
  await admin.open(t("api-keys:create"));
  await admin.field(t("api-keys:name")).fill(name);
  await admin.field(t("api-keys:sources")).fill("aoi-1");
  await dialog.getByRole("checkbox", { name: /^SMT-B/ }).check();
  await dialog.getByRole("button", { name: t("api-keys:create") }).click();
  await dialog.getByText(t("api-keys:shownOnce"), { exact: true }).waitFor();
  key = (await dialog.locator("pre").first().textContent()) ?? "";
  expect(key).toMatch(/^lsk_[\w-]{30,}$/);
});

test("the key is shown this once", async () => {
  const { t, page, dialog, keys } = admin;
  await admin.button(t("api-keys:stored")).click();
  await dialog.waitFor({ state: "detached" });
  await keyRow().getByText(t("states:apiKey.ACTIVE"), { exact: true }).waitFor();
  await keyRow().getByText(t("api-keys:neverUsed"), { exact: true }).waitFor();
  await page.reload();
  await keyRow().focus();
  await keys.press("Enter");
  await dialog.getByText(key.slice(0, 8)).first().waitFor();
  expect(await page.content()).not.toContain(key);
  await keys.press("Escape");
  await dialog.waitFor({ state: "detached" });
});

test("it opens the door for its own source alone", async () => {
  expect(await send("aoi-1")).toEqual([202, "UNIT_RUN_NOT_FOUND"]);
  expect(await send("spi-1")).toEqual([403, "INGEST_SOURCE_NOT_ALLOWED"]);
});

test("a second key of that name is refused at the field", async () => {
  const { t, dialog, page, keys } = admin;
  await admin.open(t("api-keys:create"));
  await admin.field(t("api-keys:name")).fill(name);
  await dialog.getByRole("button", { name: t("api-keys:create") }).click();
  await dialog.getByText(t("errors:API_KEY_NAME_TAKEN", { name })).waitFor();
  await keys.press("Escape");
  await page.getByRole("button", { name: t("common:unsaved.discard") }).click();
  await dialog.waitFor({ state: "detached" });
});

test("revoked with a reason, it opens nothing from the next request on", async () => {
  const { t, dialog, keys } = admin;
  await keyRow().focus();
  await keys.press("Enter");
  await dialog.getByRole("button", { name: t("api-keys:revoke") }).click();
  await admin.field(t("common:reason.label")).fill("machine was sold");
  await admin.button(t("api-keys:revoke")).click();
  await keyRow().getByText(t("states:apiKey.REVOKED"), { exact: true }).waitFor();
  expect(await send("aoi-1")).toEqual([401, "API_KEY_REVOKED"]);
});

test("a revoked key tells who ended it and offers nothing more", async () => {
  const { t, dialog, keys } = admin;
  await dialog.first().waitFor({ state: "detached" });
  await keyRow().focus();
  await keys.press("Enter");
  await dialog.getByText(t("api-keys:revokedBy"), { exact: true }).waitFor();
  expect(await dialog.getByRole("button", { name: t("api-keys:revoke") }).count()).toBe(0);
  expect(await dialog.getByRole("textbox").count()).toBe(0);
});

test("keys are the administrator's: an engineer is told whose", async () => {
  const engineer = await stage.person({ language: "zh-CN" });
  await engineer.signIn("engineer");
  await engineer.go("/admin/api-keys");
  await engineer.heading(engineer.t("common:noAccess.title")).waitFor();
  await engineer.context.close();
});

test("no page complained, and no request left the origin", () => {
  expect(stage.faults).toEqual([]);
});
