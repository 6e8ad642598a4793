import { Doors } from "../../../platform/http/api.ts";
import { listEndpoints, readEndpoint } from "./endpoint-queries.ts";
import { createEndpoint, patchEndpoint } from "./endpoints.ts";
import { silenceCron } from "./silence.ts";
import { finishedSweep } from "./sweep.ts";

export { answerRequest } from "./answer.ts";
export { executeCfx } from "./execute-cfx.ts";
export { hearSenders } from "./hear-endpoints.ts";

export const endpointDoors = new Doors()
  .get("/ingest/endpoints", listEndpoints)
  .post("/ingest/endpoints", createEndpoint)
  .get("/ingest/endpoints/:id", readEndpoint)
  .patch("/ingest/endpoints/:id", patchEndpoint);

export const endpointCrons = [silenceCron, finishedSweep];
