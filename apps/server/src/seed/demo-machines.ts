import { addMinutes, type Instant } from "@lineside/domain/kernel";
import {
  type IngestMapping,
  type MachineStationType,
  standardMapping,
} from "@lineside/domain/routing";
import { createUser } from "../modules/auth/index.ts";
import type { Platform } from "../platform/platform.ts";
import { DemoCaller } from "./demo-caller.ts";
import { demoPassword } from "./demo-plant.ts";
import { release } from "./demo-production.ts";

const lineCode = "SMT-B";
const routeCode = "MIX-01";
const productCode = "P-3001";
const woNo = "WO-2611-020";
const boards = 200;
const dayMinutes = 24 * 60;

export const machineOperator = { username: "operator3", role: "operator", name: "操作员 Xu Fang" };

/** The second line: people print and pack, machines and a tester report what is between. */
const places = [
  { code: "PRINT-2", name: "锡膏印刷 2", type: "MANUAL", op: "PRINTING" },
  { code: "SPI-2", name: "SPI 2", type: "AUTO", op: "SPI" },
  { code: "REFLOW-2", name: "回流焊 2", type: "BATCH", op: "REFLOW" },
  { code: "AOI-2", name: "AOI 2", type: "AUTO", op: "AOI" },
  { code: "ICT-2", name: "在线测试 2", type: "TEST", op: "ICT" },
  { code: "PACK-2", name: "包装 2", type: "MANUAL", op: "PACK" },
] as const;

const operations = [
  {
    code: "ICT",
    name: "In-circuit test",
    nameZh: "在线测试",
    traits: ["test"],
    processType: "SMT",
  },
  { code: "PACK", name: "Packing", nameZh: "包装", traits: [], processType: null },
];

/** What the tester measures; its own names and units are the mapping's to translate. */
const measured = [
  { code: "R17", name: "Resistor R17", nameZh: "电阻 R17", unit: "kΩ", lower: 28, upper: 28.4 },
  {
    code: "VCC",
    name: "Supply 3.3 V",
    nameZh: "3.3 V 电源",
    unit: "V",
    lower: 3.135,
    upper: 3.465,
  },
  { code: "ICC", name: "Idle current", nameZh: "静态电流", unit: "mA", lower: 20, upper: 60 },
];

/** Each way CFX machines report their work is there once. */
const mappings: Record<MachineStationType, IngestMapping> = {
  AUTO: { ...standardMapping("AUTO"), cfx: { mode: "PAIRED_RESULT" } },
  BATCH: { ...standardMapping("BATCH"), cfx: { mode: "PAIRED_COMPLETED" } },
  TEST: {
    ...standardMapping("TEST"),
    dataSpecMap: { "3V3 rail": "VCC", "Idle current": "ICC" },
    cfx: { mode: "PAIRED_RESULT" },
  },
};

/** A line of machines with a released, authorised run whose boards wait for them. */
export async function seedMachines(platform: Platform, now: Instant): Promise<void> {
  const demo = new DemoCaller(platform, addMinutes(now, -2 * dayMinutes));
  const line = { code: lineCode, name: "SMT 二线（机台联网）", processType: "SMT" };
  const { id: lineId } = await demo.call("POST /lines", line);
  const stationIds = new Map<string, string>();
  for (const [index, { code, name, type }] of places.entries()) {
    const station = { code, name, lineId, stationType: type, sequence: (index + 1) * 10 };
    stationIds.set(code, (await demo.call("POST /stations", station)).id);
  }
  await seedMeasured(demo);
  await seedRoute(demo, stationIds);
  await createUser(platform, {
    ...machineOperator,
    password: demoPassword,
    roles: [machineOperator.role],
    lineIds: [],
    stationIds: [...stationIds.values()],
    badge: "BADGE-0004",
    pin: null,
  });
  await demo.call(
    "POST /work-orders",
    {
      ...{ woNo, productCode, routeCode, plannedQty: boards, pickStatus: "FULL" },
      dueAt: addMinutes(now, 3 * dayMinutes),
    },
    "planner",
  );
  const runNo = await release(demo, { woNo, lineCode, planQty: boards });
  await demo.call("POST /runs/:runNo/units/generate", { runNo, quantity: boards }, "planner");
  await demo.call("POST /runs/:runNo/authorize", { runNo }, "planner");
}

async function seedMeasured(demo: DemoCaller): Promise<void> {
  for (const operation of operations) {
    const { id: operationId } = await demo.call("POST /operations", operation);
    if (operation.code !== "ICT") continue;
    for (const [index, { lower: lowerLimit, upper: upperLimit, ...item }] of measured.entries())
      await demo.call("POST /capture-items", {
        ...item,
        ...{ operationId, dataType: "NUMBER", lowerLimit, upperLimit, isRequired: true },
        ...{ onBreach: "BLOCK", sequence: (index + 1) * 10 },
      });
  }
}

async function seedRoute(demo: DemoCaller, stationIds: ReadonlyMap<string, string>) {
  const product = {
    ...{ code: productCode, name: "Gateway board", customer: "Demo Automation", revision: "A" },
    ...{ boardSide: "TOP", unitsPerPanel: 1, traits: [], snPattern: "{product}-{YY}{MM}-{seq:5}" },
  };
  const { id: productId } = await demo.call("POST /products", product);
  const route = { code: routeCode, name: "Mixed line", processType: "SMT", productId };
  const { version } = await demo.call("POST /routes", route);
  const ids = await operationIds(demo);
  const { steps } = await demo.call("PUT /routes/:routeCode/steps", {
    routeCode,
    version,
    steps: places.map(({ op }) => ({ operationId: ids.get(op) })),
  });
  for (const [index, { code, type }] of places.entries())
    await demo.call("PUT /execution-configs", {
      scope: "STEP",
      stepId: steps[index].id,
      stationType: type,
      allowedStationIds: [stationIds.get(code)],
      ...(type === "MANUAL" ? {} : { ingestMapping: mappings[type] }),
    });
  await demo.call("POST /routes/:routeCode/compile", { routeCode });
  demo.wait(60);
}

async function operationIds(demo: DemoCaller): Promise<Map<string, string>> {
  const rows = await demo.platform.db.read
    .selectFrom("plant_operation")
    .select(["code", "id"])
    .execute();
  return new Map(rows.map((row) => [row.code, row.id]));
}
