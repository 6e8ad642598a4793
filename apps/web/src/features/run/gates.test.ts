import { expect, test } from "bun:test";
import { gatesOf } from "./gates.ts";
import { bottleneckOf } from "./river.ts";

const none = {
  total: 0,
  queued: 0,
  inStation: 0,
  failed: 0,
  held: 0,
  done: 0,
  scrapped: 0,
  voided: 0,
};
const waiting = { ...none, total: 10, queued: 10 };
const blocked = {
  passed: false,
  findings: [
    {
      check: "ROUTE",
      severity: "BLOCK" as const,
      code: "ROUTE_VERSION_NOT_READY",
      context: {},
      resolvedBy: null,
    },
  ],
};
const run = {
  state: "PREP" as const,
  heldFrom: null,
  gate: { passed: true, findings: [] },
  counts: none,
  planQty: 10,
  unitSource: "GENERATED" as const,
  authorizedAt: null,
};
const at = "2026-11-22T01:00:00.000Z";
const finished = { ...none, total: 10, done: 9, scrapped: 1 };

type GateRun = Parameters<typeof gatesOf>[0];

//  the run is …                     facts                                                prepare    units   authorize  run      close
test.each<[string, Partial<GateRun>, string]>([
  ["cut, without units", {}, "done now ahead ahead ahead"],
  ["cut, route not ready", { gate: blocked }, "blocked ahead ahead ahead ahead"],
  [
    "cut, some units",
    { counts: { ...waiting, total: 4, queued: 4 } },
    "done now ahead ahead ahead",
  ],
  ["cut, all units", { counts: waiting }, "done done now ahead ahead"],
  ["cut, units at first scan", { unitSource: "FIRST_SCAN" }, "done done now ahead ahead"],
  ["authorised without units", { state: "AUTHORIZED" }, "done now done ahead ahead"],
  ["authorised", { state: "AUTHORIZED", counts: waiting }, "done done done now ahead"],
  [
    "held before it began",
    { state: "ON_HOLD", heldFrom: "PREP", counts: waiting },
    "done done held ahead ahead",
  ],
  ["running", { state: "IN_PROGRESS", gate: null, counts: waiting }, "done done done now ahead"],
  [
    "held while running",
    { state: "ON_HOLD", heldFrom: "IN_PROGRESS", gate: null, counts: waiting },
    "done done done held ahead",
  ],
  [
    "running, all made",
    { state: "IN_PROGRESS", gate: null, counts: finished },
    "done done done done now",
  ],
  ["completed", { state: "COMPLETED", gate: null, counts: finished }, "done done done done done"],
  ["cancelled in preparation", { state: "CANCELLED", gate: null }, "done ahead ahead ahead ahead"],
  [
    "cancelled when authorised",
    { state: "CANCELLED", gate: null, authorizedAt: at, counts: waiting },
    "done done done ahead ahead",
  ],
])("gates of a run: %s", (_name, facts, expected) => {
  const gates = gatesOf({ ...run, ...facts });
  const { prepare, units, authorize, run: running, close } = gates;
  expect([prepare, units, authorize, running, close].join(" ")).toBe(expected);
});

const step = (stepNo: number, queued: number, failed = 0) => ({
  stepNo,
  name: `step ${stepNo}`,
  nameZh: "",
  queued,
  inStation: 0,
  failed,
  held: 0,
  passed: 0,
});

test.each([
  ["nothing has begun", [step(10, 60), step(20, 0)], null],
  ["one board waits", [step(10, 5), step(20, 1), step(30, 0)], null],
  ["most wait before step 30", [step(10, 50), step(20, 1), step(30, 6)], 30],
  ["failed boards wait too", [step(10, 0), step(20, 3), step(30, 1, 4)], 30],
  ["two steps alike", [step(10, 0), step(20, 4), step(30, 4)], null],
])("bottleneck: %s", (_name, steps, expected) => {
  expect(bottleneckOf(steps)).toBe(expected);
});
