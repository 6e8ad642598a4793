/** What became of maintenance mode, as the event trail names it. */
export const maintenanceEvents = [
  "maintenance.announced",
  "maintenance.started",
  "maintenance.changed",
  "maintenance.ended",
] as const;
