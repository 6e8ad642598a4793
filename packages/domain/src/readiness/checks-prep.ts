import type { Permission } from "../auth/index.ts";
import type { FormFinding, FormRecordFacts } from "../form/index.ts";
import { addMinutes, type ErrorContext, elapsedMs, type Instant } from "../kernel/index.ts";
import type { Asked, ReadinessCheck, ReadinessFacts, Verdict } from "./facts.ts";
import { type RecordSource, recordsThatCount, textOf } from "./records-that-count.ts";
import { failed, form, hasTrait, passed, seen } from "./verdict.ts";

interface PrepCheck extends RecordSource {
  code: string;
  freshnessMinutes: number | null;
  appliesTo(facts: ReadinessFacts): boolean;
  /** What a good record must say besides. */
  compare?(record: FormRecordFacts, facts: ReadinessFacts): Compared;
}

interface Compared {
  readonly finding: Verdict["finding"];
  /** The field it has proven, whether the form could judge it or not. */
  readonly proves: string | null;
}

const day = 1_440;

/**
 * A preparation step is done when its record exists, is fresh enough, was judged good by the form
 * and confirmed where the form wants it. A record of the run comes before one of its line, that
 * before one of the product anywhere; and none counts for ever (D20).
 */
function prepCheck(prep: PrepCheck): ReadinessCheck {
  return {
    code: prep.code,
    kind: "PREP",
    resolvedBy: "form:record",
    isWaivable: true,
    mayBeNotNeeded: true,
    defaultGate: "RECORD",
    defaultFreshnessMinutes: prep.freshnessMinutes,
    recommendedGate: "ALERT",
    formCodes: [prep.formCode],
    appliesTo: prep.appliesTo,
    judge(facts, asked) {
      const records = recordsThatCount(facts, prep);
      if (records.length === 0)
        return [
          failed(
            { code: "READINESS_RECORD_MISSING", context: { formCode: prep.formCode } },
            { since: facts.run.createdAt, fix: form(prep.formCode) },
          ),
        ];
      return records.map((record) => judgeRecord(record, { facts, asked, prep }));
    },
  };
}

function judgeRecord(
  record: FormRecordFacts,
  { facts, asked, prep }: { facts: ReadinessFacts; asked: Asked; prep: PrepCheck },
): Verdict {
  const { formCode, occurredAt } = record;
  const label = record.subjectKey ? `${formCode} ${record.subjectKey}` : formCode;
  const base = {
    itemKey: prep.perSubject ? (record.subjectKey ?? "") : "",
    about: record.id,
    evidence: [
      seen("RECORD", record.id, {
        label,
        at: occurredAt,
        byName: record.filledByName,
        link: `/records/${record.id}`,
      }),
    ],
    at: occurredAt,
    since: occurredAt,
    fix: form(formCode),
  };
  const about = { formCode, subjectKey: record.subjectKey };
  if (record.state === "REJECTED")
    return failed({ code: "READINESS_RECORD_REJECTED", context: about }, base);
  const staleSince = staleFrom(occurredAt, asked.freshnessMinutes);
  const isStale = staleSince !== null && staleSince <= asked.now;
  const wrong = contentFinding(record, { facts, prep });
  // Bad comes before old, and a waiver of the one is none of the other (D17).
  if (wrong)
    return failed(
      { code: wrong.code, context: { ...about, ...wrong.context } },
      {
        ...base,
        about: [record.id, wrong.what, ...(isStale ? ["STALE"] : [])].join(" "),
        ...(wrong.resolvedBy && { resolvedBy: wrong.resolvedBy }),
      },
    );
  if (isStale) {
    const ageMinutes = Math.floor(elapsedMs(occurredAt, asked.now) / 60_000);
    const context = { ...about, ageMinutes, freshnessMinutes: asked.freshnessMinutes };
    return failed({ code: "READINESS_EVIDENCE_STALE", context }, { ...base, since: staleSince });
  }
  if (record.state === "OPEN" || record.awaitsConfirmation)
    return failed(
      { code: "READINESS_RECORD_UNCONFIRMED", context: { ...about, state: record.state } },
      {
        ...base,
        fix: { kind: "PAGE", formCode: null, to: `/records/${record.id}` },
        resolvedBy: record.state === "OPEN" ? "form:record" : "form:confirm",
      },
    );
  return passed({ ...base, since: null });
}

interface Wrong {
  readonly code: string;
  readonly context: ErrorContext;
  /** Codes and values: a record that is corrected and still fails is another failure. */
  readonly what: string;
  readonly resolvedBy?: Permission;
}

