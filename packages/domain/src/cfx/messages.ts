/**
 * What a message does here. STORE: known, kept and shown, acts on nothing (yet). REQUEST: is
 * answered. RESPONSE: answers a question somebody asked; kept.
 */
export const cfxActs = [
  "WORK_STARTED",
  "WORK_COMPLETED",
  "WORK_STAGE",
  "RESULT",
  "DISQUALIFIED",
  "ARRIVED",
  "DEPARTED",
  "EVIDENCE",
  "STATION_STATE",
  "FAULT",
  "RECIPE",
  "OPERATOR",
  "ENDPOINT",
  "STORE",
  "REQUEST",
  "RESPONSE",
] as const;
export type CfxAct = (typeof cfxActs)[number];

export const cfxNames = {
  workStarted: "CFX.Production.WorkStarted",
  workCompleted: "CFX.Production.WorkCompleted",
  workStageStarted: "CFX.Production.WorkStageStarted",
  workStageCompleted: "CFX.Production.WorkStageCompleted",
  workStagePaused: "CFX.Production.WorkStagePaused",
  workStageResumed: "CFX.Production.WorkStageResumed",
  unitsArrived: "CFX.Production.UnitsArrived",
  unitsDeparted: "CFX.Production.UnitsDeparted",
  unitsDisqualified: "CFX.Production.UnitsDisqualified",
  unitsInspected: "CFX.Production.TestAndInspection.UnitsInspected",
  unitsTested: "CFX.Production.TestAndInspection.UnitsTested",
  unitsProcessed: "CFX.Production.Processing.UnitsProcessed",
  stationStateChanged: "CFX.ResourcePerformance.StationStateChanged",
  faultOccurred: "CFX.ResourcePerformance.FaultOccurred",
  faultAcknowledged: "CFX.ResourcePerformance.FaultAcknowledged",
  faultCleared: "CFX.ResourcePerformance.FaultCleared",
  recipeActivated: "CFX.Production.RecipeActivated",
  recipeModified: "CFX.Production.RecipeModified",
  operatorActivated: "CFX.Production.OperatorActivated",
  operatorDeactivated: "CFX.Production.OperatorDeactivated",
  endpointConnected: "CFX.EndpointConnected",
  endpointShuttingDown: "CFX.EndpointShuttingDown",
  heartbeat: "CFX.Heartbeat",
  stationOnline: "CFX.ResourcePerformance.StationOnline",
  stationOffline: "CFX.ResourcePerformance.StationOffline",
  areYouThereRequest: "CFX.AreYouThereRequest",
  whoIsThereRequest: "CFX.WhoIsThereRequest",
  validateUnitsRequest: "CFX.InformationSystem.UnitValidation.ValidateUnitsRequest",
  validateOperatorRequest: "CFX.InformationSystem.OperatorValidation.ValidateOperatorRequest",
  notSupportedResponse: "CFX.NotSupportedResponse",
} as const;

const acting: Record<string, CfxAct> = {
  [cfxNames.workStarted]: "WORK_STARTED",
  [cfxNames.workCompleted]: "WORK_COMPLETED",
  [cfxNames.workStageStarted]: "WORK_STAGE",
  [cfxNames.workStageCompleted]: "WORK_STAGE",
  [cfxNames.workStagePaused]: "WORK_STAGE",
  [cfxNames.workStageResumed]: "WORK_STAGE",
  [cfxNames.unitsArrived]: "ARRIVED",
  [cfxNames.unitsDeparted]: "DEPARTED",
  [cfxNames.unitsDisqualified]: "DISQUALIFIED",
  [cfxNames.unitsInspected]: "RESULT",
  [cfxNames.unitsTested]: "RESULT",
  [cfxNames.unitsProcessed]: "RESULT",
  [cfxNames.stationStateChanged]: "STATION_STATE",
  [cfxNames.faultOccurred]: "FAULT",
  [cfxNames.faultAcknowledged]: "FAULT",
  [cfxNames.faultCleared]: "FAULT",
  [cfxNames.recipeActivated]: "RECIPE",
  [cfxNames.recipeModified]: "RECIPE",
  [cfxNames.operatorActivated]: "OPERATOR",
  [cfxNames.operatorDeactivated]: "OPERATOR",
  [cfxNames.endpointConnected]: "ENDPOINT",
  [cfxNames.endpointShuttingDown]: "ENDPOINT",
  [cfxNames.heartbeat]: "ENDPOINT",
  [cfxNames.stationOnline]: "ENDPOINT",
  [cfxNames.stationOffline]: "ENDPOINT",
};

