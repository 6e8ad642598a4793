import { deliverNotice } from "./deliver.ts";

export { type Notification, notify } from "./notify.ts";

export const notificationJobs = [deliverNotice];
