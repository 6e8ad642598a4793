import {
  completeValues,
  type FormDefinition,
  type FormField,
  type FormFinding,
  fieldsOfStage,
  type JudgeFacts,
  judge,
  type Values,
  validateValues,
} from "@lineside/domain/form";
import { toInstant } from "@lineside/domain/kernel";
import { useState } from "react";
import { nowMs } from "~/lib/clock.ts";
import { ApiError } from "~/lib/http.ts";
import { fromPlantText, toPlantText } from "~/lib/plant-time.ts";
import { useMe } from "~/lib/session.ts";
import { type Draft, draftOf, valuesOf } from "../draft.ts";

const clock = { fromPlantText, toPlantText };

interface SheetOptions {
  definition: FormDefinition;
  stage: "OPEN" | "SUBMIT" | "CORRECT";
  /** What the sheet begins with. */
  start: Values;
  /** What is known of the record already: the first of two stages. */
  known?: Values;
  facts: JudgeFacts;
}

/**
 * A sheet while somebody fills it: what is typed, what is wrong with it, and what the judgement will
 * say. The same rules run on the server, which decides.
 */
export function useSheet({ definition, stage, start, known = {}, facts }: SheetOptions) {
  const me = useMe();
  const fields = fieldsOfStage(definition, stage);
  const [draft, setDraft] = useState<Draft>(() => draftOf(definition, start, clock));
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [isDirty, setDirty] = useState(false);
  const change = (key: string, value: string | string[]) => {
    setDraft((old) => ({ ...old, [key]: value }));
    setDirty(true);
    setProblems(({ [key]: _settled, ...others }) => others);
  };
  // Where the count of the subject is known, nobody types it.
  const isCounted = (field: FormField) =>
    field.carry !== undefined && facts.carried[field.key] !== undefined;
  const values = valuesOf(
    fields.filter((field) => !isCounted(field)),
    draft,
    clock,
  );
  const now = toInstant(nowMs());
  const expected = completeValues(
    definition,
    { values: { ...known, ...values }, carried: facts.carried },
    {
      stamp: { at: now, byName: me.user.name },
      stages: stage === "OPEN" ? ["OPEN"] : ["OPEN", "SUBMIT"],
    },
  );
  const { findings, judgement } = judge(definition, expected, facts);
  /** What to send, or null when a field has to be mended first. */
  const ready = (): Values | null => {
    const checked = validateValues(definition, values, { stage, now, carried: facts.carried });
    if (checked.ok) return values;
    setProblems(problemsOf(checked.refusal.context));
    return null;
  };
  const showRefusal = (error: unknown): boolean => {
    if (!(error instanceof ApiError) || error.code !== "FORM_VALUES_INVALID") return false;
    setProblems(problemsOf(error.context));
    return true;
  };
  const counted = fields.filter(isCounted);
  return {
    fields,
    draft: { ...draft, ...draftOf({ fields: counted }, expected, clock) },
    fixedKeys: counted.map(({ key }) => key),
    values,
    expected,
    findings: visible(findings, values),
    judgement,
    problems,
    change,
    ready,
    showRefusal,
    isDirty,
  };
}

export type Sheet = ReturnType<typeof useSheet>;

function problemsOf(context: Record<string, unknown>): Record<string, string> {
  const issues = (context.issues ?? []) as { field: string; rule: string }[];
  return Object.fromEntries(issues.map(({ field, rule }) => [field, rule]));
}

/** A field nobody has filled yet is not told to be wrong. */
function visible(findings: FormFinding[], values: Values): FormFinding[] {
  return findings.filter(({ field, code }) => code !== "FORM_NOT_JUDGED" && values[field] !== null);
}
