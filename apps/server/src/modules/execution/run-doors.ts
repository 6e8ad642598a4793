import { Doors } from "../../platform/http/api.ts";
import { whenRunsEnd } from "../work-order/index.ts";
import { authorizeRunCommand } from "./authorize-run.ts";
import { bindLabelsCommand } from "./bind-labels.ts";
import { bindPanelCommand } from "./bind-panel.ts";
import { deleteUnitsCommand } from "./delete-units.ts";
import { generateUnitsCommand } from "./generate-units.ts";
import { revokeRunCommand } from "./revoke-run.ts";
import { listRunUnits, readRunProgress } from "./run-progress-queries.ts";
import { voidWaitingUnits } from "./void-units.ts";

whenRunsEnd(voidWaitingUnits);

/** What execution does with a run as a whole: opening it, and its units. */
export const runDoors = new Doors()
  .post("/runs/:runNo/authorize", authorizeRunCommand)
  .post("/runs/:runNo/revoke", revokeRunCommand)
  .get("/runs/:runNo/progress", readRunProgress)
  .get("/runs/:runNo/units", listRunUnits)
  .post("/runs/:runNo/units/generate", generateUnitsCommand)
  .post("/runs/:runNo/units/labels", bindLabelsCommand)
  .delete("/runs/:runNo/units", deleteUnitsCommand)
  .post("/runs/:runNo/panels", bindPanelCommand);
