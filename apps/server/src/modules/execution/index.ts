import { Doors } from "../../platform/http/api.ts";
import { listCarriers, readCarrier } from "./carrier-queries.ts";
import { changeCarrier, createCarrier } from "./carriers.ts";
import { disposeDefect, releaseHeldUnit, scrapUnit } from "./disposition.ts";
import { loadCarrier, unloadCarrier } from "./load-carrier.ts";
import { resolveScan } from "./resolve-scan-queries.ts";
import { readStationQueue } from "./station-queue-queries.ts";
import { readStationStatus } from "./station-status-queries.ts";
import { trackIn } from "./track-in.ts";
import { trackOut } from "./track-out.ts";
import { undoTrackOut } from "./undo.ts";

export { clampAt } from "@lineside/domain/execution";
export { type BatchInput, batchThrough } from "./batch-through.ts";
export { machineDisqualify } from "./disqualify.ts";
export { createAtFirstScan } from "./first-scan.ts";
export { resolveIdentifier, validateEntry } from "./identify-queries.ts";
export {
  findMachineUnit,
  type MachineContext,
  type MachineScan,
  machineAbort,
  machineTrackIn,
  machineTrackOut,
  passThrough,
} from "./machine-moves.ts";
export { runDoors } from "./run-doors.ts";
export { findStation } from "./scan-store.ts";

export const executionDoors = new Doors()
  .get("/stations/:code/status", readStationStatus)
  .get("/stations/:code/queue", readStationQueue)
  .get("/stations/:code/resolve/:scan", resolveScan)
  .post("/stations/:code/track-in", trackIn)
  .post("/stations/:code/track-out", trackOut)
  .post("/stations/:code/undo", undoTrackOut)
  .post("/defects/:id/disposition", disposeDefect)
  .post("/units/:sn/release", releaseHeldUnit)
  .post("/units/:sn/scrap", scrapUnit)
  .get("/carriers", listCarriers)
  .post("/carriers", createCarrier)
  .get("/carriers/:carrierNo", readCarrier)
  .patch("/carriers/:carrierNo", changeCarrier)
  .post("/carriers/:carrierNo/load", loadCarrier)
  .post("/carriers/:carrierNo/unload", unloadCarrier);
