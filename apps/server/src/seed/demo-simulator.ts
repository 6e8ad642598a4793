import { createUser } from "../modules/auth/index.ts";
import type { Platform } from "../platform/platform.ts";
import { handleOf } from "../simulate/floor.ts";
import { DemoCaller } from "./demo-caller.ts";

/** What `lineside simulate` needs to run the demo's line of machines. */
export interface DemoSimulator {
  username: string;
  password: string;
  key: string;
  runNo: string;
}

const username = "simulator";
const lineCode = "SMT-B";

/** An account and a key of its own, so that the trace tells the simulator's work from people's. */
export async function seedSimulator(platform: Platform): Promise<DemoSimulator> {
  const { read } = platform.db;
  const demo = new DemoCaller(platform, platform.clock.now());
  const line = await read
    .selectFrom("plant_line")
    .select("id")
    .where("code", "=", lineCode)
    .executeTakeFirstOrThrow();
  const stations = await read
    .selectFrom("plant_station")
    .select(["id", "code", "stationType"])
    .where("lineId", "=", line.id)
    .execute();
  const { runNo } = await read
    .selectFrom("work_order_run")
    .select("runNo")
    .where("lineId", "=", line.id)
    .orderBy("createdAt")
    .executeTakeFirstOrThrow();
  const password = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString("base64url");
  await createUser(platform, {
    ...{ username, name: "模拟器 Simulator", password },
    roles: ["line_leader"],
    lineIds: [line.id],
    stationIds: stations.map(({ id }) => id),
    badge: null,
    pin: null,
  });
  for (const { code, stationType } of stations)
    if (stationType === "AUTO" || stationType === "TEST")
      await demo.call("POST /ingest/endpoints", { handle: handleOf(code), stationCode: code });
  const made = await demo.call("POST /api-keys", {
    name: "Simulator of SMT-B",
    lineIds: [line.id],
  });
  return { username, password, key: made.key, runNo };
}
