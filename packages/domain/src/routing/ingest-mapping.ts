import { z } from "zod";
import type { StationType } from "../plant/index.ts";
import { isPath } from "./event-path.ts";

/** The kinds of station whose work is reported by events. */
export const machineStationTypes = ["AUTO", "TEST", "BATCH"] as const;
export type MachineStationType = (typeof machineStationTypes)[number];
export const batchPolicies = ["ALL_OR_NOTHING", "PARTIAL"] as const;
/**
 * What moves a unit of a machine that speaks CFX: its verdict inside a started and completed piece of
 * work, the completed work itself, or the verdict alone (no work is reported around it).
 */
export const cfxModes = ["PAIRED_RESULT", "PAIRED_COMPLETED", "RESULT_ALONE"] as const;

const zPath = z.string().trim().min(1).max(200).refine(isPath, { error: "PATH_INVALID" });
const zWords = z.array(z.string().trim().min(1).max(60)).max(20);

/**
 * How the events of a step's machine are read: where in the event stands what, and which words mean
 * pass and fail (domain.md 4.6.2). Paths begin at the event (`payload.sn`); the paths inside a list
 * begin at its element (`name`). What a station type needs is checked by the compile.
 */
export const ingestMappingSchema = z.object({
  /** When given it must be the step's station type. */
  eventType: z.enum(machineStationTypes).optional(),
  occurredAtPath: zPath.optional(),
  stationCodePath: zPath.optional(),
  lineCodePath: zPath.optional(),
  snPath: zPath.optional(),
  snListPath: zPath.optional(),
  carrierCodePath: zPath.optional(),
  testResultIdPath: zPath.optional(),
  /** Values compare as text, trimmed and case-sensitive; true is `true`, 1 is `1`. */
  result: z.object({ path: zPath, passValues: zWords.min(1), failValues: zWords.min(1) }),
  measurements: z
    .object({
      itemsPath: zPath,
      namePath: zPath,
      valuePath: zPath,
      unitPath: zPath.optional(),
      judgePath: zPath.optional(),
    })
    .optional(),
  /** The machine's name of a measurement → our capture item. A name that is a code needs no entry. */
  dataSpecMap: z
    .record(z.string().trim().min(1).max(200), z.string().trim().min(1).max(64))
    .optional(),
  defects: z
    .object({
      itemsPath: zPath,
      codePath: zPath,
      locationPath: zPath.optional(),
      remarkPath: zPath.optional(),
    })
    .optional(),
  /** The result of each unit of a batch. */
  units: z.object({ itemsPath: zPath, snPath: zPath, resultPath: zPath }).optional(),
  batchPolicy: z.enum(batchPolicies).default("ALL_OR_NOTHING"),
  cfx: z.object({ mode: z.enum(cfxModes) }).optional(),
});

export type IngestMapping = z.output<typeof ingestMappingSchema>;
export type BatchPolicy = (typeof batchPolicies)[number];
export type CfxMode = (typeof cfxModes)[number];

export function isMachineType(type: StationType | null): type is MachineStationType {
  return (machineStationTypes as readonly (string | null)[]).includes(type);
}

/** The mapping of a sender that uses our own words; what an engineer starts from. */
export function standardMapping(stationType: MachineStationType): IngestMapping {
  const common = {
    occurredAtPath: "occurredAt",
    stationCodePath: "payload.station",
    result: { path: "payload.result", passValues: ["PASS"], failValues: ["FAIL"] },
    measurements: {
      itemsPath: "payload.measurements[*]",
      namePath: "name",
      valuePath: "value",
      unitPath: "unit",
      judgePath: "judge",
    },
    defects: {
      itemsPath: "payload.defects[*]",
      codePath: "code",
      locationPath: "location",
      remarkPath: "remark",
    },
    batchPolicy: "ALL_OR_NOTHING" as const,
  };
  switch (stationType) {
    case "AUTO":
      return { ...common, snPath: "payload.sn" };
    case "TEST":
      return { ...common, snPath: "payload.sn", testResultIdPath: "payload.testResultId" };
    case "BATCH":
      return {
        ...common,
        snListPath: "payload.sns",
        carrierCodePath: "payload.carrier",
        units: { itemsPath: "payload.units[*]", snPath: "sn", resultPath: "result" },
      };
  }
}
