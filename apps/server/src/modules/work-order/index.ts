import { Doors } from "../../platform/http/api.ts";
import { listAuthorizations } from "./authorization-queries.ts";
import { cancelWorkOrder } from "./cancel-order.ts";
import { cancelRunCommand } from "./cancel-run.ts";
import { closeWorkOrder } from "./close-order.ts";
import { closeRunCommand } from "./close-run.ts";
import { createRunCommand } from "./create-run.ts";
import { holdWorkOrder, resumeWorkOrder } from "./hold-order.ts";
import { holdRunCommand, resumeRunCommand } from "./hold-run.ts";
import { listWorkOrders, readWorkOrder } from "./order-queries.ts";
import { patchWorkOrder } from "./patch-order.ts";
import { receiveWorkOrder } from "./receive-order.ts";
import { releaseWorkOrder } from "./release-order.ts";
import { listRuns, readRun } from "./run-queries.ts";

export { keepAuthorization } from "./authorization-store.ts";
export { completeRunIfFinished } from "./complete-run.ts";
export { runParams } from "./params.ts";
export { adviseOnRuns, type RunAdvice } from "./run-advice.ts";
export { type RunEnding, whenRunsEnd } from "./run-ending.ts";
export { answerRun, type RunHead, visibleRun } from "./run-queries.ts";
export { lockRun, type StoredRun, saveRun, startRun } from "./run-store.ts";
export { enter as enterRun, runSubject } from "./subjects.ts";
export {
  countsOf,
  type Reader,
  reading,
  startedUnits,
  unitCountsOf,
} from "./unit-count-queries.ts";

export const workOrderDoors = new Doors()
  .get("/work-orders", listWorkOrders)
  .post("/work-orders", receiveWorkOrder)
  .get("/work-orders/:woNo", readWorkOrder)
  .patch("/work-orders/:woNo", patchWorkOrder)
  .post("/work-orders/:woNo/release", releaseWorkOrder)
  .post("/work-orders/:woNo/hold", holdWorkOrder)
  .post("/work-orders/:woNo/resume", resumeWorkOrder)
  .post("/work-orders/:woNo/cancel", cancelWorkOrder)
  .post("/work-orders/:woNo/close", closeWorkOrder)
  .post("/work-orders/:woNo/runs", createRunCommand)
  .get("/runs", listRuns)
  .get("/runs/:runNo", readRun)
  .get("/runs/:runNo/authorizations", listAuthorizations)
  .post("/runs/:runNo/hold", holdRunCommand)
  .post("/runs/:runNo/resume", resumeRunCommand)
  .post("/runs/:runNo/cancel", cancelRunCommand)
  .post("/runs/:runNo/close", closeRunCommand);
