import { z } from "zod";
import { pageQuery, zInstant, zKey, zName, zVersion } from "../kernel/index.ts";
import { processTypes, sources, stationTypes } from "../plant/index.ts";
import { type CaptureRule, checkCaptureItem } from "./capture-item.ts";
import { compileErrorCodes } from "./compile-error.ts";
import { ingestMappingSchema } from "./ingest-mapping.ts";
import { breachActions, captureTypes, configScopes } from "./kinds.ts";
import { draftSnapshotSchema, frozenCaptureItemSchema } from "./snapshot.ts";
import { versionStatuses } from "./versions.ts";

const zId = z.string().min(1).max(64);
const zIds = z.array(zId).max(500);
const zStepName = z.string().trim().min(1).max(120).nullable();

const routeFields = {
  name: zName,
  processType: z.enum(processTypes),
  productId: zId.nullable(),
  effectiveFrom: zInstant.nullable(),
  /** The first instant at which the route is no longer in effect. */
  effectiveTo: zInstant.nullable(),
};

export const routeCreate = z
  .object({
    code: zKey,
    ...routeFields,
    productId: zId.nullable().default(null),
    effectiveFrom: zInstant.nullable().default(null),
    effectiveTo: zInstant.nullable().default(null),
  })
  .refine(endsAfterStart, { path: ["effectiveTo"], message: "EFFECTIVE_DATES_CROSSED" });

export const routePatch = z
  .object({ ...routeFields, isActive: z.boolean() })
  .partial()
  .extend({ version: zVersion })
  .refine(endsAfterStart, { path: ["effectiveTo"], message: "EFFECTIVE_DATES_CROSSED" });

export const routeCopy = z.object({ code: zKey, name: zName });

/** The whole sequence at once, in its new order; a step without id is new, one left out is removed. */
export const stepsPut = z.object({
  version: zVersion,
  steps: z
    .array(z.object({ id: zId.optional(), operationId: zId, name: zStepName.optional() }))
    .max(200),
});

export const routeQuery = pageQuery.extend({
  processType: z.enum(processTypes).optional(),
  productId: zId.optional(),
  source: z.enum(sources).optional(),
  isActive: z.stringbool().optional(),
});

export const versionRow = z.object({
  id: z.string(),
  versionNo: z.number(),
  status: z.enum(versionStatuses),
  contentHash: z.string(),
  errorCount: z.number(),
  compiledAt: zInstant,
  compiledByName: z.string(),
});

export const routeRow = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  source: z.enum(sources),
  sourceKey: z.string().nullable(),
  processType: z.enum(processTypes),
  productId: z.string().nullable(),
  productCode: z.string().nullable(),
  effectiveFrom: zInstant.nullable(),
  effectiveTo: zInstant.nullable(),
  isActive: z.boolean(),
  stepCount: z.number(),
  /** The newest version of any status, and the one new runs take. */
  latestVersion: versionRow.pick({ versionNo: true, status: true }).nullable(),
  readyVersionNo: z.number().nullable(),
  version: z.number(),
  createdAt: zInstant,
  updatedAt: zInstant,
});

export const stepRow = z.object({
  id: z.string(),
  stepNo: z.number(),
  operationId: z.string(),
  operationCode: z.string(),
  operationName: z.string(),
  operationNameZh: z.string(),
  sourceStepKey: z.string().nullable(),
  name: z.string().nullable(),
});
export const routeDetail = routeRow.extend({ steps: z.array(stepRow) });

const execution = {
  stationType: z.enum(stationTypes).nullable().default(null),
  stationGroupId: zId.nullable().default(null),
  allowedStationIds: zIds.nullable().default(null),
  requiresFai: z.boolean().nullable().default(null),
  requiresAuthorization: z.boolean().nullable().default(null),
  /** The version it was read at; absent when the scope has no row yet. */
  version: zVersion.optional(),
};
const captureItemIds = zIds.nullable().default(null);
/** Absent: what the scope says of it stays. */
const expectedProgram = z.string().trim().min(1).max(80).nullable().optional();
/** The same: absent leaves it, null takes it away. */
const ingestMapping = ingestMappingSchema.nullable().optional();

/** What one scope says; null inherits. Capture items belong to an operation, so wide scopes name none. */
export const configPut = z.discriminatedUnion("scope", [
  z.object({ scope: z.literal("GLOBAL"), ...execution }),
  z.object({ scope: z.literal("ROUTE"), routeCode: zKey, ...execution }),
  z.object({
    scope: z.literal("OPERATION"),
    operationId: zId,
    ...execution,
    captureItemIds,
    expectedProgram,
    ingestMapping,
  }),
  z.object({
    scope: z.literal("STEP"),
    stepId: zId,
    ...execution,
    captureItemIds,
    expectedProgram,
    ingestMapping,
  }),
]);

