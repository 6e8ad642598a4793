import { Doors } from "../../platform/http/api.ts";
import { changeCaptureItem, createCaptureItem, removeCaptureItem } from "./capture-items.ts";
import { changeRoute } from "./change-route.ts";
import { compileRoute } from "./compile-route.ts";
import { listCaptureItems, listConfigs } from "./config-queries.ts";
import { copyRoute } from "./copy-route.ts";
import { createRoute } from "./create-route.ts";
import { deleteRoute } from "./delete-route.ts";
import { putConfig, removeConfig } from "./execution-configs.ts";
import { putSteps } from "./put-steps.ts";
import { listRoutes, previewRoute, readRoute } from "./route-queries.ts";
import { diffRoute, listVersions, readVersion } from "./version-queries.ts";

export { type IngestPath, ingestPaths } from "./ingest-paths-queries.ts";
export { draftStep, type StepDraft, type StepName } from "./route-draft-queries.ts";
export { type FrozenVersion, frozenVersion, latestReadyVersion } from "./version-store.ts";

export const routingDoors = new Doors()
  .get("/routes", listRoutes)
  .post("/routes", createRoute)
  .get("/routes/:routeCode", readRoute)
  .patch("/routes/:routeCode", changeRoute)
  .delete("/routes/:routeCode", deleteRoute)
  .post("/routes/:routeCode/copy", copyRoute)
  .put("/routes/:routeCode/steps", putSteps)
  .get("/routes/:routeCode/preview", previewRoute)
  .post("/routes/:routeCode/compile", compileRoute)
  .get("/routes/:routeCode/versions", listVersions)
  .get("/routes/:routeCode/versions/:no", readVersion)
  .get("/routes/:routeCode/versions/:no/diff/:to", diffRoute)
  .get("/execution-configs", listConfigs)
  .put("/execution-configs", putConfig)
  .delete("/execution-configs/:id", removeConfig)
  .get("/capture-items", listCaptureItems)
  .post("/capture-items", createCaptureItem)
  .patch("/capture-items/:id", changeCaptureItem)
  .delete("/capture-items/:id", removeCaptureItem);
