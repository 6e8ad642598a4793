import type { FileStore } from "../../platform/files.ts";
import { Doors } from "../../platform/http/api.ts";
import { readAmqp } from "./amqp/index.ts";
import { archiveCron, archiveJob } from "./archive.ts";
import { listArchives } from "./archive-queries.ts";
import { postBench } from "./bench.ts";
import { endpointCrons, endpointDoors } from "./cfx/index.ts";
import { discardEvents } from "./discard.ts";
import { postCfx, postEvents } from "./doors.ts";
import { readEvent } from "./event-detail-queries.ts";
import { listEvents } from "./event-queries.ts";
import { readMonitor } from "./monitor-queries.ts";
import { listPresence } from "./presence-queries.ts";
import { downloadRaw } from "./raw.ts";
import { executeReplay, previewReplay } from "./replay.ts";
import { readReplay } from "./replay-queries.ts";

export { type AmqpDoor, startAmqp } from "./amqp/index.ts";
export { eventsOfUnits } from "./event-queries.ts";
export { takeEvents } from "./intake.ts";
export { takeCfx } from "./intake-cfx.ts";
export { ingestJobs, replayEvents } from "./jobs.ts";
export type { Sender } from "./prepare.ts";
export { ingestSubscribers } from "./subscribers.ts";

export const ingestDoors = new Doors()
  .post("/ingest/events", postEvents)
  .post("/ingest/cfx", postCfx)
  .get("/ingest/amqp", readAmqp)
  .get("/ingest/monitor", readMonitor)
  .get("/ingest/events", listEvents)
  .get("/ingest/events/:id", readEvent)
  .get("/ingest/events/:id/raw", downloadRaw)
  .post("/ingest/events/discard", discardEvents)
  .get("/ingest/endpoints/:id/presence", listPresence)
  .get("/ingest/archives", listArchives)
  .post("/ingest/mapping-bench", postBench)
  .post("/ingest/replays", previewReplay)
  .get("/ingest/replays/:id", readReplay)
  .post("/ingest/replays/:id/execute", executeReplay);

export const ingestArchiveJobs = (files: FileStore) => [archiveJob(files)];
export const ingestCrons = [archiveCron, ...endpointCrons];

export { endpointDoors };
