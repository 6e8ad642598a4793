import { describe, expect, test } from "bun:test";
import { type CfxEnvelope, readEnvelope } from "./envelope.ts";
import { secondsOf } from "./fields.ts";
import { businessKeyOf, dedupeKeyOf, occurredAtOf, transactionIdOf } from "./identity.ts";
import {
  endpointNewsOf,
  faultEndOf,
  faultOf,
  machineStateOf,
  stateChangeOf,
} from "./machine-messages.ts";
import { cfxNames } from "./messages.ts";
import { cfxSamples, enveloped, sampleBody } from "./samples.fixture.ts";
import {
  isExpectedProgram,
  operatorOf,
  recipeOf,
  recipeText,
  unitsNamed,
  unitsOf,
} from "./units.ts";

function envelopeOf(messageName: string, body: unknown, more: object = {}): CfxEnvelope {
  const read = readEnvelope(enveloped(messageName, body, more));
  if (!read.ok) throw new Error(read.refusal.code);
  return read.value;
}
const hashOf = (text: string) => String(Bun.hash(text));
const keyOf = (messageName: string, body: unknown, more: object = {}) =>
  businessKeyOf(envelopeOf(messageName, body, more), hashOf);

describe("what an event is known by", () => {
  test("its unique id, else its content in whatever order", () => {
    const body = { A: 1, B: [{ C: 2, D: 3 }] };
    const turned = { B: [{ D: 3, C: 2 }], A: 1 };
    const none = { UniqueID: null };
    const key = (given: object, more: object = {}) =>
      dedupeKeyOf(envelopeOf(cfxNames.workStarted, given, more), hashOf);
    expect(key(body)).toBe("f3b2c8ec-50b7-4c63-9cb3-2ed57c01880f");
    expect(key(body, none)).toBe(key(turned, none));
    expect(key(body, none)).not.toBe(key({ A: 2 }, none));
  });

  test("TransactionID or TransactionId", () => {
    for (const { body, messageName, file } of cfxSamples) {
      const own = Object.entries(body).find(([key]) => /^transactionid$/i.test(key))?.[1] ?? null;
      expect([file, transactionIdOf(envelopeOf(messageName, body))]).toEqual([file, own as string]);
    }
  });

  test("its business: a transaction starts once, a fault occurs once", () => {
    const again = { UniqueID: "another", TimeStamp: "2026-11-22T10:00:00Z" };
    // biome-ignore format: one row per message
    const same: [string, boolean][] = [
      [cfxNames.workStarted,         true],
      [cfxNames.workCompleted,       true],
      [cfxNames.workStageStarted,    true],
      [cfxNames.workStagePaused,     false],
      [cfxNames.unitsTested,         true],
      [cfxNames.unitsProcessed,      true],
      [cfxNames.faultOccurred,       true],
      [cfxNames.faultCleared,        true],
      ["CFX.Production.Assembly.MaterialsInstalled", true],
    ];
    for (const [name, isSame] of same) {
      const [first, second] = [keyOf(name, sampleBody(name)), keyOf(name, sampleBody(name), again)];
      expect([name, first !== null && first === second]).toEqual([name, isSame]);
    }
    for (const name of [cfxNames.heartbeat, cfxNames.stationStateChanged, cfxNames.unitsArrived])
      expect(keyOf(name, sampleBody(name))).toBeNull();
    const tested = sampleBody(cfxNames.unitsTested);
    expect(keyOf(cfxNames.unitsTested, { ...tested, TestMethod: "FCT" })).not.toBe(
      keyOf(cfxNames.unitsTested, tested),
    );
    expect(keyOf(cfxNames.workStarted, { TransactionID: null })).toBeNull();
  });

  test("its time: seven digits, a zone or the plant's", () => {
    // biome-ignore format: one row per way of writing
    const times: [string | null, unknown][] = [
      ["2018-03-26T16:52:25.3769532-04:00", { at: "2018-03-26T20:52:25.376Z", isZoneAssumed: false }],
      ["2018-03-26T16:52:25.3769532",       { at: "2018-03-26T08:52:25.376Z", isZoneAssumed: true }],
      [null,                                { at: null, isZoneAssumed: false }],
      ["yesterday",                         null],
    ];
    for (const [timeStamp, expected] of times)
      expect(occurredAtOf({ timeStamp }, "Asia/Shanghai")).toEqual(expected as never);
  });
});

describe("the boards a message names", () => {
  // biome-ignore format: one row per way of naming
  const named: [string, object, [string, number | null][]][] = [
    ["places of a carrier", sampleBody(cfxNames.workStarted),                                        [["CARRIER5566", 1], ["CARRIER5566", 2]]],
    ["one identifier",      { PrimaryIdentifier: "SN1", Units: [] },                                 [["SN1", null]]],
    ["places only",         { PrimaryIdentifier: "P1", Units: [{ PositionNumber: 2 }] },             [["P1", 2]]],
    ["no places",           { Units: [{ UnitIdentifier: "SN1", PositionNumber: 0 }] },               [["SN1", null]]],
    ["the same twice",      { Units: [{ UnitIdentifier: "SN1" }, { unitidentifier: "SN1" }] },       [["SN1", null]]],
    ["none",                sampleBody(cfxNames.workCompleted),                                      []],
    ["nonsense",            { Units: "two", PrimaryIdentifier: { a: 1 } },                           []],
  ];
  test.each(named)("%s", (_, body, expected) => {
    expect(
      unitsOf(body as never).map(({ identifier, position }) => [identifier, position]),
    ).toEqual(expected as never);
  });

  test("in lists of material and tools, too", () => {
    for (const name of ["CFX.Production.Assembly.MaterialsInstalled", "CFX.Production.ToolsUsed"])
      expect(unitsNamed(sampleBody(name))).toEqual([
        { identifier: "PANEL23423432", position: 1 },
        { identifier: "PANEL23423432", position: 2 },
      ]);
  });
});