/** What a record says that it must not: against the form's limits, against the route, or nothing proven. */
function contentFinding(
  record: FormRecordFacts,
  { facts, prep }: { facts: ReadinessFacts; prep: PrepCheck },
): Wrong | null {
  if (record.judgement === "FAIL") {
    const found = record.findings.filter(({ severity }) => severity === "FAIL").map(toldFinding);
    return { code: "READINESS_RECORD_FAILED", context: { findings: found }, what: whatOf(found) };
  }
  const compared = prep.compare?.(record, facts) ?? { finding: null, proves: null };
  if (compared.finding) {
    const what = JSON.stringify(compared.finding.context);
    return { ...compared.finding, what };
  }
  // A form that judges nothing has no judgement either; one that could not judge says so (D20).
  const unproven = record.findings
    .filter(({ code, field }) => code === "FORM_NOT_JUDGED" && field !== compared.proves)
    .map(toldFinding);
  if (unproven.length === 0) return null;
  return {
    code: "READINESS_RECORD_NOT_JUDGED",
    context: { findings: unproven },
    what: whatOf(unproven),
    ...(prep.compare && { resolvedBy: "route:configure" }),
  };
}

function toldFinding({ field, code, context, message, messageZh }: FormFinding) {
  return {
    field,
    code,
    context,
    ...(message !== undefined && { message }),
    ...(messageZh !== undefined && { messageZh }),
  };
}

function whatOf(findings: readonly Pick<FormFinding, "field" | "code" | "context">[]): string {
  return findings
    .map(({ field, code, context }) => `${field}:${code}=${context.value ?? ""}`)
    .sort()
    .join(" ")
    .slice(0, fingerprintMax);
}

/** A waiver sends the fingerprint back; sixty failing texts would not fit. */
const fingerprintMax = 3_000;

function staleFrom(at: Instant, freshnessMinutes: number | null): Instant | null {
  return freshnessMinutes === null ? null : addMinutes(at, freshnessMinutes);
}

const prints = (facts: ReadinessFacts) => hasTrait(facts, "print");

/** A stencil is made for a product: the one in use is of the run, or of a record that names no other. */
const stencilInUse: RecordSource = {
  formCode: "QR-Pro-089",
  product: "NOT_ANOTHERS",
  productField: "model",
};

/** The windows are defaults the plant should confirm; the forms judge numbers and limits. */
export const prepChecks: readonly ReadinessCheck[] = [
  prepCheck({
    code: "PREP_BAKE",
    formCode: "QR-Pro-057",
    freshnessMinutes: 3 * day,
    perSubject: true,
    product: "NAMED",
    appliesTo: ({ productTraits }) => productTraits.includes("requiresBake"),
  }),
  prepCheck({
    code: "PREP_PASTE",
    formCode: "QR-Pro-013",
    freshnessMinutes: day,
    appliesTo: prints,
  }),
  prepCheck({
    code: "PREP_STENCIL_USAGE",
    ...stencilInUse,
    freshnessMinutes: day,
    appliesTo: prints,
  }),
  prepCheck({
    code: "PREP_STENCIL_CLEAN",
    formCode: "QR-Pro-130",
    freshnessMinutes: day,
    subjectOf: stencilInUse,
    appliesTo: prints,
  }),
  prepCheck({
    code: "PREP_SQUEEGEE",
    formCode: "QR-Mac-144",
    freshnessMinutes: 7 * day,
    appliesTo: prints,
  }),
  prepCheck({
    code: "PREP_FIXTURE",
    formCode: "QR-Mac-155",
    freshnessMinutes: 30 * day,
    perSubject: true,
    product: "NOT_ANOTHERS",
    appliesTo: (facts) => hasTrait(facts, "wave", "insertion", "coating", "ict", "fct"),
  }),
  prepCheck({
    code: "PREP_PROGRAM",
    formCode: "QR-Pro-105",
    freshnessMinutes: null,
    isOfLine: true,
    appliesTo: (facts) => hasTrait(facts, "reflow"),
    compare: (record, facts) => programDiffers(record, facts, "reflow"),
  }),
  prepCheck({
    code: "PREP_MOUNTER",
    formCode: "MES-Mounter-Program",
    freshnessMinutes: null,
    isOfLine: true,
    appliesTo: (facts) => hasTrait(facts, "mount"),
    compare: (record, facts) => programDiffers(record, facts, "mount"),
  }),
];

/** The program on the machine is the one the frozen route names for its steps (D20, D51). */
function programDiffers(record: FormRecordFacts, facts: ReadinessFacts, trait: string): Compared {
  const expected = (facts.version?.snapshot.steps ?? [])
    .filter((step) => step.operation.traits.includes(trait))
    .flatMap((step) => (step.expectedProgram ? [step.expectedProgram] : []));
  const program = textOf(record.values.program);
  if (expected.length === 0) return { finding: null, proves: null };
  if (expected.includes(program)) return { finding: null, proves: "program" };
  const context = { program, expected: expected.join(", ") };
  return { finding: { code: "READINESS_PROGRAM_MISMATCH", context }, proves: null };
}
