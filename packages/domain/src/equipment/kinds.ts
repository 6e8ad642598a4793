/** 正常 / 停机 / 维修 / 校准 / 待机 */
export const equipmentStatuses = ["NORMAL", "DOWN", "REPAIR", "CALIBRATION", "IDLE"] as const;
export type EquipmentStatus = (typeof equipmentStatuses)[number];

export const equipmentKinds = [
  "PRINTER",
  "SPI",
  "MOUNTER",
  "REFLOW",
  "AOI",
  "XRAY",
  "WASHER",
  "WAVE",
  "TESTER",
  "OTHER",
] as const;
export type EquipmentKind = (typeof equipmentKinds)[number];

/** 生产 / 待机 / 调试 / 停机 / 关机: the time a machine's state belongs to. */
export const machineCategories = ["RUNNING", "IDLE", "SETUP", "DOWN", "OFF"] as const;
export type MachineCategory = (typeof machineCategories)[number];
