/** What happened to machines, as the event trail names it. */
export const equipmentEvents = [
  "equipment.created",
  "equipment.changed",
  "equipment.statusChanged",
  "equipment.deleted",
  "machine.stateChanged",
  "machine.faultOccurred",
  "machine.faultAcknowledged",
  "machine.faultCleared",
] as const;

export type EquipmentEvent = (typeof equipmentEvents)[number];
