import type { StationType } from "../plant/index.ts";

/** The kinds of station whose work is reported by events. */
export const machineStationTypes = ["AUTO", "TEST", "BATCH"] as const;
export type MachineStationType = (typeof machineStationTypes)[number];
export const batchPolicies = ["ALL_OR_NOTHING", "PARTIAL"] as const;
/**
 * What moves a unit of a machine that speaks CFX: its verdict inside a started and completed piece of
 * work, the completed work itself, or the verdict alone (no work is reported around it).
 */
export const cfxModes = ["PAIRED_RESULT", "PAIRED_COMPLETED", "RESULT_ALONE"] as const;

export type BatchPolicy = (typeof batchPolicies)[number];
export type CfxMode = (typeof cfxModes)[number];

export function isMachineType(type: StationType | null): type is MachineStationType {
  return (machineStationTypes as readonly (string | null)[]).includes(type);
}