export const configQuery = z.object({
  scope: z.enum(configScopes).optional(),
  routeCode: zKey.optional(),
  operationId: zId.optional(),
});

export const configRow = z.object({
  id: z.string(),
  scope: z.enum(configScopes),
  operationId: z.string().nullable(),
  routeId: z.string().nullable(),
  stepId: z.string().nullable(),
  stationType: z.enum(stationTypes).nullable(),
  stationGroupId: z.string().nullable(),
  allowedStationIds: z.array(z.string()).nullable(),
  requiresFai: z.boolean().nullable(),
  requiresAuthorization: z.boolean().nullable(),
  captureItemIds: z.array(z.string()).nullable(),
  expectedProgram: z.string().nullable(),
  ingestMapping: ingestMappingSchema.nullable(),
  version: z.number(),
  updatedAt: zInstant,
});

const zLimit = z.number().nullable();
const zChoices = z.array(z.string().trim().min(1).max(60)).max(50).nullable();
const captureFields = {
  name: zName,
  nameZh: zName,
  dataType: z.enum(captureTypes),
  unit: z.string().trim().min(1).max(20).nullable(),
  lowerLimit: zLimit,
  upperLimit: zLimit,
  target: zLimit,
  choices: zChoices,
  isRequired: z.boolean(),
  onBreach: z.enum(breachActions),
  sequence: z.number().int().min(0).max(100_000),
  isActive: z.boolean(),
};

export const captureItemCreate = z
  .object({
    operationId: zId,
    code: zKey,
    ...captureFields,
    unit: captureFields.unit.default(null),
    lowerLimit: zLimit.default(null),
    upperLimit: zLimit.default(null),
    target: zLimit.default(null),
    choices: zChoices.default(null),
    isRequired: z.boolean().default(false),
    onBreach: z.enum(breachActions).default("RECORD"),
    sequence: captureFields.sequence.default(0),
    isActive: z.boolean().default(true),
  })
  .superRefine((item, issues) => refineItem(item, issues));

/** The command checks the changed row as a whole with checkCaptureItem. */
export const captureItemPatch = z.object(captureFields).partial().extend({ version: zVersion });
export const captureItemQuery = pageQuery.extend({
  operationId: zId.optional(),
  isActive: z.stringbool().optional(),
});
export const captureItemRow = frozenCaptureItemSchema.extend({
  operationId: z.string(),
  operationCode: z.string(),
  sequence: z.number(),
  isActive: z.boolean(),
  version: z.number(),
});

export const compileErrorSchema = z.object({
  stepNo: z.number().nullable(),
  code: z.enum(compileErrorCodes),
  context: z.record(z.string(), z.unknown()),
});

export const versionDetail = versionRow.extend({
  snapshot: draftSnapshotSchema,
  errors: z.array(compileErrorSchema),
});
export const compileAnswer = z.object({
  version: versionRow,
  /** false: nothing that means anything changed; the version is the newest one there was. */
  created: z.boolean(),
  errors: z.array(compileErrorSchema),
});
export const previewAnswer = z.object({
  status: z.enum(versionStatuses),
  snapshot: draftSnapshotSchema,
  errors: z.array(compileErrorSchema),
});
export const diffAnswer = z.object({
  from: versionRow,
  to: versionRow,
  changes: z.array(
    z.object({
      stepNo: z.number().nullable(),
      kind: z.enum(["ADDED", "REMOVED", "MOVED", "CHANGED"]),
      field: z.string(),
      before: z.unknown(),
      after: z.unknown(),
    }),
  ),
});

export type RouteCreate = z.output<typeof routeCreate>;
export type RoutePatch = z.output<typeof routePatch>;
export type RouteRow = z.infer<typeof routeRow>;
export type RouteDetail = z.infer<typeof routeDetail>;
export type StepRow = z.infer<typeof stepRow>;
export type StepsPut = z.output<typeof stepsPut>;
export type ConfigPut = z.output<typeof configPut>;
export type ConfigRow = z.infer<typeof configRow>;
export type CaptureItemCreate = z.output<typeof captureItemCreate>;
export type CaptureItemPatch = z.output<typeof captureItemPatch>;
export type CaptureItemRow = z.infer<typeof captureItemRow>;
export type VersionRow = z.infer<typeof versionRow>;
export type VersionDetail = z.infer<typeof versionDetail>;

function endsAfterStart(dates: {
  effectiveFrom?: string | null | undefined;
  effectiveTo?: string | null | undefined;
}): boolean {
  return !dates.effectiveFrom || !dates.effectiveTo || dates.effectiveFrom < dates.effectiveTo;
}

function refineItem(item: CaptureRule, issues: z.RefinementCtx): void {
  const checked = checkCaptureItem(item);
  if (checked.ok) return;
  const { code, context } = checked.refusal;
  issues.addIssue({ code: "custom", message: code, params: context });
}