test("the program of the route is the machine's, with or without its revision", () => {
  const running = recipeText(recipeOf(sampleBody(cfxNames.recipeModified))!);
  expect(running).toBe("RECIPE3234 D");
  // biome-ignore format: one row per program
  const programs: [string, boolean][] = [
    ["RECIPE3234",       true],
    ["recipe3234",       true],
    ["RECIPE3234:D",     true],
    ["RECIPE3234_D.prg", true],
    ["RECIPE3234 E",     false],
    ["RECIPE32",         false],
    ["RECIPE3234-D-X",   false],
  ];
  for (const [expected, is] of programs)
    expect([expected, isExpectedProgram(expected, running)]).toEqual([expected, is]);
});

describe("a machine's own news", () => {
  // biome-ignore format: one row per state
  const states: [unknown, unknown][] = [
    [1100,                    ["PRD_RegularWork", "RUNNING"]],
    ["2200",                  ["SBY_NoProduct", "IDLE"]],
    ["USD_Repair",            ["USD_Repair", "DOWN"]],
    ["PRD_REGULARWORK",       ["PRD_RegularWork", "RUNNING"]],
    [4500,                    ["SDT_Setup", "SETUP"]],
    [4300,                    ["SDT_PreventiveMaintenance", "DOWN"]],
    [3000,                    ["ENG", "SETUP"]],
    [6100,                    ["NST_UnworkedShifts", "OFF"]],
    [1150,                    ["1150", "RUNNING"]],
    [7000,                    null],
    ["busy",                  null],
    [null,                    null],
  ];
  test.each(states)("state %p", (given, expected) => {
    const read = machineStateOf(given);
    expect(read && [read.state, read.category]).toEqual(expected as never);
  });

  test("what it did before, and for how long", () => {
    const envelope = envelopeOf(
      cfxNames.stationStateChanged,
      sampleBody(cfxNames.stationStateChanged),
    );
    expect(stateChangeOf(envelope)).toEqual({
      state: "PRD_RegularWork",
      category: "RUNNING",
      before: { state: "SBY_NoProduct", category: "IDLE" },
      beforeSeconds: 85,
      faultCode: null,
    });
  });

  test("a fault, acknowledged and cleared", () => {
    const fault = faultOf(envelopeOf(cfxNames.faultOccurred, sampleBody(cfxNames.faultOccurred)));
    expect(fault).toEqual({
      occurrenceId: "ea170e0a-43fb-4b02-af2c-928a8401dd51",
      code: "ERROR 3943480",
      cause: "MechanicalFailure",
      severity: "Error",
      description: null,
      lane: null,
      stage: null,
      occurredAt: "2018-10-31T15:13:31.0083597-04:00",
    });
    const cleared = envelopeOf(cfxNames.faultCleared, sampleBody(cfxNames.faultCleared));
    expect(faultEndOf(cleared)).toEqual({
      occurrenceId: "22ac3c8a-9e6d-42f8-85b2-f51bf2224ecc",
      by: "John Doe",
    });
    expect(faultOf(envelopeOf(cfxNames.faultOccurred, {}))).toBeNull();
  });

  test("how often it beats", () => {
    const beat = (body: object) =>
      endpointNewsOf(envelopeOf(cfxNames.heartbeat, body)).heartbeatSeconds;
    expect(beat(sampleBody(cfxNames.heartbeat))).toBe(60);
    expect(beat({ HeartbeatFrequency: "00:00:00" })).toBeNull();
    expect(beat({ heartbeatfrequency: "00:05:00" })).toBe(300);
    expect(secondsOf({ T: "6.00:00:00" }, "T")).toBe(518_400);
    expect(secondsOf({ T: "soon" }, "T")).toBeNull();
  });

  test("who works at it", () => {
    expect(operatorOf(sampleBody(cfxNames.operatorActivated))).toEqual({
      identifier: "42b7a5cc-3bbd-4010-8a01-1c5851b9a2a3",
      loginName: "bill.smith@domain1.com",
      name: "Bill Smith",
    });
    expect(operatorOf({ Operator: {} })).toBeNull();
  });
});

test("no identifier is longer than an index holds", () => {
  const long = "x".repeat(5_000);
  expect(transactionIdOf(envelopeOf(cfxNames.workStarted, { TransactionID: long }))).toBeNull();
  const fault = { Fault: { FaultOccurrenceId: long } };
  const key = keyOf(cfxNames.faultOccurred, fault);
  expect([key, (key ?? "").length < 400]).toEqual([keyOf(cfxNames.faultOccurred, fault), true]);
  expect(key).not.toBe(keyOf(cfxNames.faultOccurred, { Fault: { FaultOccurrenceId: `${long}y` } }));
});
