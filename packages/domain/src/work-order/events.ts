/** What happened to orders and runs, as the event trail names it. */
export const workOrderEvents = [
  "workOrder.received",
  "workOrder.changed",
  "workOrder.flagged",
  "workOrder.released",
  "workOrder.started",
  "workOrder.held",
  "workOrder.resumed",
  "workOrder.cancelled",
  "workOrder.closed",
  "run.created",
  "run.authorized",
  "run.revoked",
  "run.started",
  "run.held",
  "run.resumed",
  "run.cancelled",
  "run.closed",
  "run.completed",
  "run.unitsGenerated",
  "run.labelsBound",
  "run.unitsDeleted",
] as const;

export type WorkOrderEvent = (typeof workOrderEvents)[number];
