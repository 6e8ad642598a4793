import { describe, expect, test } from "bun:test";
import { extract } from "@lineside/domain/ingest";
import { type IngestMapping, standardMapping } from "@lineside/domain/routing";
import { type EventFacts, eventFor } from "./event-payload.ts";
import type { SimStep } from "./line.ts";
import type { Visit } from "./model.ts";

const volume = {
  id: "i1",
  code: "VOLUME",
  name: "Volume",
  nameZh: "体积",
  dataType: "NUMBER" as const,
  unit: "%",
  lowerLimit: 70,
  upperLimit: 130,
  target: null,
  choices: null,
  isRequired: true,
  onBreach: "ALARM" as const,
};

const failed: Visit = {
  seconds: 1,
  result: "FAIL",
  values: [{ item: volume, value: 66.5 }],
  defect: { code: "M12", location: "U5" },
};

function facts(type: SimStep["type"], over: Partial<EventFacts> = {}): EventFacts {
  const step: SimStep = {
    stepNo: 10,
    name: "SPI",
    type,
    traits: [],
    stations: [],
    items: [volume],
    mapping: null,
    program: null,
  };
  return {
    step,
    stationCode: "SPI-1",
    lineCode: "SMT-A",
    runNo: "RUN-1",
    sourceSystem: "SIMULATOR",
    dedupeKey: "k",
    occurredAt: "2026-11-22T04:00:00.000Z",
    sns: ["SN-1"],
    carrierNo: null,
    testResultId: null,
    visit: failed,
    units: [],
    ...over,
  };
}

/** What the server's own reader takes from the event. */
function readBack(given: EventFacts, mapping: IngestMapping) {
  const event = { ...eventFor(given, mapping), receivedAt: "", timezone: "Asia/Shanghai" };
  const read = extract(mapping, event as never, { captureItems: [volume] });
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  return read.value;
}

describe("eventFor", () => {
  test("the standard mapping reads what the simulator writes", () => {
    const read = readBack(facts("TEST", { testResultId: "T-1" }), standardMapping("TEST"));
    expect(read).toMatchObject({
      sns: ["SN-1"],
      stationCode: "SPI-1",
      result: "FAIL",
      testResultId: "T-1",
      occurredAt: "2026-11-22T04:00:00.000Z",
      captures: [{ code: "VOLUME", value: 66.5 }],
      flags: [],
    });
    expect(read.defects).toMatchObject([{ code: "M12", location: "U5" }]);
  });
  test("a machine's own words and places are taken from the mapping", () => {
    const mapping: IngestMapping = {
      ...standardMapping("AUTO"),
      occurredAtPath: "payload.head.time",
      snPath: "payload.boards[0].barcode",
      stationCodePath: "payload.head.machine",
      result: { path: "payload.boards[0].verdict", passValues: ["OK"], failValues: ["NG"] },
      measurements: {
        itemsPath: "payload.boards[0].values[*]",
        namePath: "id.text",
        valuePath: "v",
        unitPath: "u",
      },
      dataSpecMap: { "Vol [%]": "VOLUME" },
    };
    const event = eventFor(facts("AUTO"), mapping);
    expect(event).toMatchObject({
      payload: {
        head: { machine: "SPI-1" },
        boards: [
          {
            barcode: "SN-1",
            verdict: "NG",
            values: [{ id: { text: "Vol [%]" }, v: 66.5, u: "%" }],
          },
        ],
      },
    });
    expect(readBack(facts("AUTO"), mapping)).toMatchObject({
      result: "FAIL",
      captures: [{ code: "VOLUME", value: 66.5 }],
    });
  });
  test("a batch names its carrier, its boards and the result of each", () => {
    const sns = ["SN-1", "SN-2"];
    const units = [
      { sn: "SN-1", result: "PASS" as const },
      { sn: "SN-2", result: "FAIL" as const },
    ];
    const visit = { ...failed, defect: null };
    const batch = facts("BATCH", { sns, units, visit, carrierNo: "C-1" });
    const mapping = { ...standardMapping("BATCH"), batchPolicy: "PARTIAL" as const };
    expect(readBack(batch, mapping)).toMatchObject({
      carrierNo: "C-1",
      sns,
      units,
      result: "FAIL",
    });
  });
  test("a list of objects may hold the serial numbers", () => {
    const mapping: IngestMapping = {
      ...standardMapping("BATCH"),
      units: undefined,
      snListPath: "payload.boards[*].sn",
    };
    const batch = facts("BATCH", { sns: ["SN-1", "SN-2"], carrierNo: "C-1" });
    expect(readBack(batch, mapping).sns).toEqual(["SN-1", "SN-2"]);
  });
});
