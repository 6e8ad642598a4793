import { addMinutes } from "@lineside/domain/kernel";
import { defineCron } from "../../platform/jobs/job.ts";
import { sweepNotices } from "./store.ts";

/** Days a notice is kept once everybody it was for has read it. */
export const noticeDays = 90;

/** Read notices go after ninety days; what somebody has not read stays, however old. */
export const noticeSweep = defineCron({
  name: "notice.sweep",
  pattern: "40 3 * * *",
  async run(jx) {
    const before = addMinutes(jx.now, -noticeDays * 24 * 60);
    return { removed: await sweepNotices(jx.tx, before) };
  },
});
