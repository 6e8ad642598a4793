import { describe, expect, test } from "bun:test";
import { convert } from "../ingest/index.ts";
import type { FrozenCaptureItem } from "../routing/index.ts";
import { type CfxEnvelope, readEnvelope } from "./envelope.ts";
import { judgeMeasurements } from "./judge.ts";
import { cfxNames, knownMessage } from "./messages.ts";
import { resultsOf } from "./results.ts";
import { cfxSamples, enveloped, sampleBody } from "./samples.fixture.ts";

function envelopeOf(messageName: string, body: unknown): CfxEnvelope {
  const read = readEnvelope(enveloped(messageName, body));
  if (!read.ok) throw new Error(read.refusal.code);
  return read.value;
}
const sample = (file: string) => {
  const found = cfxSamples.find((each) => each.file === `${file}.json`);
  if (!found) throw new Error(file);
  return resultsOf(envelopeOf(found.messageName, found.body));
};
const values = (measurements: readonly { name: string; value: unknown; unit: string | null }[]) =>
  Object.fromEntries(
    measurements.map(({ name, value, unit }) => [name, unit ? [value, unit] : value]),
  );

describe("UnitsTested", () => {
  const { units, operator, method } = sample(cfxNames.unitsTested);

  test("says the verdict of each place of the panel", () => {
    expect(
      units.map(({ unit, raw, result }) => [unit.identifier, unit.position, raw, result]),
    ).toEqual([
      ["PANEL34543535", 1, "Passed", "PASS"],
      ["PANEL34543535", 2, "Passed", "PASS"],
    ]);
    expect([operator?.identifier, operator?.name, method]).toEqual([
      "BADGE489499",
      "Joseph Smith",
      "Automated",
    ]);
  });

  test("holds the measurements, those of a symptom too, and symptoms as defects", () => {
    expect(values(units[0]!.measurements)).toEqual({
      RESISTANCE_MEASUREMENT_R21: [28300, "Ohm"],
      RESISTANCE_MEASUREMENT_R22: [28.52, "kOhm"],
    });
    const remark = "Resistance Value Out of Tolerance";
    expect(units[0]!.defects).toEqual([
      { code: "RESFAIL2", location: "R22.1", remark },
      { code: "RESFAIL2", location: "R22.2", remark },
    ]);
    expect(units[1]!.defects).toEqual([]);
  });

  test("is judged in our unit, whatever unit it came in", () => {
    const item = (code: string): FrozenCaptureItem => ({
      id: code,
      code,
      name: code,
      nameZh: code,
      dataType: "NUMBER",
      unit: "kOhm",
      lowerLimit: 28,
      upperLimit: 28.4,
      target: null,
      choices: null,
      isRequired: true,
      onBreach: "BLOCK",
    });
    const step = { captureItems: [item("R21"), item("RESISTANCE_MEASUREMENT_R22")] };
    const judged = judgeMeasurements(units[0]!.measurements, step, {
      RESISTANCE_MEASUREMENT_R21: "R21",
    });
    expect(judged).toMatchObject({
      ok: true,
      value: {
        captures: [
          { code: "R21", value: 28.3 },
          { code: "RESISTANCE_MEASUREMENT_R22", value: 28.52 },
        ],
        // R22 is 28.52 kOhm of 28.4 at most, and its sender says Passed.
        flags: ["UNIT_CONVERTED", "CONTRADICTION"],
        measurements: [
          { raw: 28300, value: 28.3, senderJudge: "PASS", judgement: "PASS" },
          { raw: 28.52, value: 28.52, senderJudge: "PASS", judgement: "FAIL" },
        ],
      },
    });
    expect(convert(28300, "Ohm", "kOhm")).toEqual({ ok: true, value: 28.3 });
    const volts = judgeMeasurements([{ name: "R21", value: 5, unit: "V", judge: null }], step);
    expect(volts).toMatchObject({
      ok: false,
      refusal: { code: "UNIT_INCOMPATIBLE", context: { item: "R21", from: "V", to: "kOhm" } },
    });
    const twice = [28.9, 28.2].map((value) => ({ name: "R21", value, unit: "kOhm", judge: null }));
    expect(judgeMeasurements(twice, step)).toMatchObject({
      ok: true,
      value: { captures: [{ code: "R21", value: 28.9 }] },
    });
    const unknown = judgeMeasurements([{ name: "C9", value: 1, unit: null, judge: null }], step);
    expect(unknown).toMatchObject({
      ok: true,
      value: { flags: ["UNMAPPED_MEASUREMENT"], captures: [] },
    });
  });
});

