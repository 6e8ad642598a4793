import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { openStage, type Person, type Stage } from "./stage.ts";

setDefaultTimeout(60_000);

/** An operator with gloves on and a stencil in hand, at the preparation of the next run. */
let stage: Stage;
let operator: Person;
const board = "/runs/RUN-WO-2611-008-01/prepare";

beforeAll(async () => {
  stage = await openStage({ seed: true });
  operator = await stage.person({ size: { width: 390, height: 844 } });
  await operator.signIn("operator");
});

afterAll(async () => {
  await stage?.close();
});

test("a scan says which stencil it is, and the fields stand there", async () => {
  const { t, keys } = operator;
  await operator.go(`${board}?fill=QR-Pro-089`);
  await operator.field("Stencil").waitFor();
  await keys.scan("ST-1001-B");
  await operator.dialog.getByText("ST-1001-B", { exact: true }).waitFor();
  await operator.button(t("form:save")).waitFor();
  expect(
    await operator.field("Prints of this use").evaluate((it) => it === document.activeElement),
  ).toBe(true);
});

test("no page complained, and no request left the origin", () => {
  expect(stage.faults).toEqual([]);
});
