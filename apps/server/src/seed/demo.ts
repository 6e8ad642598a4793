import { addMinutes, toMs } from "@lineside/domain/kernel";
import { allSubscribers, ensureShipped } from "../app.ts";
import { createUser } from "../modules/auth/index.ts";
import type { Platform } from "../platform/platform.ts";
import { DemoCaller } from "./demo-caller.ts";
import { minutesOfWashing, seedWaitingForWash } from "./demo-clocks.ts";
import { seedEquipment } from "./demo-equipment.ts";
import { seedForms } from "./demo-forms.ts";
import { machineOperator, seedMachines } from "./demo-machines.ts";
import { seedPaste } from "./demo-paste.ts";
import {
  demoCaptureItems,
  demoDefectCodes,
  demoGroups,
  demoLines,
  demoOperations,
  demoPassword,
  demoProducts,
  demoRoutes,
  demoShifts,
  demoStations,
  demoUsers,
} from "./demo-plant.ts";
import { seedProduction } from "./demo-production.ts";
import { seedReadiness } from "./demo-readiness.ts";

export interface DemoSignIn {
  username: string;
  password: string;
  role: string;
}

type Ids = Map<string, string>;

/** As long as the demo's boards take, so that the line looks as if it were running now. */
const minutesOfProduction = 63;

/** Fills an empty database with the demo factory; returns who can sign in. */
export async function seedDemo(platform: Platform): Promise<DemoSignIn[]> {
  const now = platform.clock.now();
  const start = addMinutes(now, -minutesOfWashing);
  // What a scan starts, e.g. a clock, it starts in the demo too.
  platform.subscribers.register(allSubscribers(platform));
  const demo = new DemoCaller(platform, start);
  await ensureShipped(platform);
  const lines = await seedAll(demo, "/lines", [...demoLines]);
  const groups = await seedAll(demo, "/station-groups", demoGroups);
  const stations = await seedAll(
    demo,
    "/stations",
    demoStations.map(({ line, group, ...station }) => ({
      ...station,
      stationType: "MANUAL",
      lineId: lines.get(line),
      groupId: group ? groups.get(group) : null,
    })),
  );
  const operations = await seedAll(
    demo,
    "/operations",
    demoOperations.map(({ type, ...operation }) => ({ ...operation, processType: type })),
  );
  const products = await seedAll(demo, "/products", [...demoProducts]);
  await seedAll(demo, "/shifts", demoShifts);
  await seedDefectCodes(demo);
  await seedCaptureItems(demo, operations);
  await seedRoutes(demo, { operations, products, stations, groups });
  await seedUsers(platform, { lines, stations });
  await seedEquipment(platform, now);
  await seedPaste(platform, now);
  await seedForms(platform, now);
  await seedWaitingForWash(demo, toMs(now));
  demo.waitUntil(addMinutes(now, -minutesOfProduction));
  await seedProduction(demo, toMs(now));
  await seedReadiness(platform, now);
  await seedMachines(platform, now);
  return [...demoUsers, machineOperator].map(({ username, role }) => ({
    username,
    password: demoPassword,
    role,
  }));
}

async function seedAll(demo: DemoCaller, path: string, rows: { code: string }[]): Promise<Ids> {
  const ids: Ids = new Map();
  for (const row of rows) ids.set(row.code, (await demo.call(`POST ${path}`, row)).id);
  return ids;
}

async function seedDefectCodes(demo: DemoCaller): Promise<void> {
  for (const [index, row] of demoDefectCodes.entries()) {
    const [code, name, nameZh, processType, severity] = row;
    const rank = (index + 1) * 10;
    await demo.call("POST /defect-codes", { code, name, nameZh, processType, severity, rank });
  }
}

async function seedCaptureItems(demo: DemoCaller, operations: Ids): Promise<void> {
  for (const [index, item] of demoCaptureItems.entries())
    await demo.call("POST /capture-items", {
      operationId: operations.get(item.op),
      code: item.code,
      name: item.name,
      nameZh: item.nameZh,
      dataType: "NUMBER",
      unit: item.unit,
      lowerLimit: item.lower,
      upperLimit: item.upper,
      isRequired: item.required,
      onBreach: item.onBreach,
      sequence: index * 10,
    });
}

async function seedRoutes(
  demo: DemoCaller,
  ids: { operations: Ids; products: Ids; stations: Ids; groups: Ids },
): Promise<void> {
  await demo.call("PUT /execution-configs", { scope: "GLOBAL", stationType: "MANUAL" });
  for (const route of demoRoutes) {
    const { code, name, processType } = route;
    const productId = ids.products.get(route.product);
    const made = await demo.call("POST /routes", { code, name, processType, productId });
    const { steps } = await demo.call("PUT /routes/:routeCode/steps", {
      routeCode: code,
      version: made.version,
      steps: route.steps.map((step) => ({ operationId: ids.operations.get(step.op) })),
    });
    for (const [index, step] of route.steps.entries())
      await demo.call("PUT /execution-configs", {
        scope: "STEP",
        stepId: steps[index].id,
        ...("group" in step
          ? { stationGroupId: ids.groups.get(step.group) }
          : { allowedStationIds: step.stations.map((station) => ids.stations.get(station)) }),
        ...("program" in step ? { expectedProgram: step.program } : {}),
      });
    await demo.call("POST /routes/:routeCode/compile", { routeCode: code });
    demo.wait(60);
  }
}

async function seedUsers(platform: Platform, ids: { lines: Ids; stations: Ids }): Promise<void> {
  for (const user of demoUsers)
    await createUser(platform, {
      username: user.username,
      name: user.name,
      password: demoPassword,
      roles: [user.role],
      lineIds: "lines" in user ? [...ids.lines.values()] : [],
      stationIds: "stations" in user ? [...ids.stations.values()] : [],
      badge: "badge" in user ? user.badge : null,
      pin: "pin" in user ? user.pin : null,
    });
}
