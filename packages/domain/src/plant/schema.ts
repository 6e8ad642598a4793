import { z } from "zod";
import { pageQuery, zInstant, zKey, zName, zVersion } from "../kernel/index.ts";
import { processTypes, sources, stationTypes } from "./kinds.ts";
import { parseSerialPattern } from "./serial.ts";
import { boardSides, operationTraits, productTraits } from "./traits.ts";

const zId = z.string().min(1).max(64);
const zProcess = z.enum(processTypes);
const zNote = z.string().trim().min(1).max(120).nullable();
const zMinute = z.number().int().min(0).max(1439);

/** A code is what labels and the trail say; it never changes. A wrong one is deleted while unused. */
const stored = {
  id: z.string(),
  code: z.string(),
  version: z.number(),
  createdAt: zInstant,
  updatedAt: zInstant,
};

/** Filters every list of master data has. */
export const plantQuery = pageQuery.extend({ isActive: z.stringbool().optional() });

const lineFields = { name: zName, processType: zProcess, isActive: z.boolean() };
export const lineCreate = z.object({
  code: zKey,
  ...lineFields,
  isActive: z.boolean().default(true),
});
export const linePatch = z.object(lineFields).partial().extend({ version: zVersion });
export const lineQuery = plantQuery.extend({
  processType: zProcess.optional(),
  include: z.literal("stations").optional(),
});

const stationFields = {
  name: zName,
  stationType: z.enum(stationTypes),
  lineId: zId,
  groupId: zId.nullable(),
  /** Order along the line. */
  sequence: z.number().int().min(0).max(100_000),
  isActive: z.boolean(),
};
export const stationCreate = z.object({
  code: zKey,
  ...stationFields,
  groupId: zId.nullable().default(null),
  sequence: stationFields.sequence.default(0),
  isActive: z.boolean().default(true),
});
export const stationPatch = z.object(stationFields).partial().extend({ version: zVersion });
export const stationRow = z.object({
  ...stored,
  ...stationFields,
  name: z.string(),
  lineCode: z.string(),
  lineName: z.string(),
  groupCode: z.string().nullable(),
});
export const stationQuery = plantQuery.extend({
  lineId: zId.optional(),
  groupId: zId.optional(),
  stationType: z.enum(stationTypes).optional(),
});

export const lineRow = z.object({
  ...stored,
  ...lineFields,
  name: z.string(),
  stationCount: z.number(),
  /** Only with `include=stations`. */
  stations: z.array(stationRow).optional(),
});

export const stationGroupCreate = z.object({ code: zKey, name: zName });
export const stationGroupPatch = z.object({ name: zName, version: zVersion });
export const stationGroupRow = z.object({ ...stored, name: z.string(), stationCount: z.number() });

const operationFields = {
  name: zName,
  nameZh: zName,
  /** null: for both. */
  processType: zProcess.nullable(),
  traits: z.array(z.enum(operationTraits)).transform(unique),
  isActive: z.boolean(),
};
export const operationCreate = z.object({
  code: zKey,
  ...operationFields,
  processType: zProcess.nullable().default(null),
  traits: z.array(z.enum(operationTraits)).default([]).transform(unique),
  isActive: z.boolean().default(true),
});
export const operationPatch = z.object(operationFields).partial().extend({ version: zVersion });
export const operationRow = z.object({
  ...stored,
  ...operationFields,
  name: z.string(),
  nameZh: z.string(),
  traits: z.array(z.string()),
  source: z.enum(sources),
});
export const operationQuery = plantQuery.extend({ processType: zProcess.optional() });

/** A pattern the serial numbers of a product follow; see parseSerialPattern. */
export const zSerialPattern = z.string().superRefine((text, issues) => {
  const pattern = parseSerialPattern(text);
  if (pattern.ok) return;
  const { code, context } = pattern.refusal;
  issues.addIssue({ code: "custom", message: code, params: context });
});

const productFields = {
  name: zName,
  customer: zNote,
  revision: zNote,
  /** null: the product is not made one side at a time. */
  boardSide: z.enum(boardSides).nullable(),
  unitsPerPanel: z.number().int().min(1).max(200),
  traits: z.array(z.enum(productTraits)).transform(unique),
  /** null: SN-{run}-{seq:4} */
  snPattern: zSerialPattern.nullable(),
  isActive: z.boolean(),
};
export const productCreate = z.object({
  code: zKey,
  ...productFields,
  customer: zNote.default(null),
  revision: zNote.default(null),
  boardSide: z.enum(boardSides).nullable().default(null),
  unitsPerPanel: productFields.unitsPerPanel.default(1),
  traits: z.array(z.enum(productTraits)).default([]).transform(unique),
  snPattern: zSerialPattern.nullable().default(null),
  isActive: z.boolean().default(true),
});
export const productPatch = z.object(productFields).partial().extend({ version: zVersion });
export const productRow = z.object({
  ...stored,
  ...productFields,
  name: z.string(),
  customer: z.string().nullable(),
  revision: z.string().nullable(),
  traits: z.array(z.string()),
  snPattern: z.string().nullable(),
});
export const productQuery = plantQuery.extend({ customer: z.string().max(120).optional() });

const shiftFields = {
  name: zName,
  nameZh: zName,
  /** Minutes after plant midnight; an end not after the start is on the next day. */
  startMinute: zMinute,
  endMinute: zMinute,
  /** null: for every line that has no shifts of its own. */
  lineId: zId.nullable(),
  isActive: z.boolean(),
};
export const shiftCreate = z.object({
  code: zKey,
  ...shiftFields,
  lineId: zId.nullable().default(null),
  isActive: z.boolean().default(true),
});
export const shiftPatch = z.object(shiftFields).partial().extend({ version: zVersion });
export const shiftRow = z.object({
  ...stored,
  ...shiftFields,
  name: z.string(),
  nameZh: z.string(),
  lineCode: z.string().nullable(),
});
export const shiftQuery = plantQuery.extend({ lineId: zId.optional() });

export type LineCreate = z.output<typeof lineCreate>;
export type LinePatch = z.output<typeof linePatch>;
export type LineRow = z.infer<typeof lineRow>;
export type StationCreate = z.output<typeof stationCreate>;
export type StationPatch = z.output<typeof stationPatch>;
export type StationRow = z.infer<typeof stationRow>;
export type StationGroupCreate = z.output<typeof stationGroupCreate>;
export type StationGroupPatch = z.output<typeof stationGroupPatch>;
export type StationGroupRow = z.infer<typeof stationGroupRow>;
export type OperationCreate = z.output<typeof operationCreate>;
export type OperationPatch = z.output<typeof operationPatch>;
export type OperationRow = z.infer<typeof operationRow>;
export type ProductCreate = z.output<typeof productCreate>;
export type ProductPatch = z.output<typeof productPatch>;
export type ProductRow = z.infer<typeof productRow>;
export type ShiftCreate = z.output<typeof shiftCreate>;
export type ShiftPatch = z.output<typeof shiftPatch>;
export type ShiftRow = z.infer<typeof shiftRow>;

function unique<T>(values: T[]): T[] {
  return [...new Set(values)];
}
