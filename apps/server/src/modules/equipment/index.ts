import { Doors } from "../../platform/http/api.ts";
import {
  changeEquipment,
  changeEquipmentStatus,
  createEquipment,
  deleteEquipment,
} from "./equipment.ts";
import { listMachineFaults, listMachineStates } from "./machine-queries.ts";
import { listEquipment, readEquipment } from "./queries.ts";

export {
  countOpenFaults,
  endMachineFault,
  type MachinePlace,
  recordMachineFault,
  recordMachineState,
} from "./machine-store.ts";
export { equipmentOfLine } from "./queries.ts";
export { holdEquipment } from "./store.ts";

export const equipmentDoors = new Doors()
  .get("/equipment", listEquipment)
  .post("/equipment", createEquipment)
  .get("/equipment/:code", readEquipment)
  .patch("/equipment/:code", changeEquipment)
  .delete("/equipment/:code", deleteEquipment)
  .post("/equipment/:code/status", changeEquipmentStatus)
  .get("/stations/:code/machine-states", listMachineStates)
  .get("/stations/:code/machine-faults", listMachineFaults);
