import { Doors } from "../../platform/http/api.ts";
import { postCfx, postEvents } from "./doors.ts";

export { type Sender, takeCfx, takeEvents } from "./intake.ts";
export { ingestJobs, replayEvents } from "./jobs.ts";
export { ingestSubscribers } from "./subscribers.ts";

export const ingestDoors = new Doors()
  .post("/ingest/events", postEvents)
  .post("/ingest/cfx", postCfx);
