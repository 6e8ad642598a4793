import { Doors } from "../../platform/http/api.ts";
import { search } from "./search.ts";
import { tracePanel } from "./trace-panel.ts";
import { traceUnit } from "./trace-unit.ts";

export const traceDoors = new Doors()
  .get("/trace/units/:sn", traceUnit)
  .get("/trace/panels/:panelNo", tracePanel)
  .get("/search", search);
