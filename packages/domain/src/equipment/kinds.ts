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
