import { defineCodes } from "../kernel/index.ts";

const config = "equipment:config";
const status = "equipment:status";

export const equipmentCodes = defineCodes({
  EQUIPMENT_NOT_FOUND: { kind: "not_found", resolvedBy: config },
  EQUIPMENT_CODE_DUPLICATE: { kind: "conflict", resolvedBy: config },
  EQUIPMENT_STATION_ELSEWHERE: { kind: "refused", resolvedBy: config },
  EQUIPMENT_HAS_HISTORY: { kind: "refused", resolvedBy: config },
  EQUIPMENT_REASON_REQUIRED: { kind: "refused", resolvedBy: null },
  EQUIPMENT_STATUS_UNCHANGED: { kind: "refused", resolvedBy: null },
  EQUIPMENT_SWITCHED_OFF: { kind: "refused", resolvedBy: config },
  EQUIPMENT_NOT_FIT: { kind: "refused", resolvedBy: status },
  EQUIPMENT_CALIBRATION_OVERDUE: { kind: "refused", resolvedBy: config },
});

export type EquipmentCode = keyof typeof equipmentCodes;
