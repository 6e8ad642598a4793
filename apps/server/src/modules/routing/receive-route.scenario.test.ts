import { afterAll, beforeAll, expect, test } from "bun:test";
import { eachDatabase } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";
import { RoutingBench } from "./routing.fixture.ts";

eachDatabase((dialect) => {
  let bench: RoutingBench;
  let engineer: Person;
  beforeAll(async () => {
    bench = await RoutingBench.start(dialect);
    engineer = bench.engineer;
  });
  afterAll(() => bench.app.dispose());

  const step = (sourceStepKey: string, stepNo: number, operationCode = "PRINT") => ({
    sourceStepKey,
    stepNo,
    operationCode,
  });
  const received = (code: string, steps: object[], more: object = {}) =>
    engineer.post("/api/routes", {
      source: "ERP",
      sourceKey: `KD:${code}`,
      code,
      name: `From ERP ${code}`,
      processType: "SMT",
      productCode: "P-1001",
      steps,
      ...more,
    });
  const detail = async (code: string) => (await engineer.get(`/api/routes/${code}`)).body;

  test("what the MES said of a step stays with it when the ERP renumbers", async () => {
    const mark = await bench.app.mark();
    const first = [step("k1", 10), step("k2", 20, "AOI"), step("k3", 30, "AOI")];
    expect(await received("ERP-1", first)).toMatchObject({ status: 200, body: { version: 1 } });
    const before = await detail("ERP-1");
    expect(before).toMatchObject({ source: "ERP", sourceKey: "KD:ERP-1", productCode: "P-1001" });
    const idOf = (key: string) =>
      before.steps.find((s: { sourceStepKey: string }) => s.sourceStepKey === key).id;
    await bench.put({ scope: "STEP", stepId: idOf("k2"), requiresFai: true });
    await bench.put({ scope: "STEP", stepId: idOf("k3"), requiresFai: true });
    expect((await received("ERP-1", first)).body).toMatchObject({ version: 1 });

    const second = [step("k2", 10, "AOI"), step("k1", 20), step("k4", 30, "AOI")];
    expect((await received("ERP-1", second, { name: "New name" })).body).toMatchObject({
      version: 2,
    });
    const { steps, name } = await detail("ERP-1");
    expect(name).toBe("New name");
    expect(steps).toMatchObject([
      { stepNo: 10, id: idOf("k2"), sourceStepKey: "k2" },
      { stepNo: 20, id: idOf("k1"), sourceStepKey: "k1" },
      { stepNo: 30, sourceStepKey: "k4" },
    ]);
    const { snapshot } = await bench.preview("ERP-1");
    expect(snapshot.steps.map((s: { requiresFai: boolean }) => s.requiresFai)).toEqual([
      true,
      false,
      false,
    ]);
    expect(await bench.app.events(mark)).toEqual([
      "route.created",
      "executionConfig.created",
      "executionConfig.created",
      "route.changed",
    ]);
  });

  test("its sequence and its name are the ERP's, its use is ours", async () => {
    await received("ERP-2", [step("k1", 10)]);
    const put = { version: 1, steps: [{ operationId: bench.of("AOI") }] };
    const rows: [ReturnType<Person["get"]>, number][] = [
      [engineer.put("/api/routes/ERP-2/steps", put), 409],
      [engineer.patch("/api/routes/ERP-2", { name: "Ours", version: 1 }), 409],
      [engineer.delete("/api/routes/ERP-2"), 409],
    ];
    for (const [asked, status] of rows)
      expect(await asked).toMatchObject({ status, body: { code: "ROUTE_ERP_READONLY" } });
    expect(
      (await engineer.patch("/api/routes/ERP-2", { isActive: false, version: 1 })).status,
    ).toBe(200);
    const copied = await engineer.post("/api/routes/ERP-2/copy", { code: "OURS", name: "Ours" });
    expect(copied.status).toBe(200);
    expect(await detail("OURS")).toMatchObject({ source: "MES", sourceKey: null });
    expect((await engineer.put("/api/routes/OURS/steps", put)).status).toBe(200);
  });

  test("what it names must exist, and its code must be free", async () => {
    await bench.route("TAKEN", "PRINT");
    const rows: [ReturnType<Person["get"]>, status: number, code: string][] = [
      [received("TAKEN", [step("k1", 10)]), 409, "ROUTE_CODE_DUPLICATE"],
      [received("E-3", [step("k1", 10, "NOPE")]), 404, "OPERATION_NOT_FOUND"],
      [received("E-3", [step("k1", 10)], { productCode: "NOPE" }), 404, "PRODUCT_NOT_FOUND"],
      [received("E-3", []), 400, "VALIDATION_FAILED"],
      [received("E-3", [step("k1", 10), step("k1", 20)]), 400, "VALIDATION_FAILED"],
      [received("E-3", [step("k1", 10)], { sourceKey: "" }), 400, "VALIDATION_FAILED"],
    ];
    for (const [asked, status, code] of rows)
      expect(await asked).toMatchObject({ status, body: { code } });
    expect((await engineer.get("/api/routes/E-3")).status).toBe(404);
  });

  test("received twice at once it is one route", async () => {
    const mark = await bench.app.mark();
    const steps = [step("k1", 10), step("k2", 20, "AOI")];
    const answers = await Promise.all([1, 2, 3].map(() => received("TWICE", steps)));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(await bench.app.events(mark)).toEqual(["route.created"]);
    expect((await detail("TWICE")).steps).toHaveLength(2);
  });
});
