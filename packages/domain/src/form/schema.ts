import { z } from "zod";
import { pageQuery, zInstant, zKey, zName, zReason, zVersion } from "../kernel/index.ts";
import { signatureCompared } from "../signature/index.ts";
import { formLimits, zAbout, zDefinition } from "./definition-schema.ts";
import { formDefinitionStates, formRecordStates } from "./states.ts";

const zId = z.string().min(1).max(64);

/** A value as it is sent and stored: flat, nothing nested but a list of file ids. */
export const zValue = z.union([
  z.string().max(formLimits.textLength),
  z.number(),
  z.boolean(),
  z.array(zId).max(formLimits.filesPerRecord),
  z.null(),
]);
/** Field key to value; null and absent mean the same: not filled. */
export const zValues = z
  .record(z.string().max(60), zValue)
  .refine((values) => JSON.stringify(values).length <= formLimits.valueBytes, {
    params: { rule: "too_big" },
  });

export const zFinding = z.object({
  field: z.string(),
  code: z.string(),
  severity: z.enum(["FAIL", "WARN"]),
  context: z.record(z.string(), z.unknown()),
  /** Of a rule: the sentence its author wrote, as it was when the record was judged. */
  message: z.string().optional(),
  messageZh: z.string().optional(),
});
export const zJudgement = z.enum(["PASS", "FAIL"]);

export const zExpectedProgram = z.object({
  stepNo: z.number().int(),
  traits: z.array(z.string()),
  program: z.string(),
});

/** What judging needs beyond the values; the same on the server and, as advice, in the browser. */
export const zJudgeFacts = z.object({
  productCode: z.string().nullable(),
  lineCode: z.string().nullable(),
  runNo: z.string().nullable(),
  /** The day of the record as the plant's calendar has it, YYYY-MM-DD. */
  today: z.string(),
  /** Of the run's frozen route; empty: it names none. */
  expectedPrograms: z.array(zExpectedProgram),
  /** The last total of each carried field for this subject, by field key. */
  carried: z.record(z.string(), z.number()),
});

export const definitionRow = z.object({
  id: z.string(),
  code: z.string(),
  revision: z.number().int(),
  name: z.string(),
  nameZh: z.string(),
  state: z.enum(formDefinitionStates.states),
  isShipped: z.boolean(),
  definition: zDefinition,
  /** Records were filled on it: it never changes. */
  isUsed: z.boolean(),
  activatedAt: zInstant.nullable(),
  createdAt: zInstant,
  updatedAt: zInstant,
  version: zVersion,
});
export const formRow = z.object({
  code: z.string(),
  name: z.string(),
  nameZh: z.string(),
  about: zAbout,
  checkCode: z.string().nullable(),
  confirm: z.enum(["NONE", "ANY", "OTHER_PERSON"]),
  backfill: z.boolean(),
  /** null: no revision is in use. */
  activeRevision: z.number().int().nullable(),
  draftRevision: z.number().int().nullable(),
  isShipped: z.boolean(),
  records: z.number().int(),
});
export const formListQuery = pageQuery.extend({ checkCode: z.string().max(40).optional() });
export const formDetail = z.object({
  code: z.string(),
  active: definitionRow.nullable(),
  /** Newest first. */
  revisions: z.array(definitionRow),
});

/** What every list and look-up of its records reads stays a form. */
const zSizedDefinition = zDefinition.refine(
  (definition) => JSON.stringify(definition).length <= formLimits.definitionLength,
  { params: { rule: "too_big", maximum: formLimits.definitionLength } },
);

/** A new form, or the next revision of a known one; it is a draft until it is activated. */
export const definitionCreateInput = z.object({
  code: zKey,
  name: zName,
  nameZh: zName,
  definition: zSizedDefinition,
});
export const definitionEditInput = z.object({
  version: zVersion,
  name: zName.optional(),
  nameZh: zName.optional(),
  definition: zSizedDefinition.optional(),
});
export const definitionMoveInput = z.object({ version: zVersion });

export const recordCreateInput = z.object({
  formCode: zKey,
  runNo: zKey.optional(),
  lineCode: zKey.optional(),
  subjectKey: zKey.optional(),
  /** What it is for, where no run says so, e.g. boards baked ahead. */
  productCode: zKey.optional(),
  /** Only where the form allows a back-fill; the server's time otherwise. */
  occurredAt: zInstant.optional(),
  values: zValues,
  fileIds: z.array(zId).max(formLimits.filesPerRecord).default([]),
});
/** Finishes a record of two stages; the answer of the first stage stays as it is. */
export const recordSubmitInput = z.object({
  version: zVersion,
  values: zValues,
  fileIds: z.array(zId).max(formLimits.filesPerRecord).default([]),
});
export const recordCorrectInput = z.object({
  version: zVersion,
  /** Fields that change; the others keep their values. */
  values: zValues,
  /** The whole list; absent: the attachments stay. */
  fileIds: z.array(zId).max(formLimits.filesPerRecord).optional(),
  reason: zReason,
});
export const recordConfirmInput = z.object({ version: zVersion });
export const recordReasonInput = z.object({ version: zVersion, reason: zReason });

