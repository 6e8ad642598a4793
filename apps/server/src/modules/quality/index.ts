import { Doors } from "../../platform/http/api.ts";
import { createDefectCode, deleteDefectCode, editDefectCode } from "./defect-codes.ts";
import { listHeldUnits } from "./held-units.ts";
import { listDefectCodes, listDefects, readDefect } from "./queries.ts";

export { oneDefect } from "./defect-queries.ts";
export {
  activeDefectCodes,
  closeDefects,
  type NewDefect,
  openDefect,
  openFurtherDefects,
  openReworks,
  reopenDefects,
  withdrawDefects,
} from "./defect-store.ts";
export {
  closeWithUnit,
  lockDefect,
  openDefectsOf,
  openHeldDefect,
  recommendDisposition,
  type StoredDefect,
  saveDisposition,
  unitOfDefect,
} from "./disposition-store.ts";

/** Dispositions move units and so belong to execution, which may call quality. */
export const qualityDoors = new Doors()
  .get("/defects", listDefects)
  .get("/defects/:id", readDefect)
  .get("/held-units", listHeldUnits)
  .get("/defect-codes", listDefectCodes)
  .post("/defect-codes", createDefectCode)
  .patch("/defect-codes/:id", editDefectCode)
  .delete("/defect-codes/:id", deleteDefectCode);
