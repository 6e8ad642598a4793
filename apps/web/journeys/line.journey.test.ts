import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { StationQueue } from "@lineside/domain/execution";
import type { TraceAnswer } from "@lineside/domain/trace";
import { binaryPath } from "@lineside/testkit/binary";
import { type RunningProcess, startProcess } from "@lineside/testkit/process";
import { openStage, type Person, type Stage } from "./stage.ts";
import { StationFloor } from "./station-floor.ts";

setDefaultTimeout(90_000);

/** `lineside simulate` is the machines, a person with a scanner is the hands; one route for both. */
const count = 4;
let stage: Stage;
let operator: Person;
let floor: StationFloor;
let machines: RunningProcess;
let boards: string[];
/** What the person took through packing. */
const packed: string[] = [];

beforeAll(async () => {
  stage = await openStage({ seed: "simulator" });
  operator = await stage.person();
  floor = new StationFloor(operator);
});

afterAll(async () => {
  machines?.kill("SIGKILL");
  await stage?.close();
});

/** Until the condition holds; what the machines said is the reason when it never does. */
async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(machines.output());
    await Bun.sleep(50);
  }
}

const waitingAt = async (station: string) => {
  const path = `/stations/${station}/queue?limit=20`;
  return (await operator.call<StationQueue>("GET", path)).waiting.map(({ sn }) => sn);
};

test("the machines wait for boards of a run, and for people where people work", async () => {
  await operator.signIn("operator3");
  const simulator = stage.binary.simulator;
  boards = (await waitingAt("PRINT-2")).toSorted().slice(0, count);
  const where = ["--url", stage.binary.url, "--run", simulator?.runNo ?? ""];
  const how = ["--boards", String(count), "--manual", "none", "--speed", "0", "--json"];
  machines = startProcess([binaryPath, "simulate", ...where, ...how], {
    env: {
      PATH: process.env.PATH ?? "",
      LINESIDE_USER: simulator?.username ?? "",
      LINESIDE_PASSWORD: simulator?.password ?? "",
      LINESIDE_API_KEY: simulator?.key ?? "",
    },
  });
  await until(() => machines.output().includes(`${count} boards of ${simulator?.runNo}`));
});

test("what is printed by hand goes through inspection, oven and tester by itself", async () => {
  await floor.stand("PRINT-2");
  for (const sn of boards) {
    await floor.passThrough(sn);
    await floor.isClear();
  }
  await floor.stand("PACK-2");
  await until(async () => (await waitingAt("PACK-2")).length > 0);
});

test("and what the tester passes is packed by hand, until the machines have nothing left", async () => {
  let code: number | null = null;
  void machines.exited.then((ended) => {
    code = ended;
  });
  await until(async () => {
    const sn = (await waitingAt("PACK-2")).find((each) => !packed.includes(each));
    if (sn === undefined) return code !== null;
    await floor.finish(sn);
    packed.push(sn);
    return false;
  });
  expect(await machines.exited).toBe(0);
});

test("every board was traced once, by whoever moved it", async () => {
  const json = machines
    .output()
    .split("\n")
    .find((line) => line.startsWith("{"));
  const found = JSON.parse(json ?? "{}");
  expect(found).toMatchObject({ isReconciled: true, problems: [] });
  expect(found.boards).toMatchObject({ sent: count, left: 0, stopped: 0, passed: packed.length });
  expect(packed.length).toBeGreaterThan(0);
  for (const sn of packed) {
    const { unit, tracks } = await operator.call<TraceAnswer>("GET", `/trace/units/${sn}`);
    expect(unit.state).toBe("DONE");
    expect(tracks.map(({ station, source }) => `${station.code} ${source}`)).toEqual([
      "PRINT-2 MANUAL",
      "SPI-2 AUTO",
      "REFLOW-2 BATCH",
      "AOI-2 AUTO",
      "ICT-2 TEST",
      "PACK-2 MANUAL",
    ]);
  }
});

test("nothing went wrong behind the screens", () => {
  expect(stage.faults).toEqual([]);
});
