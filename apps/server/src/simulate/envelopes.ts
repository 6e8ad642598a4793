import { cfxNames } from "@lineside/domain/cfx";
import type { CfxMode } from "@lineside/domain/routing";
import { measurementName } from "./event-payload.ts";
import type { SimStep } from "./line.ts";
import type { Visit } from "./model.ts";

export interface WorkFacts {
  readonly step: SimStep;
  readonly sn: string;
  readonly transactionId: string;
  readonly visit: Visit;
}

/** What a machine tells of one board: name of the message and its body, in the order it happens. */
export interface Told {
  readonly name: string;
  readonly body: Record<string, unknown>;
}

/** Before and while it works on the board. */
export function startOfWork({ step, sn, transactionId }: WorkFacts, mode: CfxMode): Told[] {
  if (mode === "RESULT_ALONE") return [];
  const units = [{ UnitIdentifier: sn, PositionNumber: 1, PositionName: "CIRCUIT1" }];
  const arrived = { PrimaryIdentifier: sn, UnitCount: 1, Units: units, Lane: 1 };
  const recipe = step.program ? { RecipeName: step.program } : {};
  return [
    { name: cfxNames.unitsArrived, body: arrived },
    { name: cfxNames.workStarted, body: { TransactionID: transactionId, ...arrived, ...recipe } },
  ];
}

/** When it is done with it: the verdict where the machine has one, the completion, the departure. */
export function endOfWork(facts: WorkFacts, mode: CfxMode): Told[] {
  const { sn, transactionId, visit } = facts;
  if (mode === "RESULT_ALONE") return [verdictOf(facts)];
  const hasVerdict = mode === "PAIRED_RESULT";
  const isDone = hasVerdict || visit.result === "PASS";
  const completed = { TransactionID: transactionId, Result: isDone ? "Completed" : "Failed" };
  const evidence = hasVerdict || visit.values.length > 0 ? [verdictOf(facts)] : [];
  return [
    ...evidence,
    { name: cfxNames.workCompleted, body: { ...completed, PrimaryIdentifier: sn } },
    { name: cfxNames.unitsDeparted, body: { PrimaryIdentifier: sn, UnitCount: 1, Lane: 1 } },
  ];
}

function verdictOf(facts: WorkFacts): Told {
  const { traits } = facts.step;
  const has = (...wanted: string[]) => wanted.some((trait) => traits.includes(trait));
  if (has("test", "ict", "fct")) return tested(facts);
  if (has("inspection", "spi", "aoi")) return inspected(facts);
  return processed(facts);
}

function inspected(facts: WorkFacts): Told {
  const { step, sn, transactionId, visit } = facts;
  const method = step.traits.includes("spi") ? "SPI" : "AOI";
  const inspection = {
    UniqueIdentifier: `${transactionId}-1`,
    InspectionName: step.name,
    Result: verdict(visit),
    DefectsFound: defectsOf(visit),
    Symptoms: null,
    Measurements: measurementsOf(facts),
  };
  const unit = { UnitIdentifier: sn, UnitPositionNumber: 1, OverallResult: verdict(visit) };
  return {
    name: cfxNames.unitsInspected,
    body: {
      TransactionId: transactionId,
      InspectionMethod: method,
      InspectedUnits: [{ ...unit, Inspections: [inspection] }],
    },
  };
}

function tested(facts: WorkFacts): Told {
  const { step, sn, transactionId, visit } = facts;
  const test = {
    UniqueIdentifier: `${transactionId}-1`,
    TestName: step.name,
    Result: verdict(visit),
    SymptomsFound: [],
    DefectsFound: defectsOf(visit),
    Measurements: measurementsOf(facts),
  };
  const unit = { UnitIdentifier: sn, UnitPositionNumber: 1, OverallResult: verdict(visit) };
  return {
    name: cfxNames.unitsTested,
    body: {
      TransactionId: transactionId,
      TestMethod: step.traits.includes("ict") ? "ICT" : "FCT",
      TestedUnits: [{ ...unit, Tests: [test] }],
    },
  };
}

/** A machine that processes tells its readings by name; the verdict holds for the board. */
function processed({ step, sn, transactionId, visit }: WorkFacts): Told {
  const data = visit.values.map(({ item, value }) => ({
    ReadingType: measurementName(step.mapping, item.code),
    ReadingValue: value,
    ReadingUnits: item.unit,
  }));
  const result = visit.result === "PASS" ? "Succeeded" : "Failed";
  const unit = { UnitIdentifier: sn, UnitPositionNumber: 1, UnitResult: result };
  return {
    name: cfxNames.unitsProcessed,
    body: {
      TransactionId: transactionId,
      OverallResult: result,
      CommonProcessData: { $type: "CFX.Structures.GenericProcessData, CFX", Readings: data },
      UnitProcessData: [unit],
    },
  };
}

const verdict = ({ result }: Visit) => (result === "PASS" ? "Passed" : "Failed");

function defectsOf({ defect }: Visit): object[] {
  if (!defect) return [];
  const { code, location } = defect;
  return [{ DefectCode: code, ComponentOfInterest: { ReferenceDesignator: location } }];
}

function measurementsOf({ step, visit }: WorkFacts): object[] {
  return visit.values.map(({ item, value }, index) => ({
    $type: "CFX.Structures.NumericMeasurement, CFX",
    MeasuredValue: {
      Value: value,
      ValueUnits: item.unit,
      MinimumAcceptableValue: item.lowerLimit,
      MaximumAcceptableValue: item.upperLimit,
    },
    MeasurementName: measurementName(step.mapping, item.code),
    Sequence: index,
  }));
}
