import { Doors } from "../../platform/http/api.ts";
import { changeChannel, createChannel, deleteChannel } from "./channels.ts";
import { deliverNotice } from "./deliver.ts";
import { hideNotice, readAllNotices, readNotice } from "./inbox.ts";
import { countUnread, listChannels, listNotices } from "./queries.ts";
import { noticeSweep } from "./retention.ts";
import { testChannel } from "./test-channel.ts";

export { type Notification, notify } from "./notify.ts";

export const notificationJobs = [deliverNotice];
export const notificationCrons = [noticeSweep];

export const notificationDoors = new Doors()
  .get("/notices", listNotices)
  .get("/notices/unread", countUnread)
  .post("/notices/read-all", readAllNotices)
  .post("/notices/:id/read", readNotice)
  .delete("/notices/:id", hideNotice)
  .get("/notice-channels", listChannels)
  .post("/notice-channels", createChannel)
  .patch("/notice-channels/:id", changeChannel)
  .delete("/notice-channels/:id", deleteChannel)
  .post("/notice-channels/:id/test", testChannel);
