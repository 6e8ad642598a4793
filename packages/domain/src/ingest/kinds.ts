/** How an event came in. */
export const ingestDoors = ["REST", "CFX", "AMQP"] as const;
/** What a sender calls its event; CFX messages say what they are themselves. */
export const ingestEventTypes = ["AUTO", "BATCH", "TEST"] as const;
export const storedEventTypes = [...ingestEventTypes, "CFX"] as const;
export const ingestModes = ["async", "sync"] as const;
/** What an item is answered: domain.md 4.6.1. */
export const ingestVerdicts = ["accepted", "duplicate", "parked", "rejected"] as const;

/** What is remarkable about an event that was taken all the same. */
export const ingestFlags = [
  "TIME_ASSUMED",
  "ZONE_ASSUMED",
  "CLOCK_AHEAD",
  "TIME_MOVED",
  "CONTRADICTION",
  "UNMAPPED_MEASUREMENT",
  "UNIT_CONVERTED",
  "PROGRAM_MISMATCH",
  "OTHER_KEY",
] as const;

/** What an event did to a unit. */
export const ingestEffects = [
  "TRACK_IN",
  "TRACK_OUT",
  "PASS_THROUGH",
  "ABORT",
  "HOLD",
  "EVIDENCE",
  "MATERIAL",
  "PRESENCE",
] as const;

/** What became of events, as they are counted by the minute. */
export const ingestFates = [
  "RECEIVED",
  "EXECUTED",
  "STORED",
  "PARKED",
  "REJECTED",
  "DEAD",
  "DUPLICATE",
  "CONFLICT",
  "MALFORMED",
] as const;

export type IngestDoor = (typeof ingestDoors)[number];
export type IngestEventType = (typeof ingestEventTypes)[number];
export type StoredEventType = (typeof storedEventTypes)[number];
export type IngestMode = (typeof ingestModes)[number];
export type IngestVerdict = (typeof ingestVerdicts)[number];
export type IngestFlag = (typeof ingestFlags)[number];
export type IngestEffect = (typeof ingestEffects)[number];
export type IngestFate = (typeof ingestFates)[number];
/** How far back the monitor looks. */
export const monitorWindows = ["15m", "1h", "24h"] as const;
export type MonitorWindow = (typeof monitorWindows)[number];

/** Items of one request. */
export const itemsMax = 500;
