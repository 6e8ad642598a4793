import { machine } from "../kernel/index.ts";

/** A job 作业: work that is not done inside a request. Completed is final; a re-run is a new job. */
export const jobStates = machine("JOB", {
  QUEUED: { claim: "RUNNING", cancel: "CANCELLED" },
  // putBack: a retry, a parked, a lost or a released job; requeue and discard are people's decisions.
  RUNNING: { complete: "COMPLETED", putBack: "QUEUED", fail: "FAILED" },
  FAILED: { requeue: "QUEUED", discard: "CANCELLED" },
  COMPLETED: {},
  CANCELLED: {},
});

/** A job that died stays a case until somebody decides. */
export const jobCaseStates = machine("JOB_CASE", {
  OPEN: { requeue: "CLOSED", discard: "CLOSED", resolve: "CLOSED" },
  CLOSED: {},
});
