/** What happened to CFX endpoints, as the event trail names it. */
export const cfxEvents = [
  "ingestEndpoint.appeared",
  "ingestEndpoint.registered",
  "ingestEndpoint.changed",
  "ingestEndpoint.silenced",
  "ingestEndpoint.returned",
  "ingestEndpoint.left",
  "ingestEndpoint.programMismatched",
  "ingestEndpoint.keyChanged",
  "ingestEndpoint.otherKeySpoke",
] as const;

export type CfxEvent = (typeof cfxEvents)[number];
