import { describe, expect, test } from "bun:test";
import { changeStatus, type FitnessFacts, fitness } from "./fitness.ts";

const now = "2026-11-22T02:00:00.000Z";
const machine = (over: Partial<FitnessFacts> = {}): FitnessFacts => ({
  code: "REFLOW-1",
  status: "NORMAL",
  statusSince: "2026-11-20T00:00:00.000Z",
  statusReason: null,
  calibrationDueAt: null,
  isActive: true,
  ...over,
});
const told = (result: ReturnType<typeof fitness>) => (result.ok ? "ok" : result.refusal.code);

describe("a machine is fit for production", () => {
  const [later, just] = ["2026-11-22T02:00:00.001Z", now];
  // biome-ignore format: one row per case, in the order of the checks
  test.each([
    ["when it runs",                               machine(),                                                   "ok"],
    ["when it stands by",                          machine({ status: "IDLE" }),                                 "ok"],
    ["while its calibration lasts",                machine({ calibrationDueAt: later }),                        "ok"],
    ["not when it is switched off, whatever else", machine({ isActive: false, status: "DOWN" }),                "EQUIPMENT_SWITCHED_OFF"],
    ["not when it is down",                        machine({ status: "DOWN" }),                                 "EQUIPMENT_NOT_FIT"],
    ["not under repair, calibrated or not",        machine({ status: "REPAIR", calibrationDueAt: just }),       "EQUIPMENT_NOT_FIT"],
    ["not while it is calibrated",                 machine({ status: "CALIBRATION" }),                          "EQUIPMENT_NOT_FIT"],
    ["not from the instant calibration is due",    machine({ calibrationDueAt: just }),                         "EQUIPMENT_CALIBRATION_OVERDUE"],
    ["not on stand-by with calibration overdue",   machine({ status: "IDLE", calibrationDueAt: just }),         "EQUIPMENT_CALIBRATION_OVERDUE"],
  ] as const)("%s", (_, equipment, expected) => expect(told(fitness(equipment, now))).toBe(expected));
});

describe("a change of status", () => {
  // biome-ignore format: one row per case, in the order of the checks
  test.each([
    ["to NORMAL needs no reason",      machine({ status: "DOWN" }),      { status: "NORMAL", reason: null },           "ok"],
    ["to DOWN with a reason",          machine(),                        { status: "DOWN", reason: "belt torn" },      "ok"],
    ["of a machine switched off",      machine({ isActive: false }),     { status: "DOWN", reason: null },             "EQUIPMENT_SWITCHED_OFF"],
    ["to what it is",                  machine({ status: "DOWN" }),      { status: "DOWN", reason: null },             "EQUIPMENT_STATUS_UNCHANGED"],
    ["to DOWN without a reason",       machine(),                        { status: "DOWN", reason: null },             "EQUIPMENT_REASON_REQUIRED"],
    ["to IDLE without a reason",       machine(),                        { status: "IDLE", reason: "" },               "EQUIPMENT_REASON_REQUIRED"],
  ] as const)("%s", (_, ...[equipment, next, expected]) =>
    expect(told(changeStatus(equipment, next))).toBe(expected));
});
