import { afterAll, beforeAll, setDefaultTimeout } from "bun:test";
import { type Binary, startBinary } from "@lineside/testkit/binary";
import { attackKit } from "./attack/kit.fixture.ts";

// Processes and a browser are started here; a loaded machine takes its time over them.
setDefaultTimeout(120_000);

let binary: Binary;
beforeAll(async () => {
  binary = await startBinary({ seed: true, env: { APP_LOG_LEVEL: "debug" } });
});
afterAll(() => binary?.dispose());

attackKit(() => binary);
