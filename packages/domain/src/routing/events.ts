/** What happened to routes and what they prescribe, as the event trail names it. */
export const routingEvents = [
  "route.created",
  "route.changed",
  "route.deleted",
  "route.stepsChanged",
  "route.compiled",
  "executionConfig.created",
  "executionConfig.changed",
  "executionConfig.deleted",
  "captureItem.created",
  "captureItem.changed",
  "captureItem.deleted",
] as const;

export type RoutingEvent = (typeof routingEvents)[number];
