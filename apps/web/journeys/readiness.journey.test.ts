import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { RecordDetail } from "@lineside/domain/form";
import type { ReadinessItem } from "@lineside/domain/readiness";
import { PreparationBoard } from "./preparation.ts";
import { openStage, type Person, type Stage } from "./stage.ts";
import { pattern } from "./texts.ts";

setDefaultTimeout(60_000);

/** From preparation to authorised: failed checks, records, one waiver by the plant manager. */
let stage: Stage;
let operator: Person;
let leader: Person;
const runNo = "RUN-WO-2611-008-01";
const board = `/runs/${runNo}/prepare`;
const item = (checkCode: string, itemKey = ""): Pick<ReadinessItem, "checkCode" | "itemKey"> => ({
  checkCode,
  itemKey,
});

beforeAll(async () => {
  stage = await openStage({ seed: true });
  operator = await stage.person();
  await operator.signIn("operator");
  leader = await stage.person();
  await leader.signIn("leader");
});

afterAll(async () => {
  await stage?.close();
});

test("the leader sees on the line overview what blocks the next run", async () => {
  const { page, t } = leader;
  await leader.go("/readiness");
  const row = page.getByRole("listitem").filter({ hasText: runNo });
  await row.getByText(t("words:check.PREP_STENCIL_CLEAN")).waitFor();
  await row.getByText(t("words:check.PREP_BAKE")).waitFor();
  await row.getByRole("link", { name: t("readiness:openBoard") }).click();
  await leader.arrives(board);
  const open = (await new PreparationBoard(leader).failed()).map(({ checkCode }) => checkCode);
  expect(open).toEqual([
    "PREP_BAKE",
    "PREP_PASTE",
    "PREP_STENCIL_CLEAN",
    "PREP_SQUEEGEE",
    "PREP_PROGRAM",
  ]);
  await leader.button(t("readiness:authorize")).waitFor();
});

test("the operator cleans the stencil and records it where it is asked for", async () => {
  const { page, t } = operator;
  await operator.go(board);
  const row = new PreparationBoard(operator).row(item("PREP_STENCIL_CLEAN"));
  await row
    .getByRole("button", { name: t("readiness:fillForm", { formCode: "QR-Pro-130" }) })
    .click();
  await operator.dialog.waitFor();
  await operator.field("Stencil").fill("ST-1001-B");
  await operator.button(t("form:goOn")).click();
  await operator.field("Product").fill("P-1001");
  await page.getByText(t("form:yes"), { exact: true }).first().click();
  await operator.button(t("form:save")).click();
  await row
    .getByText(pattern(t("errors:READINESS_RECORD_UNCONFIRMED")))
    .first()
    .waitFor();
});

test("the leader confirms it, and the item turns on every screen", async () => {
  const { page, t } = leader;
  await leader.go("/records?state=SUBMITTED&form=QR-Pro-130");
  await page.getByRole("row").filter({ hasText: "ST-1001-B" }).click();
  await leader.dialog.waitFor();
  await leader.button(t("form:confirm")).click();
  await page.getByText(t("states:record.CONFIRMED")).first().waitFor();
  // Nobody reloaded the operator's board.
  await new PreparationBoard(operator)
    .row(item("PREP_STENCIL_CLEAN"))
    .getByText(t("states:readiness.PASSED"))
    .waitFor();
});

test("the other records are made by the people of the line", async () => {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const record = async (formCode: string, body: object) => {
    const filled = await operator.call<RecordDetail>("POST", "/form-records", {
      formCode,
      lineCode: "SMT-A",
      ...body,
    });
    if (filled.definition.confirm === "NONE") return filled;
    const confirmed = `/form-records/${filled.id}/confirm`;
    return await leader.call<RecordDetail>("POST", confirmed, { version: filled.version });
  };
  const records = [
    await record("QR-Mac-144", {
      subjectKey: "SQ-350-03",
      values: {
        model: "P-1001",
        length: 350,
        printCount: 0,
        totalPrintCount: 1_200,
        checkSurface: true,
        checkEdge: true,
        checkFlatness: true,
      },
    }),
    await record("QR-Pro-105", {
      runNo,
      values: { equipmentNo: "REFLOW-1", product: "P-1001", program: "LF-245" },
    }),
    await record("QR-Pro-013", {
      runNo,
      subjectKey: "D6-03",
      values: {
        receivedOn: day(-30),
        expiresOn: day(120),
        bottles: 1,
        thawedAt: new Date(Date.now() - 6 * 3_600_000).toISOString(),
        isReturned: false,
      },
    }),
  ];
  expect(records.map(({ formCode, judgement }) => [formCode, judgement])).toEqual([
    ["QR-Mac-144", "PASS"],
    ["QR-Pro-105", "PASS"],
    ["QR-Pro-013", "PASS"],
  ]);
  const open = (await new PreparationBoard(operator).failed()).map(({ checkCode }) => checkCode);
  expect(open).toEqual(["PREP_BAKE"]);
});

test("the planner may not authorise it, nor waive what is left", async () => {
  const planner = await stage.person();
  const { t } = planner;
  await planner.signIn("planner");
  await planner.go(board);
  const authorize = planner.button(t("readiness:authorize"));
  await authorize.waitFor();
  expect(await authorize.getAttribute("aria-disabled")).toBe("true");
  const waive = new PreparationBoard(planner)
    .row(item("PREP_BAKE"))
    .getByRole("button", { name: t("readiness:waive") });
  expect(await waive.getAttribute("aria-disabled")).toBe("true");
  await planner.context.close();
});

test("the plant manager waives the short bake with a reason", async () => {
  const manager = await stage.person();
  await manager.signIn("manager");
  await manager.go(board);
  const work = new PreparationBoard(manager);
  const [bake] = await work.failed();
  if (!bake) throw new Error("The bake is what is left");
  await work.waive(bake, "Lot is MSL 2 and was sealed until this morning");
  await manager.page.getByText(manager.t("readiness:ready")).waitFor();
  await manager.context.close();
});

test("the planner authorises, and the evidence is kept with the waiver", async () => {
  const planner = await stage.person();
  const { page, t } = planner;
  await planner.signIn("planner");
  await planner.go(board);
  await planner.button(t("readiness:authorize")).click();
  await planner.state("run.AUTHORIZED").waitFor();
  await page.getByText(t("readiness:type.FORMAL")).waitFor();
  const { items } = await planner.call<{ items: { type: string; items: ReadinessItem[] }[] }>(
    "GET",
    `/runs/${runNo}/readiness/history`,
  );
  const formal = items.find(({ type }) => type === "FORMAL");
  const waived = formal?.items.filter(({ state }) => state === "WAIVED");
  expect(waived?.map(({ checkCode, waiver }) => [checkCode, waiver?.reason])).toEqual([
    ["PREP_BAKE", "Lot is MSL 2 and was sealed until this morning"],
  ]);
});

test("the trace of its boards says what was accepted, by whom and why", async () => {
  const auditor = await stage.person();
  const { page, t } = auditor;
  await auditor.signIn("auditor");
  const units = await leader.call<{ items: { sn: string }[] }>("GET", `/runs/${runNo}/units`);
  await auditor.go(`/trace/${units.items[0]?.sn}`);
  await auditor.heading(t("trace:readiness")).waitFor();
  const reason = "Lot is MSL 2 and was sealed until this morning";
  await page.getByText(t("trace:waivedBecause").replace("–", reason)).waitFor();
  await auditor.context.close();
});

test("no page complained, and no request left the origin", () => {
  expect(stage.faults).toEqual([]);
});
