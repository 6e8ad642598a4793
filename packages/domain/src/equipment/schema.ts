import { z } from "zod";
import { pageQuery, zInstant, zKey, zName, zReason, zVersion } from "../kernel/index.ts";
import { equipmentKinds, equipmentStatuses, machineCategories } from "./kinds.ts";

export const zEquipmentStatus = z.enum(equipmentStatuses);
export const zEquipmentKind = z.enum(equipmentKinds);

export const equipmentQuery = pageQuery.extend({
  lineCode: zKey.optional(),
  status: zEquipmentStatus.optional(),
  isActive: z.stringbool().optional(),
  /** Whether it may be used now, calibration and all. */
  isFit: z.stringbool().optional(),
});

/** Why a machine may not be used now, by the rule the readiness check asks, too. */
const unfit = z.object({ code: z.string(), context: z.record(z.string(), z.unknown()) }).nullable();

export const equipmentRow = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  kind: zEquipmentKind.nullable(),
  lineCode: z.string(),
  lineName: z.string(),
  stationCode: z.string().nullable(),
  status: zEquipmentStatus,
  statusSince: zInstant,
  statusReason: z.string().nullable(),
  source: z.enum(["MANUAL", "TPM"]),
  calibrationDueAt: zInstant.nullable(),
  unfit,
  isActive: z.boolean(),
  version: zVersion,
});
export type EquipmentRow = z.output<typeof equipmentRow>;

export const equipmentChange = z.object({
  id: z.string(),
  fromStatus: zEquipmentStatus.nullable(),
  status: zEquipmentStatus,
  reason: z.string().nullable(),
  at: zInstant,
  actorName: z.string(),
});

/** A machine and its last hundred changes of status, newest first. */
export const equipmentDetail = equipmentRow.extend({ history: z.array(equipmentChange) });
export type EquipmentDetail = z.output<typeof equipmentDetail>;

export const equipmentCreate = z.object({
  code: zKey,
  name: zName,
  kind: zEquipmentKind.nullable().default(null),
  lineCode: zKey,
  stationCode: zKey.nullable().default(null),
  calibrationDueAt: zInstant.nullable().default(null),
});

export const equipmentPatch = z.object({
  version: zVersion,
  name: zName.optional(),
  kind: zEquipmentKind.nullable().optional(),
  lineCode: zKey.optional(),
  stationCode: zKey.nullable().optional(),
  calibrationDueAt: zInstant.nullable().optional(),
  isActive: z.boolean().optional(),
});

export const equipmentStatusInput = z.object({
  status: zEquipmentStatus,
  reason: zReason.nullable().optional(),
});

/** What the machine of a station did, newest first. */
export const machineStatesQuery = z.object({
  limit: pageQuery.shape.limit,
  cursor: pageQuery.shape.cursor,
  from: zInstant.optional(),
  to: zInstant.optional(),
});

export const machineStateRow = z.object({
  id: z.string(),
  /** As the machine names it, e.g. PRD_RegularWork. */
  state: z.string(),
  category: z.enum(machineCategories),
  startedAt: zInstant,
  /** Null while it lasts. */
  endedAt: zInstant.nullable(),
  seconds: z.number().nullable(),
  faultCode: z.string().nullable(),
  source: z.string(),
});
export type MachineStateRow = z.output<typeof machineStateRow>;

export const machineFaultsQuery = machineStatesQuery.extend({ isOpen: z.stringbool().optional() });

export const machineFaultRow = z.object({
  id: z.string(),
  code: z.string(),
  cause: z.string().nullable(),
  severity: z.string().nullable(),
  description: z.string().nullable(),
  lane: z.number().int().nullable(),
  stage: z.string().nullable(),
  occurredAt: zInstant,
  acknowledgedAt: zInstant.nullable(),
  acknowledgedBy: z.string().nullable(),
  clearedAt: zInstant.nullable(),
  clearedBy: z.string().nullable(),
  seconds: z.number().nullable(),
  source: z.string(),
});
export type MachineFaultRow = z.output<typeof machineFaultRow>;
