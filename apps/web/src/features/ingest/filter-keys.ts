/** The filters in the address of the list of events. Every page loads this with the routes: keep it light. */
export const filterKeys = [
  "q",
  "state",
  "source",
  "station",
  "code",
  "sn",
  "run",
  "eventType",
  "messageName",
  "door",
  "flag",
  "transaction",
  "from",
  "to",
] as const;

export type EventSearch = Partial<Record<(typeof filterKeys)[number], string>>;