describe("UnitsInspected", () => {
  test("holds the defects with their reference designators", () => {
    const { units, method } = sample(cfxNames.unitsInspected);
    expect(method).toBe("AOI");
    expect(units[1]).toMatchObject({ raw: "Failed", result: "FAIL" });
    expect(units[1]!.defects.map(({ code, location }) => [code, location])).toEqual([
      ["ISFSLD112", "R22.1"],
      ["TMBSTN211", "R22"],
      ["SCR23443", null],
    ]);
    expect(units[0]!.defects).toEqual([]);
  });

  test("names offsets by component and direction", () => {
    const { units } = sample(`${cfxNames.unitsInspected}.3`);
    expect(values(units[0]!.measurements)).toMatchObject({ "R1.DX": 0.02, "R4.RZY": 0.15 });
    expect(units[0]!.measurements).toHaveLength(24);
  });

  test("a defect that a verification passed is none", () => {
    const body = structuredClone(sampleBody(cfxNames.unitsInspected)) as {
      InspectedUnits: { Inspections: { Result: string }[] }[];
    };
    for (const inspection of body.InspectedUnits[1]!.Inspections) inspection.Result = "Passed";
    expect(resultsOf(envelopeOf(cfxNames.unitsInspected, body)).units[1]!.defects).toEqual([]);
  });
});

describe("UnitsProcessed", () => {
  test("of an oven: zones, readings and set-points under the machine's words", () => {
    const { overall, units } = sample(cfxNames.unitsProcessed);
    expect(overall.result).toBe("PASS");
    expect(values(overall.measurements)).toMatchObject({
      ConveyorSpeed: 60,
      "Zone1.Top.Temperature": 221,
      "Zone1.Top.Temperature.Setpoint": 220,
      "Zone3.WholeZone.O2.Setpoint": 500,
    });
    expect(units).toEqual([]);
  });

  // biome-ignore format: one row per machine
  const machines: [string, number, Record<string, unknown>][] = [
    ["coating",          2, { FluidVolume: 1.1, FluidPressure: 32.5 }],
    ["selective solder", 4, { Cycle_Time: [104.2, "s"], Nitrogen_Purity: 15, "Zone1.Top_Preheater_Temp": 109, "Zone3.Bath_Wave_Enabled": true }],
    ["cleaning",         6, { CleaningTimeActual: 200, "Wash.FlowRateMax": 20, "Wash.FlowRateMin": 4 }],
  ];
  test.each(machines)("of %s", (_, file, expected) => {
    const { units, overall } = sample(`${cfxNames.unitsProcessed}.${file}`);
    expect(values((units[0] ?? overall).measurements)).toMatchObject(expected);
  });
});

test("a result that is neither passed nor failed is no verdict", () => {
  const body = {
    TransactionId: "1",
    TestedUnits: [{ UnitIdentifier: "SN1", OverallResult: "Error" }],
  };
  const [unit] = resultsOf(envelopeOf(cfxNames.unitsTested, body)).units;
  expect(unit).toMatchObject({ raw: "Error", result: null });
});

test("every sample of a result is read, also in lower case and without its $type", () => {
  for (const { messageName, body } of cfxSamples) {
    if (knownMessage(messageName)?.act !== "RESULT") continue;
    const lower = JSON.parse(
      JSON.stringify(body).replace(/"([A-Za-z_$]+)":/g, (_, key) =>
        key === "$type" ? '"ignored":' : `"${key[0].toLowerCase()}${key.slice(1)}":`,
      ),
    );
    const [as, is] = [envelopeOf(messageName, lower), envelopeOf(messageName, body)].map(resultsOf);
    expect(as!.units.map(({ unit, result }) => [unit, result])).toEqual(
      is!.units.map(({ unit, result }) => [unit, result]),
    );
    expect(as!.units.map(({ measurements }) => measurements.length)).toEqual(
      is!.units.map(({ measurements }) => measurements.length),
    );
  }
});