export const recordListQuery = pageQuery.extend({
  formCode: zKey.optional(),
  runNo: zKey.optional(),
  lineCode: zKey.optional(),
  subject: zKey.optional(),
  judgement: zJudgement.optional(),
  state: z.enum(formRecordStates.states).optional(),
  from: zInstant.optional(),
  to: zInstant.optional(),
});
export const prefillQuery = z.object({
  runNo: zKey.optional(),
  lineCode: zKey.optional(),
  subjectKey: zKey.optional(),
});

export const historyEntry = z.object({
  at: zInstant,
  byId: z.string().nullable(),
  byName: z.string(),
  /** What was done to the record. */
  action: z.enum(["OPENED", "SUBMITTED", "CORRECTED", "CONFIRMED", "REJECTED", "VOIDED"]),
  reason: z.string().nullable(),
  /** As they were before the action. */
  values: zValues.nullable(),
  judgement: zJudgement.nullable(),
});

export const recordFile = z.object({
  id: z.string(),
  name: z.string(),
  mediaType: z.string(),
  size: z.number().int(),
  /** Empty: an attachment of the record as a whole. */
  fieldKey: z.string(),
});

export const recordRow = z.object({
  id: z.string(),
  formCode: z.string(),
  formName: z.string(),
  formNameZh: z.string(),
  formRevision: z.number().int(),
  state: z.enum(formRecordStates.states),
  /** null: open, or something could not be judged, or the form judges nothing. */
  judgement: zJudgement.nullable(),
  findings: z.array(zFinding),
  lineCode: z.string().nullable(),
  runNo: z.string().nullable(),
  productCode: z.string().nullable(),
  subjectKey: z.string().nullable(),
  occurredAt: zInstant,
  isBackfilled: z.boolean(),
  filledByName: z.string(),
  filledAt: zInstant,
  confirmedByName: z.string().nullable(),
  confirmedAt: zInstant.nullable(),
  reason: z.string().nullable(),
  version: zVersion,
});
export const recordDetail = recordRow.extend({
  values: zValues,
  definition: zDefinition,
  history: z.array(historyEntry),
  files: z.array(recordFile),
  /** The oldest first, each with whether it still speaks of the record as it stands. */
  signatures: z.array(signatureCompared),
  /** What may be done with it by state; permissions and persons decide further. */
  actions: z.array(z.string()),
});
export const prefillAnswer = z.object({
  formCode: z.string(),
  revision: z.number().int(),
  values: zValues,
  facts: zJudgeFacts,
  last: recordRow.extend({ values: zValues }).nullable(),
});

export type Value = z.infer<typeof zValue>;
export type Values = z.infer<typeof zValues>;
export type FormFinding = z.infer<typeof zFinding>;
export type Judgement = z.infer<typeof zJudgement>;
export type JudgeFacts = z.infer<typeof zJudgeFacts>;
export type DefinitionRow = z.infer<typeof definitionRow>;
export type FormRow = z.infer<typeof formRow>;
export type FormListQuery = z.infer<typeof formListQuery>;
export type FormDetail = z.infer<typeof formDetail>;
export type DefinitionCreateInput = z.infer<typeof definitionCreateInput>;
export type DefinitionEditInput = z.infer<typeof definitionEditInput>;
export type RecordCreateInput = z.infer<typeof recordCreateInput>;
export type RecordSubmitInput = z.infer<typeof recordSubmitInput>;
export type RecordCorrectInput = z.infer<typeof recordCorrectInput>;
export type RecordListQuery = z.infer<typeof recordListQuery>;
export type PrefillQuery = z.infer<typeof prefillQuery>;
export type HistoryEntry = z.infer<typeof historyEntry>;
export type RecordFile = z.infer<typeof recordFile>;
export type RecordRow = z.infer<typeof recordRow>;
export type RecordDetail = z.infer<typeof recordDetail>;
export type PrefillAnswer = z.infer<typeof prefillAnswer>;

/** A record as readiness sees it: what it says, whether it counts, how old it is. */
export interface FormRecordFacts {
  readonly id: string;
  readonly formCode: string;
  readonly formRevision: number;
  readonly checkCode: string | null;
  readonly state: z.infer<typeof recordRow>["state"];
  readonly judgement: Judgement | null;
  readonly findings: readonly FormFinding[];
  /** Nobody has confirmed it yet though the form wants it. */
  readonly awaitsConfirmation: boolean;
  /** Where the look-up found it: about this run, about its line, or about the product or subject anywhere. */
  readonly level: "RUN" | "LINE" | "PLANT";
  readonly runId: string | null;
  readonly lineId: string | null;
  readonly subjectKey: string | null;
  readonly productCode: string | null;
  readonly values: Values;
  readonly occurredAt: string;
  readonly filledByName: string;
  readonly confirmedByName: string | null;
}
