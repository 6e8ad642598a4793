import { z } from "zod";

/** Where a form stops being a form. */
export const formLimits = {
  fields: 60,
  rules: 40,
  choices: 40,
  /** JSON of a whole definition; the largest of the product's own has 3,200. */
  definitionLength: 100_000,
  textLength: 1_000,
  filesPerRecord: 12,
  /** JSON of all values together. */
  valueBytes: 20_000,
} as const;

/** Bounds a typing or scanning slip never reaches; limits of the process stand in the definition. */
export const numberMax = 1e9;

const zText = z.string().trim().min(1).max(200);
const zCode = z.string().regex(/^[A-Z][A-Z0-9_]{1,39}$/);
/** Not what every object has of its own, e.g. `constructor`: a value under it would seem to be there. */
export const zFieldKey = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,39}$/)
  .refine((key) => !(key in {}));
const zNumber = z.number().min(-numberMax).max(numberMax);
const zScalar = z.union([zNumber, z.string().max(200), z.boolean()]);

/** A field of a form. PHOTO holds ids of uploaded files, DURATION minutes, DATE `YYYY-MM-DD`. */
export const fieldTypes = [
  "NUMBER",
  "TEXT",
  "BOOLEAN",
  "CHOICE",
  "DATETIME",
  "DATE",
  "DURATION",
  "SCAN",
  "PHOTO",
  "PERSON",
] as const;
export const zFieldType = z.enum(fieldTypes);

/** What a field begins with: the moment, the person, what the last record of the subject said. */
export const fieldDefaults = [
  "NOW",
  "TODAY",
  "USER",
  "LAST",
  "LINE",
  "RUN",
  "PRODUCT",
  "EXPECTED_PROGRAM",
] as const;

/**
 * Facts of the floor a rule may compare with; a rule whose fact is unknown is not judged. TODAY is
 * the day of the record in the plant's time zone and compares with a DATE.
 */
export const factNames = [
  "PRODUCT_CODE",
  "LINE_CODE",
  "RUN_NO",
  "TODAY",
  "EXPECTED_PROGRAM",
] as const;
export const zFactName = z.enum(factNames);

export const zOperand = z.union([
  z.strictObject({ field: zFieldKey }),
  z.strictObject({ value: zScalar }),
  /** Time from one instant (or day) of the record to another, rounded to nothing. */
  z.strictObject({
    elapsed: z.strictObject({
      from: zFieldKey,
      to: zFieldKey,
      unit: z.enum(["MINUTES", "HOURS", "DAYS"]),
    }),
  }),
  z.strictObject({ sum: z.array(zFieldKey).min(2).max(20) }),
  /** EXPECTED_PROGRAM is that of the route's steps with the trait; equal to one of them is equal. */
  z.strictObject({ fact: zFactName, trait: z.string().max(40).optional() }),
]);

export const comparisons = ["LT", "LTE", "EQ", "NEQ", "GTE", "GT"] as const;
export const zComparison = z.strictObject({
  left: zOperand,
  op: z.enum(comparisons),
  right: zOperand,
});

/** When every `when` holds, one of the groups of `anyOf` must hold whole; otherwise it is a finding. */
export const zRule = z.strictObject({
  code: zCode,
  /** The field the finding points at. */
  field: zFieldKey,
  when: z.array(zComparison).max(6).default([]),
  anyOf: z.array(z.array(zComparison).min(1).max(6)).min(1).max(6),
  severity: z.enum(["FAIL", "WARN"]).default("FAIL"),
  message: zText,
  messageZh: zText,
});

const zChoice = z.strictObject({ value: z.string().min(1).max(60), label: zText, labelZh: zText });

