import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { Engineering } from "./engineering.ts";
import { Planning } from "./planning.ts";
import { PreparationBoard } from "./preparation.ts";
import { openStage, type Person, type Stage } from "./stage.ts";
import { StationFloor } from "./station-floor.ts";

setDefaultTimeout(60_000);

/** From nothing to a traced, finished board, by people who read nothing but their screens. */
let stage: Stage;
let runNo: string;
let sn: string;
const operator = "操作员 Zhang Min";
const route = [
  { operation: "PRINTING", name: "Paste printing", station: "PRINT-1" },
  { operation: "SPI", name: "Paste inspection", station: "SPI-1" },
  { operation: "MOUNTING", name: "Placement", station: "MOUNT-1" },
  { operation: "REFLOW", name: "Reflow", station: "REFLOW-1" },
  { operation: "AOI", name: "AOI", station: "AOI-1" },
];

beforeAll(async () => {
  stage = await openStage({ seed: true });
});

afterAll(async () => {
  await stage?.close();
});

async function as(username: string, act: (person: Person) => Promise<void>): Promise<void> {
  const person = await stage.person();
  await person.signIn(username);
  await act(person);
  await person.context.close();
}

test("the engineer makes a product and its route, ready to run", () =>
  as("engineer", async (engineer) => {
    const work = new Engineering(engineer);
    await work.createProduct("P-7001", "Gateway board");
    await work.createRoute("PCBA-GATEWAY", "Gateway", "P-7001");
    await work.addSteps(route.map(({ operation }) => operation));
    await work.saveSequence();
    for (const { operation, station } of route) await work.runAt(operation, station);
    await work.compile();
    await engineer.page.getByText(engineer.t("route:compiled.ready", { no: 1 })).waitFor();
  }));

test("the planner brings it to the line as a run", () =>
  as("planner", async (planner) => {
    const work = new Planning(planner);
    await work.receive({ woNo: "WO-GATEWAY-1", product: "P-7001", quantity: 2 });
    await work.release("SMT-A");
    runNo = await work.cutRun(2);
    [sn = ""] = await work.generateUnits(runNo);
  }));

test("the plant manager accepts that the line still makes another product", () =>
  as("manager", async (manager) => {
    const { t } = manager;
    await manager.go(`/runs/${runNo}/prepare`);
    const board = new PreparationBoard(manager);
    for (const check of await board.failed())
      await board.waive(check, "The first run is finishing on the other machine");
    await manager.page.getByText(t("readiness:ready")).waitFor();
  }));

test("the planner authorises it", () =>
  as("planner", async (planner) => {
    await planner.go(`/runs/${runNo}`);
    await new Planning(planner).authorize();
  }));

test("the operator scans a board through every step", () =>
  as("operator", async (person) => {
    const { t, keys } = person;
    const floor = new StationFloor(person);
    const values: Record<string, [first: string, second: string]> = {
      "SPI-1": ["104.2", "126"],
      "REFLOW-1": ["244.5", "96"],
    };
    for (const { station } of route) {
      await floor.stand(station);
      await floor.takeIn(sn);
      for (const value of values[station] ?? []) {
        await floor.isAsked();
        await keys.type(value);
        await keys.press("Enter");
      }
      const last = values[station] ? floor.verdict(t("station:pass"), sn) : floor.pass(sn);
      const verdict = (await last).textContent();
      if (station === "AOI-1") expect(await verdict).toContain(t("station:verdict.done"));
    }
  }));

test("the auditor finds the board by its label and reads all of it", () =>
  as("auditor", async (auditor) => {
    const { t, keys, page } = auditor;
    await auditor.heading(t("trace:title")).waitFor();
    await keys.scan(sn);
    await auditor.heading(sn).waitFor();
    await auditor.state("unit.DONE").waitFor();
    const story = page.getByRole("list", { name: t("trace:story") });
    for (const [at, { name, station }] of route.entries()) {
      const visit = story.locator("> li").filter({ hasText: `${(at + 1) * 10} ${name}` });
      const text = (await visit.textContent()) ?? "";
      expect(text).toContain(station);
      expect(text).toContain(operator);
      expect(text).toContain(t("states:result.PASS"));
    }
    const measured = page.getByRole("list", { name: t("trace:captures") });
    expect(await measured.first().textContent()).toContain("104.2");
    expect(await measured.last().textContent()).toContain("244.5");
    await page.getByText("PCBA-GATEWAY").first().waitFor();
    await page.getByText("WO-GATEWAY-1").first().waitFor();

    await page.emulateMedia({ media: "print" });
    await page.getByText(t("trace:report")).first().waitFor();
    expect(await page.getByRole("navigation").count()).toBe(0);
    const paper = await page.pdf({ format: "A4" });
    expect(paper.byteLength).toBeGreaterThan(10_000);
  }));

test("no page complained, and no request left the origin", () => {
  expect(stage.faults).toEqual([]);
});