/** Stored, and linked to the units they name: material, tools and work beside the visit itself. */
const evidence = [
  "CFX.Production.Assembly.MaterialsInstalled",
  "CFX.Production.Assembly.MaterialsUninstalled",
  "CFX.Production.Application.MaterialsApplied",
  "CFX.Production.Application.MaterialsUnapplied",
  "CFX.Production.Application.Solder.PCBSelectiveSoldered",
  "CFX.Production.ToolsUsed",
  "CFX.Production.Assembly.ToolsUsed",
  "CFX.Production.ToolsCleaned",
  "CFX.Production.ToolsLoaded",
  "CFX.Production.ToolsUnloaded",
  "CFX.Production.ActivitiesExecuted",
  "CFX.Production.ReadingsRecorded",
  "CFX.Production.UnitsInitialized",
  "CFX.Production.LoadingAndUnloading.UnitsLoaded",
  "CFX.Production.LoadingAndUnloading.UnitsUnloaded",
  "CFX.Production.ReworkAndRepair.UnitsRepaired",
  "CFX.ResourcePerformance.CalibrationPerformed",
];

const stored = [
  "CFX.InformationSystem.ProductionScheduling.WorkOrdersScheduled",
  "CFX.InformationSystem.ProductionScheduling.WorkOrdersUnscheduled",
  "CFX.InformationSystem.WorkOrderManagement.WorkOrderQuantityUpdated",
  "CFX.InformationSystem.WorkOrderManagement.WorkOrderStatusUpdated",
  "CFX.InformationSystem.WorkOrderManagement.WorkOrdersCreated",
  "CFX.InformationSystem.WorkOrderManagement.WorkOrdersDeleted",
  "CFX.InformationSystem.WorkOrderManagement.WorkOrdersUpdated",
  "CFX.Maintenance.ResourceInformationEvent",
  "CFX.Maintenance.ResourceMaintenanceAndServiceEvent",
  "CFX.Maintenance.ResourceMaintenanceStatusEvent",
  "CFX.Maintenance.ResourceSetupEvent",
  "CFX.Materials.Management.MSDManagement.MaterialsExpired",
  "CFX.Materials.Management.MSDManagement.MaterialsOpened",
  "CFX.Materials.Management.MSDManagement.MaterialsPlacedInDryStorage",
  "CFX.Materials.Management.MSDManagement.MaterialsRemovedFromDryStorage",
  "CFX.Materials.Management.MSDManagement.MaterialsRestored",
  "CFX.Materials.Management.MaterialsConsumed",
  "CFX.Materials.Management.MaterialsInitialized",
  "CFX.Materials.Management.MaterialsJoined",
  "CFX.Materials.Management.MaterialsModified",
  "CFX.Materials.Management.MaterialsRetired",
  "CFX.Materials.Management.MaterialsSplit",
  "CFX.Materials.Storage.MaterialCarriersLoaded",
  "CFX.Materials.Storage.MaterialCarriersUnloaded",
  "CFX.Materials.Storage.MaterialsEmpty",
  "CFX.Materials.Storage.MaterialsLoaded",
  "CFX.Materials.Storage.MaterialsUnloaded",
  "CFX.Materials.Storage.SplicePointDetected",
  "CFX.Production.RecipeDeactivated",
  "CFX.Production.SetupRequirementsChanged",
  "CFX.Production.WorkOrderActionExecuted",
  "CFX.ResourcePerformance.EnergyConsumed",
  "CFX.ResourcePerformance.LogEntryRecorded",
  "CFX.ResourcePerformance.MaintenancePerformed",
  "CFX.ResourcePerformance.PressInsertion.ComponentsPressed",
  "CFX.ResourcePerformance.ProcessDataRecorded",
  "CFX.ResourcePerformance.SMTPlacement.ComponentsPlaced",
  "CFX.ResourcePerformance.SolderPastePrinting.SqueegeeCleaned",
  "CFX.ResourcePerformance.SolderPastePrinting.StencilCleaned",
  "CFX.ResourcePerformance.StageStateChanged",
  "CFX.ResourcePerformance.THTInsertion.ComponentsInserted",
  "CFX.ResourcePerformance.ToolChanged",
  "CFX.Sensor.Identification.IdentifiersNotRead",
  "CFX.Sensor.Identification.IdentifiersRead",
];

const known = new Map<string, { name: string; act: CfxAct }>();
const know = (name: string, act: CfxAct) => known.set(name.toLowerCase(), { name, act });
for (const [name, act] of Object.entries(acting)) know(name, act);
for (const name of evidence) know(name, "EVIDENCE");
for (const name of stored) know(name, "STORE");

/** Its standard name and what it does here; null: a message nobody told us about (stored, counted). */
export function knownMessage(messageName: string): { name: string; act: CfxAct } | null {
  const found = known.get(messageName.toLowerCase());
  if (found) return found;
  if (/Request$/i.test(messageName)) return { name: messageName, act: "REQUEST" };
  if (/Response$/i.test(messageName)) return { name: messageName, act: "RESPONSE" };
  return null;
}

/** What acts on boards or machines needs to know where its sender stands. */
const stationActs = [
  "WORK_STARTED",
  "WORK_COMPLETED",
  "WORK_STAGE",
  "RESULT",
  "DISQUALIFIED",
  "ARRIVED",
  "DEPARTED",
  "STATION_STATE",
  "FAULT",
] as const satisfies readonly CfxAct[];
export type StationAct = (typeof stationActs)[number];

export function needsStation(act: CfxAct): act is StationAct {
  return (stationActs as readonly CfxAct[]).includes(act);
}
