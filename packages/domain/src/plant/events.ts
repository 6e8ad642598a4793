/** What happened to the plant's master data and settings, as the event trail names it. */
export const plantEvents = [
  "line.created",
  "line.changed",
  "line.deleted",
  "station.created",
  "station.changed",
  "station.deleted",
  "stationGroup.created",
  "stationGroup.changed",
  "stationGroup.deleted",
  "operation.created",
  "operation.changed",
  "operation.deleted",
  "product.created",
  "product.changed",
  "product.deleted",
  "shift.created",
  "shift.changed",
  "shift.deleted",
  "settings.changed",
] as const;

export type PlantEvent = (typeof plantEvents)[number];
