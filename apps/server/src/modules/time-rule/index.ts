import { Doors } from "../../platform/http/api.ts";
import { clockExpire, clockSweep, clockWarn } from "./jobs.ts";
import { listClocks, readClock, readClockSummary } from "./queries.ts";
import { listRules, readRule, readRunClocks } from "./rule-queries.ts";
import { changeRule, createRule, removeRule } from "./rules.ts";
import { waiveClock } from "./waive.ts";

export { ensureTimeRules } from "./presets.ts";
export { clocksOfRun, clocksOfSubject, expiredBlock } from "./queries.ts";
export { timeRuleSubscribers } from "./subscribers.ts";
export { waiveClockIn } from "./waive.ts";

export const timeRuleJobs = [clockWarn, clockExpire];
export const timeRuleCrons = [clockSweep];

export const timeRuleDoors = new Doors()
  .get("/time-rules", listRules)
  .post("/time-rules", createRule)
  .get("/time-rules/:code", readRule)
  .patch("/time-rules/:code", changeRule)
  .delete("/time-rules/:code", removeRule)
  .get("/clocks", listClocks)
  .get("/clocks/summary", readClockSummary)
  .get("/clocks/:id", readClock)
  .post("/clocks/:id/waive", waiveClock)
  .get("/runs/:runNo/clocks", readRunClocks);
