import { z } from "zod";
import { pageQuery, zInstant, zKey, zName, zReason, zVersion } from "../kernel/index.ts";
import { clockCard } from "../time-rule/index.ts";
import {
  labelSizes,
  pasteActions,
  pasteStepActions,
  pasteStepKinds,
  usableLimits,
} from "./kinds.ts";
import { pastePolicy } from "./policy.ts";
import { pasteStates } from "./states.ts";

export const zPasteState = z.enum(pasteStates.states);
const zNote = z.string().trim().min(1).max(120).nullable();
const zRemark = z.string().trim().max(500).nullish();

// ---- Types

export const pasteTypeListQuery = pageQuery.extend({ isActive: z.stringbool().optional() });
const typeFields = {
  name: zName,
  maker: zNote,
  partNo: zNote,
  alloy: zNote,
  policy: pastePolicy,
  isActive: z.boolean(),
};
export const pasteTypeCreate = z.object({
  code: zKey,
  ...typeFields,
  maker: zNote.default(null),
  partNo: zNote.default(null),
  alloy: zNote.default(null),
  isActive: z.boolean().default(true),
});
export const pasteTypePatch = z.object(typeFields).partial().extend({ version: zVersion });
export const pasteTypeRow = z.object({
  id: z.string(),
  code: z.string(),
  ...typeFields,
  version: zVersion,
  createdAt: zInstant,
  updatedAt: zInstant,
  /** Bottles that are neither emptied, scrapped nor expired. */
  bottlesInUse: z.number().int(),
});

// ---- Bottles

export const pasteBottleListQuery = pageQuery.extend({
  /** One state, or several separated by commas. */
  state: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(zPasteState).max(10))
    .optional(),
  typeCode: zKey.optional(),
  lineCode: zKey.optional(),
  fridgeCode: zKey.optional(),
  lotNo: zKey.optional(),
});

/** Bottles without a number of their own are numbered by the server: `quantity` of them. */
export const pasteReceiveInput = z
  .object({
    typeCode: zKey,
    lotNo: zKey,
    /** End of shelf life on the supplier's label; without one the type's shelf life counts from now. */
    expiresAt: zInstant.optional(),
    quantity: z.number().int().min(1).max(100).optional(),
    bottleNos: z.array(zKey).min(1).max(100).optional(),
    /** Straight into this fridge. */
    fridgeCode: zKey.optional(),
    remark: zRemark,
  })
  .refine((input) => (input.quantity === undefined) !== (input.bottleNos === undefined), {
    path: ["quantity"],
    message: "either quantity or bottleNos",
  });

export const pasteBottleRow = z.object({
  id: z.string(),
  bottleNo: z.string(),
  typeCode: z.string(),
  typeName: z.string(),
  lotNo: z.string(),
  serialNo: z.string().nullable(),
  /** As the clock has it now: THAWING past its time reads READY, a life that is over EXPIRED. */
  state: zPasteState,
  stateSince: zInstant,
  receivedAt: zInstant,
  expiresAt: zInstant,
  fridgeCode: z.string().nullable(),
  thawStartedAt: zInstant.nullable(),
  /** When the thaw that runs is long enough. */
  readyAt: zInstant.nullable(),
  thawCycles: z.number().int(),
  /** Out of the cold while unopened, up to now. */
  outSeconds: z.number().int(),
  stirredAt: zInstant.nullable(),
  openedAt: zInstant.nullable(),
  /** Exposure since opening, up to now. */
  exposureSeconds: z.number().int(),
  /** The exposure clock runs; false: it stands, or the jar was never opened. */
  isExposed: z.boolean(),
  stencilSeconds: z.number().int(),
  /** When its life ends if nobody touches it. */
  usableUntil: zInstant.nullable(),
  usableLimit: z.enum(usableLimits).nullable(),
  /** From when on it is in its warning zone. */
  warnAt: zInstant.nullable(),
  blockedCode: z.string().nullable(),
  /** The line it is bound to. */
  lineCode: z.string().nullable(),
  boundAt: zInstant.nullable(),
  remark: z.string().nullable(),
  version: zVersion,
});

export const pasteReceiveAnswer = z.object({ bottles: z.array(pasteBottleRow) });

