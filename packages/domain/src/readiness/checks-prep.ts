import type { FormRecordFacts } from "../form/index.ts";
import { addMinutes, elapsedMs, type Instant } from "../kernel/index.ts";
import type { Asked, ReadinessCheck, ReadinessFacts, Verdict } from "./facts.ts";
import { failed, form, hasTrait, passed, seen } from "./verdict.ts";

interface PrepCheck {
  code: string;
  formCode: string;
  freshnessMinutes: number | null;
  /**
   * Of the run's own records each subject is an item, e.g. two fixtures. Otherwise the newest counts:
   * a fixture the line used once must not fail for ever.
   */
  perSubject?: boolean;
  /** Only records of the tool that the newest record of this form names, e.g. the stencil in use. */
  subjectOf?: string;
  /** The newest of run and line counts: what another run changed on the line since is what is there now. */
  isOfLine?: boolean;
  appliesTo(facts: ReadinessFacts): boolean;
  /** What a good record must say besides. */
  compare?(record: FormRecordFacts, facts: ReadinessFacts): Verdict["finding"];
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
      const records = recordsThatCount(facts.records, prep);
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

type Level = FormRecordFacts["level"];
const nearest: readonly (readonly Level[])[] = [["RUN"], ["LINE"], ["PLANT"]];
const ofLine: readonly (readonly Level[])[] = [["RUN", "LINE"], ["PLANT"]];

/** The nearest level that has records; of these the newest, or the newest of each subject. */
function recordsThatCount(
  all: readonly FormRecordFacts[],
  prep: Pick<PrepCheck, "formCode" | "subjectOf" | "isOfLine" | "perSubject">,
): FormRecordFacts[] {
  const inUse = prep.subjectOf
    ? recordsThatCount(all, { formCode: prep.subjectOf })[0]?.subjectKey
    : null;
  const ofForm = all.filter(
    ({ formCode, state, subjectKey }) =>
      formCode === prep.formCode && state !== "VOIDED" && (!inUse || subjectKey === inUse),
  );
  const levels = prep.isOfLine ? ofLine : nearest;
  const level = levels.find((names) => ofForm.some((record) => names.includes(record.level)));
  const near = ofForm.filter((record) => level?.includes(record.level)).sort(newestFirst);
  if (!prep.perSubject || !level?.includes("RUN")) return near.slice(0, 1);
  const newest = new Map<string, FormRecordFacts>();
  for (const record of near) {
    const key = record.subjectKey ?? "";
    if (!newest.has(key)) newest.set(key, record);
  }
  return [...newest.values()];
}

/** Of two at the same millisecond the one that was written later; ids ascend. */
function newestFirst(a: FormRecordFacts, b: FormRecordFacts): number {
  const [x, y] = a.occurredAt === b.occurredAt ? [a.id, b.id] : [a.occurredAt, b.occurredAt];
  return x === y ? 0 : x < y ? 1 : -1;
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
  if (staleSince !== null && staleSince <= asked.now) {
    const ageMinutes = Math.floor(elapsedMs(occurredAt, asked.now) / 60_000);
    const context = { ...about, ageMinutes, freshnessMinutes: asked.freshnessMinutes };
    return failed({ code: "READINESS_EVIDENCE_STALE", context }, { ...base, since: staleSince });
  }
  if (record.judgement === "FAIL") return recordFailed(record, { base, about });
  const wrong = prep.compare?.(record, facts) ?? null;
  if (wrong)
    return failed(wrong, { ...base, about: `${record.id} ${JSON.stringify(wrong.context)}` });
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

/** What the form found against its limits; a corrected record that fails otherwise is another failure. */
function recordFailed(
  record: FormRecordFacts,
  { base, about }: { base: Partial<Verdict>; about: object },
): Verdict {
  const findings = record.findings
    .filter(({ severity }) => severity === "FAIL")
    .map(({ field, code, context, message, messageZh }) => ({
      field,
      code,
      context,
      ...(message !== undefined && { message }),
      ...(messageZh !== undefined && { messageZh }),
    }));
  const what = findings.map(({ field, code }) => `${field}:${code}`).sort();
  return failed(
    { code: "READINESS_RECORD_FAILED", context: { ...about, findings } },
    { ...base, about: [record.id, ...what].join(" ") },
  );
}

function staleFrom(at: Instant, freshnessMinutes: number | null): Instant | null {
  return freshnessMinutes === null ? null : addMinutes(at, freshnessMinutes);
}

const prints = (facts: ReadinessFacts) => hasTrait(facts, "print");

/** The windows are defaults the plant should confirm; the forms judge numbers and limits. */
export const prepChecks: readonly ReadinessCheck[] = [
  prepCheck({
    code: "PREP_BAKE",
    formCode: "QR-Pro-057",
    freshnessMinutes: 3 * day,
    perSubject: true,
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
    formCode: "QR-Pro-089",
    freshnessMinutes: day,
    appliesTo: prints,
  }),
  prepCheck({
    code: "PREP_STENCIL_CLEAN",
    formCode: "QR-Pro-130",
    freshnessMinutes: day,
    subjectOf: "QR-Pro-089",
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
function programDiffers(
  record: FormRecordFacts,
  facts: ReadinessFacts,
  trait: string,
): Verdict["finding"] {
  const expected = (facts.version?.snapshot.steps ?? [])
    .filter((step) => step.operation.traits.includes(trait))
    .flatMap((step) => (step.expectedProgram ? [step.expectedProgram] : []));
  const program = textOf(record.values.program);
  if (expected.length === 0 || expected.includes(program)) return null;
  const context = { program, expected: expected.join(", ") };
  return { code: "READINESS_PROGRAM_MISMATCH", context };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}
