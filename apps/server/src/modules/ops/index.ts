import { Doors } from "../../platform/http/api.ts";
import { discardCase, requeueCase, resolveCase, retryJob } from "./cases.ts";
import { listCaseGroups, listCasesOf } from "./cases-queries.ts";
import { pause, resume, runCron } from "./kinds.ts";
import { listCrons, readOverview } from "./overview-queries.ts";
import { listJobs, readJob } from "./queries.ts";

export const opsDoors = new Doors()
  .get("/ops/jobs/overview", readOverview)
  .get("/ops/jobs", listJobs)
  .get("/ops/jobs/:id", readJob)
  .post("/ops/jobs/:id/retry", retryJob)
  .get("/ops/cases", listCaseGroups)
  .get("/ops/cases/of/:fingerprint", listCasesOf)
  .post("/ops/cases/:id/requeue", requeueCase)
  .post("/ops/cases/:id/discard", discardCase)
  .post("/ops/cases/:id/resolve", resolveCase)
  .post("/ops/kinds/:kind/pause", pause)
  .post("/ops/kinds/:kind/resume", resume)
  .get("/ops/crons", listCrons)
  .post("/ops/crons/:name/run", runCron);