export const zField = z.strictObject({
  key: zFieldKey,
  label: zText,
  labelZh: zText,
  type: zFieldType,
  required: z.boolean().default(true),
  /** A heading; fields of one section stand together. */
  section: zText.optional(),
  sectionZh: zText.optional(),
  hint: zText.optional(),
  hintZh: zText.optional(),
  unit: z.string().min(1).max(20).optional(),
  /** Limits of NUMBER and DURATION, inclusive unless said otherwise: outside is a finding. */
  min: zNumber.optional(),
  max: zNumber.optional(),
  isMinExclusive: z.boolean().optional(),
  isMaxExclusive: z.boolean().optional(),
  /** A whole number that is not negative. */
  isCount: z.boolean().optional(),
  choices: z.array(zChoice).min(1).max(formLimits.choices).optional(),
  /** BOOLEAN and CHOICE: anything else is a finding. */
  okValues: z.array(zScalar).min(1).max(formLimits.choices).optional(),
  maxLength: z.number().int().min(1).max(formLimits.textLength).optional(),
  default: z.enum(fieldDefaults).optional(),
  /** The server writes it (DATETIME: its time, PERSON: the signed-in person), nobody types it. */
  stamp: z.boolean().optional(),
  /** OPEN: filled when the record is begun; SUBMIT (or nothing): when it is finished. */
  stage: z.enum(["OPEN", "SUBMIT"]).optional(),
  /** The server computes it: the last total of the same subject plus a field of this record. */
  carry: z
    .strictObject({
      adds: zFieldKey,
      /** BOOLEAN: true means the part is new and counting begins at this record. */
      resetBy: zFieldKey.optional(),
    })
    .optional(),
  /** A DATETIME or DATE that may lie ahead, e.g. an expiry. */
  mayBeFuture: z.boolean().optional(),
});

/** Uses of a tool against its life; the first limit whose `when` holds counts. */
export const zLife = z.strictObject({
  /** The carried field. */
  totalField: zFieldKey,
  limits: z
    .array(
      z.strictObject({
        when: z.array(zComparison).max(4).default([]),
        limit: z.number().int().min(1).max(numberMax),
      }),
    )
    .min(1)
    .max(10),
  /** From here on a warning, no failure. */
  warnPercent: z.number().int().min(1).max(100).default(80),
});

export const aboutKinds = ["RUN", "LINE", "TOOL", "LOT", "EQUIPMENT", "FRIDGE"] as const;

/** RUN needs a run, LINE a line (a run names its own), every other kind a scanned subject. */
export const zAbout = z.enum(aboutKinds);

export const zSubject = z.strictObject({ label: zText, labelZh: zText });

export const zDefinition = z.strictObject({
  about: zAbout,
  /** What is scanned besides run and line, when about is neither. */
  subject: zSubject.optional(),
  fields: z.array(zField).min(1).max(formLimits.fields),
  judgement: z.array(zRule).max(formLimits.rules).default([]),
  life: zLife.optional(),
  /** NONE: the record counts as it is; ANY: somebody confirms; OTHER_PERSON: nobody who wrote in it. */
  confirm: z.enum(["NONE", "ANY", "OTHER_PERSON"]),
  /**
   * What an electronic signature is asked for (21 CFR 11.50): filling (and correcting) it; reviewing
   * it. Absent: for nothing, as in every form the product brings.
   */
  signature: z
    .strictObject({ fill: z.boolean().default(false), confirm: z.boolean().default(false) })
    .optional(),
  /** May say that it happened earlier than it is written down. */
  backfill: z.boolean().default(false),
  evidence: z.enum(["NONE", "OPTIONAL", "REQUIRED"]).default("NONE"),
  /** Words for who fills it, shown on the sheet; the permission is form:record. */
  filledBy: zText.optional(),
  filledByZh: zText.optional(),
  note: z.string().trim().max(600).optional(),
  noteZh: z.string().trim().max(600).optional(),
  /** The readiness check its records serve, e.g. PREP_BAKE. */
  checkCode: zCode.optional(),
});

export type FormField = z.infer<typeof zField>;
export type FormDefinition = z.infer<typeof zDefinition>;
export type FormDefinitionInput = z.input<typeof zDefinition>;
export type FormRule = z.infer<typeof zRule>;
export type Comparison = z.infer<typeof zComparison>;
export type Operand = z.infer<typeof zOperand>;
export type About = z.infer<typeof zAbout>;
