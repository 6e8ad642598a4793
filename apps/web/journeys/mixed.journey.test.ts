import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { StationQueue } from "@lineside/domain/execution";
import type { TraceAnswer } from "@lineside/domain/trace";
import { openStage, type Person, type Stage } from "./stage.ts";
import { StationFloor } from "./station-floor.ts";

setDefaultTimeout(60_000);

/** Hands at the first and the last station, machines and a tester between: one route, one engine. */
let stage: Stage;
let admin: Person;
let operator: Person;
let floor: StationFloor;
let key: string;
/** One that finishes, one that the tester fails. */
let good: string;
let bad: string;

beforeAll(async () => {
  stage = await openStage({ seed: true });
  admin = await stage.person();
  operator = await stage.person();
  floor = new StationFloor(operator);
});

afterAll(async () => {
  await stage?.close();
});

type EventType = "AUTO" | "BATCH" | "TEST";

let sent = 0;

/** What a machine posts, and what it is told. */
async function report(eventType: EventType, payload: object): Promise<{ state?: string }> {
  sent += 1;
  const answer = await fetch(`${stage.binary.url}/api/ingest/events?mode=sync`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({
      dedupeKey: `journey-${sent}`,
      sourceSystem: "line-b",
      eventType,
      occurredAt: new Date().toISOString(),
      payload,
    }),
  });
  return (await answer.json()) as { state?: string };
}

const measured = (values: Record<string, [value: number, unit: string]>) =>
  Object.entries(values).map(([name, [value, unit]]) => ({ name, value, unit }));

const spi = (sn: string) =>
  report("AUTO", {
    station: "SPI-2",
    sn,
    result: "PASS",
    measurements: measured({ VOLUME: [101, "%"], HEIGHT: [125, "µm"] }),
  });
const aoi = (sn: string) => report("AUTO", { station: "AOI-2", sn, result: "PASS" });

test("an administrator gives the machines a key", async () => {
  await admin.signIn("admin");
  const made = await admin.call<{ key: string }>("POST", "/api-keys", {
    name: "Line B",
    sources: ["line-b"],
  });
  key = made.key;
  expect(key).toStartWith("lsk_");
});

test("an operator prints two boards", async () => {
  await operator.signIn("operator3");
  const queue = await operator.call<StationQueue>("GET", "/stations/PRINT-2/queue?limit=5");
  [good = "", bad = ""] = queue.waiting.map(({ sn }) => sn);
  await floor.stand("PRINT-2");
  for (const sn of [good, bad]) {
    await floor.passThrough(sn);
    await floor.isClear();
  }
});

test("at a machine's station a hand is told where the board belongs now", async () => {
  const { keys, t } = operator;
  await floor.stand("PACK-2");
  await keys.scan(bad);
  const refused = await floor.verdict(t("station:verdict.refused"), bad);
  expect(await refused.textContent()).toContain("SPI-2");
  await keys.press("Escape");
});

test("inspection, oven and tester report by themselves", async () => {
  for (const sn of [good, bad]) expect(await spi(sn)).toMatchObject({ state: "EXECUTED" });
  const oven = await report("BATCH", {
    station: "REFLOW-2",
    carrier: "J-LOT",
    sns: [good, bad],
    result: "PASS",
    measurements: measured({ PEAK_TEMP: [243, "°C"], BELT_SPEED: [95, "cm/min"] }),
  });
  expect(oven).toMatchObject({ state: "EXECUTED" });
  for (const sn of [good, bad]) expect(await aoi(sn)).toMatchObject({ state: "EXECUTED" });
  const ict = (sn: string, result: "PASS" | "FAIL") =>
    report("TEST", {
      station: "ICT-2",
      sn,
      testResultId: `ict-${sn}`,
      result,
      // In the tester's names and units.
      measurements: measured({
        R17: [28_200, "Ω"],
        "3V3 rail": [3_300, "mV"],
        "Idle current": [0.042, "A"],
      }),
    });
  expect(await ict(good, "PASS")).toMatchObject({ state: "EXECUTED" });
  expect(await ict(bad, "FAIL")).toMatchObject({ state: "EXECUTED" });
});

test("the board the machines passed waits for packing, and is finished by hand", async () => {
  const { keys, t } = operator;
  await floor.finish(good);
  await keys.scan(bad);
  const refused = await floor.verdict(t("station:verdict.refused"), bad);
  expect(await refused.textContent()).toContain("UNIT_OUT_FAILED");
});

test("the trace shows hands and machines side by side", async () => {
  const { page, t } = admin;
  const trace = await admin.call<TraceAnswer>("GET", `/trace/units/${good}`);
  expect(trace.tracks.map(({ station, source }) => `${station.code} ${source}`)).toEqual([
    "PRINT-2 MANUAL",
    "SPI-2 AUTO",
    "REFLOW-2 BATCH",
    "AOI-2 AUTO",
    "ICT-2 TEST",
    "PACK-2 MANUAL",
  ]);
  await admin.go(`/trace/${good}`);
  await page.getByText("PACK-2", { exact: false }).first().waitFor();
  for (const word of ["source.AUTO", "source.BATCH", "source.TEST"] as const)
    await page
      .getByText(t(`trace:${word}`))
      .first()
      .waitFor();
  await page.getByText("line-b").first().waitFor();
  await page.getByText("Xu Fang").first().waitFor();
});

test("nothing went wrong behind the screens", () => {
  expect(stage.faults).toEqual([]);
});
