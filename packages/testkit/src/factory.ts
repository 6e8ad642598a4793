import type { Database, Tx } from "@lineside/db";
import type { RouteSnapshot } from "@lineside/domain/routing";
import { snapshotOf, type TestStep } from "./frozen-route.ts";

export type { TestStep } from "./frozen-route.ts";

const at = "2026-11-22T01:00:00.000Z";
const newId = () => Bun.randomUUIDv7();

export interface TestPlant {
  lineId: string;
  lineCode: string;
  /** Station codes in the order of the steps. */
  stations: string[];
  stationIds: string[];
  productId: string;
  productCode: string;
  routeId: string;
  versionId: string;
  snapshot: RouteSnapshot;
}

const smtSteps: TestStep[] = ["PRINT", "SPI", "MOUNT", "REFLOW", "AOI"].map((code) => ({ code }));

/** A line with one station per step, a product and its READY route version, written row by row. */
export async function makePlant(
  db: Database,
  options: { line?: string; steps?: TestStep[]; unitsPerPanel?: number } = {},
): Promise<TestPlant> {
  const line = options.line ?? "A";
  const steps = options.steps ?? smtSteps;
  const [lineId, productId, routeId, versionId] = [newId(), newId(), newId(), newId()];
  const stationIds = steps.map(newId);
  const stations = steps.map((step) => `${step.code}-${line}`);
  const snapshot = snapshotOf(steps, { line, routeId, stations, stationIds });
  const stamps = { createdAt: at, updatedAt: at };
  await db.unit(async ({ k }) => {
    await k
      .insertInto("plant_line")
      .values({ id: lineId, code: line, name: `Line ${line}`, processType: "SMT", ...stamps })
      .execute();
    await k
      .insertInto("plant_station")
      .values(
        stations.map((code, index) => ({
          id: stationIds[index] ?? "",
          code,
          name: code,
          stationType: steps[index]?.stationType ?? "MANUAL",
          lineId,
          sequence: (index + 1) * 10,
          ...stamps,
        })),
      )
      .execute();
    await k
      .insertInto("plant_operation")
      .values(snapshot.steps.map(({ operation }) => ({ ...operation, traits: [], ...stamps })))
      .execute();
    await k
      .insertInto("plant_product")
      .values({
        id: productId,
        code: `P-${line}`,
        name: `Product ${line}`,
        unitsPerPanel: options.unitsPerPanel ?? 1,
        traits: [],
        ...stamps,
      })
      .execute();
    await insertRoute(k, { line, routeId, versionId, productId, snapshot });
  });
  return {
    lineId,
    lineCode: line,
    stations,
    stationIds,
    productId,
    productCode: `P-${line}`,
    routeId,
    versionId,
    snapshot,
  };
}

async function insertRoute(
  k: Tx["k"],
  of: {
    line: string;
    routeId: string;
    versionId: string;
    productId: string;
    snapshot: RouteSnapshot;
  },
): Promise<void> {
  const { line, routeId, versionId, productId, snapshot } = of;
  const stamps = { createdAt: at, updatedAt: at };
  await k
    .insertInto("routing_route")
    .values({
      id: routeId,
      code: `ROUTE-${line}`,
      name: `Route ${line}`,
      productId,
      processType: "SMT",
      ...stamps,
    })
    .execute();
  await k
    .insertInto("routing_version")
    .values({
      id: versionId,
      routeId,
      versionNo: 1,
      status: "READY",
      contentHash: versionId,
      snapshot,
      errors: [],
      compiledAt: at,
      compiledByName: "test",
    })
    .execute();
}

export interface TestRun {
  runId: string;
  runNo: string;
  workOrderId: string;
  woNo: string;
  sns: string[];
}

/** An order with one authorised run and its units, waiting at the first step. */
export async function makeRun(
  db: Database,
  plant: TestPlant,
  options: { no?: number; units?: number; planQty?: number; unitSource?: string; state?: string },
): Promise<TestRun> {
  const no = options.no ?? 1;
  const [workOrderId, runId] = [newId(), newId()];
  const woNo = `WO-${plant.lineCode}-${no}`;
  const runNo = `RUN-${plant.lineCode}-${no}`;
  const planQty = options.planQty ?? options.units ?? 1;
  const stamps = { createdAt: at, updatedAt: at };
  const sns = Array.from(
    { length: options.units ?? 0 },
    (_, index) => `SN-${plant.lineCode}-${no}-${String(index + 1).padStart(4, "0")}`,
  );
  await db.unit(async ({ k }) => {
    await k
      .insertInto("work_order")
      .values({
        id: workOrderId,
        woNo,
        productId: plant.productId,
        plannedQty: planQty,
        routeId: plant.routeId,
        state: "IN_PROGRESS",
        lineId: plant.lineId,
        ...stamps,
      })
      .execute();
    await k
      .insertInto("work_order_run")
      .values({
        id: runId,
        runNo,
        workOrderId,
        lineId: plant.lineId,
        productId: plant.productId,
        routeVersionId: plant.versionId,
        planQty,
        state: options.state ?? "AUTHORIZED",
        unitSource: options.unitSource ?? "GENERATED",
        ...stamps,
      })
      .execute();
    for (let from = 0; from < sns.length; from += 500)
      await k
        .insertInto("execution_unit")
        .values(
          sns.slice(from, from + 500).map((sn) => ({
            id: newId(),
            sn,
            workOrderId,
            runId,
            state: "QUEUED",
            currentStepNo: 10,
            ...stamps,
          })),
        )
        .execute();
  });
  return { runId, runNo, workOrderId, woNo, sns };
}

/** Puts units onto a panel, in the order of their positions. */
export async function makePanel(
  db: Database,
  run: TestRun,
  panel: { panelNo: string; sns: string[] },
): Promise<void> {
  const panelId = newId();
  await db.unit(async ({ k }) => {
    await k
      .insertInto("execution_panel")
      .values({ id: panelId, panelNo: panel.panelNo, runId: run.runId, createdAt: at })
      .execute();
    for (const [index, sn] of panel.sns.entries())
      await k
        .updateTable("execution_unit")
        .set({ panelId, panelPosition: index + 1 })
        .where("sn", "=", sn)
        .execute();
  });
}
