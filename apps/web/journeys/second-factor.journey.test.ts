import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { codeOfStep, periodMs } from "@lineside/server/platform/auth/one-time-codes";
import { openStage, type Person, type Stage } from "./stage.ts";

setDefaultTimeout(60_000);

// One story, told in order: somebody adds a second factor, signs in with it, and is signed out.
let stage: Stage;
let planner: Person;
let again: Person;
let password: string;
let codes: string[];
beforeAll(async () => {
  stage = await openStage({ seed: true });
  password = stage.binary.signIns.find((each) => each.username === "planner")?.password ?? "";
  planner = await stage.person();
  await planner.signIn("planner");
});
afterAll(async () => {
  await stage?.close();
});

const formWith = ({ page }: Person, field: string) =>
  page.locator("form").filter({ has: page.locator(`input[name=${field}]`) });

test("the account page shows a secret, takes the first code and shows recovery codes once", async () => {
  const { page, t } = planner;
  await planner.go("/account");
  const form = formWith(planner, "password");
  await form.locator("input[name=password]").fill(password);
  await form.getByRole("button", { name: t("auth:factor.add") }).click();
  const secret = (await page.getByText(/^[A-Z2-7]{32}$/).textContent()) ?? "";
  const code = await codeOfStep(secret, Math.floor(Date.now() / periodMs));
  await page.locator("input[name=code]").fill(code);
  await planner.button(t("auth:factor.confirm")).click();
  const shown = page.getByText(/^([a-z2-7]{4}-){3}[a-z2-7]{4}/);
  codes = ((await shown.textContent()) ?? "").trim().split(/\s+/);
  expect(codes).toHaveLength(10);
  await planner.button(t("auth:factor.stored")).click();
  await page.getByText(t("auth:factor.isOn")).waitFor();
});

test("the next sign-in asks for a code, refuses a wrong one and takes a recovery code", async () => {
  again = await stage.person();
  const { page, t } = again;
  await again.go("/sign-in");
  await page.locator("input[name=username]").fill("planner");
  await page.locator("input[name=password]").fill(password);
  await again.button(t("auth:signIn")).click();
  const field = page.locator("input[name=code]");
  await field.fill("000000");
  await again.button(t("auth:signIn")).click();
  await page.getByText(t("errors:SECOND_FACTOR_WRONG")).waitFor();
  await field.fill(codes[0] ?? "");
  await again.button(t("auth:signIn")).click();
  await again.arrives("/orders");
});

test("the session list ends the other one, which has to sign in again", async () => {
  const { page, t } = again;
  await again.go("/account");
  await page.getByText(t("auth:sessions.current")).waitFor();
  await again.button(t("auth:sessions.end")).click();
  await page.getByText(t("auth:sessions.endQuestion")).waitFor();
  await again.button(t("auth:sessions.end")).click();
  await page.getByText(t("auth:sessions.ended", { count: 1 })).waitFor();
  await planner.go("/orders");
  await planner.arrives("/sign-in");
  expect(stage.faults).toEqual([]);
});
