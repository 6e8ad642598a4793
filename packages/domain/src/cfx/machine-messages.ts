import type { MachineCategory } from "../equipment/index.ts";
import type { CfxEnvelope } from "./envelope.ts";
import { fieldOf, largestInteger, numberOf, objectOf, secondsOf, textOf } from "./fields.ts";
import { operatorOf } from "./units.ts";

/** SEMI E10 states by their number, as CFX names them. */
const resourceStates: Readonly<Record<number, string>> = {
  1000: "PRD",
  1100: "PRD_RegularWork",
  1200: "PRD_WorkForThirdParties",
  1300: "PRD_Rework",
  1400: "PRD_Engineering",
  2000: "SBY",
  2100: "SBY_NoOperator",
  2200: "SBY_NoProduct",
  2300: "SBY_NoSupportTool",
  2400: "SBY_AssociatedClusterModuleDown",
  2500: "SBY_NoHost",
  3000: "ENG",
  3100: "ENG_ProcessExperiments",
  3200: "ENG_EquipmentExperiments",
  4000: "SDT",
  4100: "SDT_UserMaintenanceDelay",
  4200: "SDT_SuppliedMaintenanceDelay",
  4300: "SDT_PreventiveMaintenance",
  4400: "SDT_ChangeOfConsumables",
  4500: "SDT_Setup",
  4600: "SDT_ProductionTest",
  4700: "SDT_FacilitiesRelated",
  5000: "USD",
  5100: "USD_UserMaintenanceDelay",
  5200: "USD_SuppliedMaintenanceDelay",
  5300: "USD_Repair",
  5400: "USD_OutOfSpecInputMaterial",
  5500: "USD_ChangeOfConsumables",
  5600: "USD_FacilitiesRelated",
  6000: "NST",
  6100: "NST_UnworkedShifts",
  6200: "NST_EquipmentInstallation",
  6300: "NST_EquipmentModifications",
  6400: "NST_OfflineTraining",
  6500: "NST_ShutdownAndStartup",
};

/** Change of consumables and set-up are planned work on the way to the next board. */
const setup = new Set([4400, 4500]);

/**
 * The time a state belongs to: productive RUNNING, standby IDLE, engineering and planned set-up
 * SETUP, other planned and all unplanned downtime DOWN, unscheduled time OFF. null: no state we know.
 */
export function machineStateOf(
  value: unknown,
): { state: string; category: MachineCategory } | null {
  const number = stateNumber(value);
  if (number === null) return null;
  const name = resourceStates[number] ?? String(number);
  const category = setup.has(number) ? "SETUP" : categories[Math.floor(number / 1000)];
  return category === undefined ? null : { state: name, category };
}

const categories: Readonly<Record<number, MachineCategory>> = {
  1: "RUNNING",
  2: "IDLE",
  3: "SETUP",
  4: "DOWN",
  5: "DOWN",
  6: "OFF",
};

/** Sent as a number, as a text with the number, or by name (`PRD_RegularWork`). */
function stateNumber(value: unknown): number | null {
  if (typeof value === "number") return Number.isInteger(value) ? value : null;
  if (typeof value !== "string") return null;
  const text = value.trim();
  if (/^\d{4}$/.test(text)) return Number(text);
  const wanted = text.toLowerCase();
  const found = Object.entries(resourceStates).find(([, name]) => name.toLowerCase() === wanted);
  return found ? Number(found[0]) : null;
}

/** StationStateChanged: what the machine does now, and since when it did what it did before. */
export function stateChangeOf({ body }: CfxEnvelope) {
  const now = machineStateOf(fieldOf(body, "NewState"));
  if (!now) return null;
  const fault = objectOf(body, "RelatedFault");
  return {
    ...now,
    before: machineStateOf(fieldOf(body, "OldState")),
    beforeSeconds: secondsOf(body, "OldStateDuration"),
    faultCode: (fault && textOf(fault, "FaultCode")?.slice(0, 120)) ?? null,
  };
}

export interface CfxFault {
  readonly occurrenceId: string;
  readonly code: string;
  readonly cause: string | null;
  readonly severity: string | null;
  readonly description: string | null;
  readonly lane: number | null;
  readonly stage: string | null;
  /** As the machine wrote it. */
  readonly occurredAt: string | null;
}

/** FaultOccurred; null when it names no occurrence that could be acknowledged or cleared. */
export function faultOf({ body }: CfxEnvelope): CfxFault | null {
  const fault = objectOf(body, "Fault");
  const occurrenceId = fault && textOf(fault, "FaultOccurrenceId")?.slice(0, 120);
  if (!fault || !occurrenceId) return null;
  const stage = objectOf(fault, "Stage");
  return {
    occurrenceId,
    code: (textOf(fault, "FaultCode") ?? textOf(fault, "Cause") ?? "UNKNOWN").slice(0, 120),
    cause: textOf(fault, "Cause")?.slice(0, 120) ?? null,
    severity: textOf(fault, "Severity")?.slice(0, 60) ?? null,
    description: textOf(fault, "Description")?.slice(0, 500) ?? null,
    lane: laneOf(numberOf(fault, "Lane")),
    stage: (stage && textOf(stage, "StageName")?.slice(0, 120)) ?? null,
    occurredAt: textOf(fault, "OccurredAt"),
  };
}

const laneOf = (lane: number | null) =>
  lane !== null && Number.isInteger(lane) && Math.abs(lane) <= largestInteger ? lane : null;

/** FaultAcknowledged and FaultCleared name the occurrence and who did it. */
export function faultEndOf({ body }: CfxEnvelope) {
  const occurrenceId = textOf(body, "FaultOccurrenceId")?.slice(0, 120);
  if (!occurrenceId) return null;
  return { occurrenceId, by: operatorOf(body)?.name ?? null };
}

/** EndpointConnected and Heartbeat: how often it will be heard, and where it listens. */
export function endpointNewsOf({ body }: CfxEnvelope) {
  const heartbeat = secondsOf(body, "HeartbeatFrequency") ?? numberOf(body, "HeartbeatFrequency");
  return {
    // The standard's range is 1 s to 5 min; a machine that says 0 does not beat.
    heartbeatSeconds:
      heartbeat === null || heartbeat < 1 ? null : Math.min(Math.round(heartbeat), 3600),
    networkUri: textOf(body, "RequestNetworkUri")?.slice(0, 300) ?? null,
    targetAddress: textOf(body, "RequestTargetAddress")?.slice(0, 300) ?? null,
    activeFaults: listLength(fieldOf(body, "ActiveFaults")),
    activeRecipes: fieldOf(body, "ActiveRecipes"),
  };
}

const listLength = (value: unknown) => (Array.isArray(value) ? value.length : null);
