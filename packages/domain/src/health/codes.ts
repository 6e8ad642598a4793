import { defineCodes } from "../kernel/index.ts";

export const healthRefusals = defineCodes({
  /** The process that looks into the pages ended without an answer; told by its timetable. */
  HEALTH_LOOK_FAILED: { kind: "internal", resolvedBy: "ops:operate" },
});
