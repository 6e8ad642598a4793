export { completeRunIfFinished } from "./complete-run.ts";
export { whenRunsEnd } from "./run-ending.ts";
export { lockRun, type StoredRun, saveRun, startRun } from "./run-store.ts";
export { countsOf, type Reader, unitCountsOf } from "./unit-count-queries.ts";
