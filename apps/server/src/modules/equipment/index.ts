import { Doors } from "../../platform/http/api.ts";
import {
  changeEquipment,
  changeEquipmentStatus,
  createEquipment,
  deleteEquipment,
} from "./equipment.ts";
import { listEquipment, readEquipment } from "./queries.ts";

export { equipmentOfLine } from "./queries.ts";
export { holdEquipment } from "./store.ts";

export const equipmentDoors = new Doors()
  .get("/equipment", listEquipment)
  .post("/equipment", createEquipment)
  .get("/equipment/:code", readEquipment)
  .patch("/equipment/:code", changeEquipment)
  .delete("/equipment/:code", deleteEquipment)
  .post("/equipment/:code/status", changeEquipmentStatus);
