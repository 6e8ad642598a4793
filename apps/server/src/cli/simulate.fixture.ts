import type { Dialect } from "@lineside/db";
import { standardMapping } from "@lineside/domain/routing";
import { type Binary, binaryPath } from "@lineside/testkit/binary";
import { freshDatabase } from "@lineside/testkit/database";
import { makePlant, makeRun, type TestStep } from "@lineside/testkit/factory";
import { freePort, startProcess } from "@lineside/testkit/process";
import { newApiKey } from "../platform/auth/api-keys.ts";
import type { Reconciliation } from "../simulate/reconcile.ts";
import { makePeople, password } from "./floor.fixture.ts";

const at = "2026-11-22T01:00:00.000Z";

const values = (count: number, unit: string) =>
  Array.from({ length: count }, (_, index) => ({
    code: `V${index + 1}`,
    unit,
    lowerLimit: 90,
    upperLimit: 110,
    isRequired: true,
    onBreach: "BLOCK" as const,
  }));

const auto = standardMapping("AUTO");
const batch = standardMapping("BATCH");

/** Every kind of step and every way a machine tells of its work, in one route. */
const steps: TestStep[] = [
  { code: "LABEL", stationType: "AUTO", traits: [] },
  {
    code: "PRINT",
    stationType: "AUTO",
    traits: ["print"],
    ingestMapping: { ...auto, cfx: { mode: "PAIRED_COMPLETED" } },
  },
  {
    code: "SPI",
    stationType: "AUTO",
    traits: ["spi", "inspection"],
    captureItems: values(4, "%"),
    ingestMapping: { ...auto, cfx: { mode: "PAIRED_RESULT" } },
  },
  { code: "HAND", traits: ["insertion"] },
  {
    code: "REFLOW",
    stationType: "BATCH",
    traits: ["reflow"],
    captureItems: values(2, "°C"),
    ingestMapping: batch,
  },
  {
    code: "AOI",
    stationType: "AUTO",
    traits: ["aoi", "inspection"],
    ingestMapping: { ...auto, cfx: { mode: "RESULT_ALONE" } },
  },
  { code: "ICT", stationType: "TEST", traits: ["ict", "test"], captureItems: values(20, "Ohm") },
  {
    code: "WASH",
    stationType: "BATCH",
    traits: ["wash"],
    ingestMapping: { ...batch, batchPolicy: "PARTIAL" },
  },
  { code: "PACK", traits: ["touchUp"] },
];

export interface MixedFloor {
  env: Record<string, string>;
  /** Where the binary listens for AMQP. */
  amqp: string;
  runNo: string;
  key: string;
  dispose(): Promise<void>;
}

/** A mixed line with an open run, its machines' key and somebody who may do everything. */
export async function makeMixedFloor(dialect: Dialect, units: number): Promise<MixedFloor> {
  const { url, db, dispose } = await freshDatabase(dialect);
  const amqpPort = String(await freePort());
  const env = {
    APP_AMQP_PORT: amqpPort,
    DATABASE_URL: url,
    APP_SECRET: "a-secret-that-every-node-and-start-shares",
    APP_WEB_MODE: "off",
  };
  const plant = await makePlant(db, { steps });
  const run = await makeRun(db, plant, { units, planQty: units });
  const { lineId, stationIds } = plant;
  const roles = ["line_leader", "engineer"];
  await makePeople(db, env, [{ username: "chief", roles, stationIds, lineIds: [lineId] }]);
  const { key, prefix, hash } = newApiKey();
  await db.unit(async ({ k }) => {
    const row = { id: Bun.randomUUIDv7(), name: "machines", prefix, keyHash: hash };
    const rate = { ratePerMinute: 1_000_000, createdAt: at, createdByName: "test" };
    await k
      .insertInto("auth_api_key")
      .values({ ...row, ...rate })
      .execute();
  });
  // The binary takes the lock of a SQLite file.
  await db.close();
  return { env, amqp: `127.0.0.1:${amqpPort}`, runNo: run.runNo, key, dispose };
}

export interface SimulatedRun extends Reconciliation {
  isReconciled: boolean;
}

/** Starts `lineside simulate` against a server; its words come back when it ends. */
export function startSimulator(binary: Binary, floor: MixedFloor, words: string[]) {
  const given = ["--url", binary.url, "--amqp", floor.amqp, "--run", floor.runNo];
  return startProcess([binaryPath, "simulate", ...given, "--speed", "0", "--json", ...words], {
    env: {
      PATH: process.env.PATH ?? "",
      LINESIDE_API_KEY: floor.key,
      LINESIDE_USER: "chief",
      LINESIDE_PASSWORD: password,
    },
  });
}

/** The reconciliation among the lines it printed. */
export function readOutcome(output: string): SimulatedRun {
  const line = output.split("\n").find((each) => each.startsWith("{"));
  if (!line) throw new Error(`the simulator printed no reconciliation:\n${output}`);
  return JSON.parse(line);
}
