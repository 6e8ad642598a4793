import { Doors } from "../../platform/http/api.ts";
import { bindPaste } from "./bind-paste.ts";
import { listBottles, readBottle } from "./bottle-queries.ts";
import { listFridges, listReadings, readTrend } from "./fridge-queries.ts";
import { changeFridge, createFridge, deleteFridge } from "./fridges.ts";
import { printLabelsPdf, printLabelsZpl } from "./labels.ts";
import { readLinePaste } from "./line-queries.ts";
import { listPrintedUnits } from "./printed-queries.ts";
import { recordReading, reviewReading } from "./readings.ts";
import { receiveBottles } from "./receive-bottles.ts";
import { pasteExpire, pasteReady, pasteWarn } from "./schedule.ts";
import { takePasteStep } from "./take-step.ts";
import { listTypes, readType } from "./type-queries.ts";
import { changeType, createType, deleteType } from "./types.ts";
import { unbindPaste } from "./unbind-paste.ts";

export { pasteOnLine } from "./line-queries.ts";
export { pasteOfUnit, printSteps } from "./printed-queries.ts";
export { holdPaste } from "./store.ts";

export const solderPasteJobs = [pasteExpire, pasteWarn, pasteReady];

export const solderPasteDoors = new Doors()
  .get("/paste-types", listTypes)
  .post("/paste-types", createType)
  .get("/paste-types/:code", readType)
  .patch("/paste-types/:code", changeType)
  .delete("/paste-types/:code", deleteType)
  .get("/paste-bottles", listBottles)
  .post("/paste-bottles", receiveBottles)
  .get("/paste-bottles/labels.pdf", printLabelsPdf)
  .get("/paste-bottles/labels.zpl", printLabelsZpl)
  .get("/paste-bottles/:bottleNo", readBottle)
  .post("/paste-bottles/:bottleNo/steps", takePasteStep)
  .get("/paste-bottles/:bottleNo/units", listPrintedUnits)
  // A path has one name for its parameter: below /lines it is `id`, and means code or id.
  .get("/lines/:id/paste", readLinePaste)
  .post("/lines/:id/paste", bindPaste)
  .delete("/lines/:id/paste", unbindPaste)
  .get("/fridges", listFridges)
  .post("/fridges", createFridge)
  .patch("/fridges/:code", changeFridge)
  .delete("/fridges/:code", deleteFridge)
  .get("/fridges/:code/readings", listReadings)
  .post("/fridges/:code/readings", recordReading)
  .get("/fridges/:code/trend", readTrend)
  .post("/fridge-readings/:id/review", reviewReading);