const refusalShape = z.object({ code: z.string(), context: z.record(z.string(), z.unknown()) });

/** What is allowed next, and when. */
export const pasteActionRow = z.object({
  action: z.enum(pasteActions),
  allowed: z.boolean(),
  refusal: refusalShape.nullable(),
  /** When it becomes allowed by time alone. */
  from: zInstant.nullable(),
  /** Until when it stays allowed. */
  until: zInstant.nullable(),
});

export const pasteStepRow = z.object({
  id: z.string(),
  action: z.enum(pasteStepKinds),
  fromState: z.string().nullable(),
  toState: z.string(),
  at: zInstant,
  actorName: z.string(),
  lineCode: z.string().nullable(),
  runNo: z.string().nullable(),
  reason: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
});

export const pasteBindingRow = z.object({
  id: z.string(),
  bottleNo: z.string(),
  lineCode: z.string(),
  runNo: z.string().nullable(),
  boundAt: zInstant,
  boundByName: z.string(),
  unboundAt: zInstant.nullable(),
  unboundByName: z.string().nullable(),
  unboundReason: z.string().nullable(),
});

export const pasteBottleAnswer = z.object({
  bottle: pasteBottleRow,
  type: pasteTypeRow,
  actions: z.array(pasteActionRow),
  /** The newest 200, newest first. */
  steps: z.array(pasteStepRow),
  bindings: z.array(pasteBindingRow),
  /** Clocks of time rules about the bottle, newest first. */
  clocks: z.array(clockCard),
});

export const pasteStepInput = z.object({
  action: z.enum(pasteStepActions),
  /** The line it happens at, when it is not bound to one. */
  lineCode: zKey.optional(),
  /** STORE, RETURN: into this fridge. */
  fridgeCode: zKey.optional(),
  /** SCRAP needs one; elsewhere it overrides the order of use, with paste:override. */
  reason: zReason.optional(),
  /** STIR: how long. */
  seconds: z.number().int().min(0).max(7200).optional(),
});

export const pasteBindInput = z.object({ bottleNo: zKey, reason: zReason.optional() });
export const pasteUnbindInput = z.object({ reason: zReason.optional() });

export const linePasteAnswer = z.object({
  lineCode: z.string(),
  bottle: pasteBottleRow.nullable(),
  actions: z.array(pasteActionRow),
  /** Why printing is refused now; null: it may print. */
  refusal: refusalShape.nullable(),
});

export const pasteUnitsQuery = pageQuery.omit({ q: true });
/** One visit of a unit at a print step of the line while the bottle was bound there. */
export const pasteUnitRow = z.object({
  trackId: z.string(),
  sn: z.string(),
  panelNo: z.string().nullable(),
  unitState: z.string(),
  runNo: z.string(),
  productCode: z.string(),
  lineCode: z.string(),
  stationCode: z.string(),
  stepNo: z.number().int(),
  inAt: zInstant,
  outAt: zInstant.nullable(),
  result: z.string().nullable(),
});

export const pasteLabelsQuery = z.object({
  bottleNos: z
    .string()
    .transform((text) => [...new Set(text.split(",").map((no) => no.trim()))])
    .pipe(z.array(zKey).min(1).max(200)),
  size: z.enum(labelSizes).default("50x30"),
});

export type PasteTypeRow = z.infer<typeof pasteTypeRow>;
export type PasteTypeCreate = z.infer<typeof pasteTypeCreate>;
export type PasteTypePatch = z.infer<typeof pasteTypePatch>;
export type PasteBottleRow = z.infer<typeof pasteBottleRow>;
export type PasteReceiveInput = z.infer<typeof pasteReceiveInput>;
export type PasteActionRow = z.infer<typeof pasteActionRow>;
export type PasteStepRow = z.infer<typeof pasteStepRow>;
export type PasteBindingRow = z.infer<typeof pasteBindingRow>;
export type PasteBottleAnswer = z.infer<typeof pasteBottleAnswer>;
export type PasteStepInput = z.infer<typeof pasteStepInput>;
export type LinePasteAnswer = z.infer<typeof linePasteAnswer>;
export type PasteUnitRow = z.infer<typeof pasteUnitRow>;
