/** What happened to events of machines, as the trail names it. */
export const ingestEvents = [
  "ingest.rejected",
  "ingest.died",
  "ingest.replayed",
  "ingest.discarded",
] as const;

export type IngestTrailEvent = (typeof ingestEvents)[number];
