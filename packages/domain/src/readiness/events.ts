/** What happened to the preparation of runs, as the event trail names it. */
export const readinessEvents = [
  "readiness.checked",
  "readiness.waiverRequested",
  "readiness.waived",
  "readiness.waiverRevoked",
  "readiness.needSet",
  "readinessPolicy.set",
  "readinessPolicy.deleted",
  "changeover.planned",
  "changeover.prepared",
  "changeover.reviewed",
  "changeover.reminded",
] as const;

export type ReadinessEvent = (typeof readinessEvents)[number];
