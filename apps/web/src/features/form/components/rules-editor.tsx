import { type FormDefinition, zDefinition } from "@lineside/domain/form";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { Disclosure } from "~/ui/disclosure.tsx";
import { Field } from "~/ui/field.tsx";
import { CodeArea } from "~/ui/input.tsx";
import { Section } from "~/ui/page.tsx";
import { RuleLine } from "./rule-line.tsx";

interface RulesEditorProps {
  definition: FormDefinition;
  onChange: (rules: Pick<FormDefinition, "judgement" | "life">) => void;
}

/**
 * Rules between fields, in words; they are written as JSON, because few people write them and their
 * shape says exactly what is compared. What is no rule is told at once and not taken.
 */
export function RulesEditor({ definition, onChange }: RulesEditorProps) {
  const t = useT("form");
  const { judgement, life } = definition;
  const [text, setText] = useState(() => JSON.stringify({ judgement, life }, null, 2));
  const [problem, setProblem] = useState<string | null>(null);
  const change = (typed: string) => {
    setText(typed);
    const read = readRules(typed, definition);
    setProblem("fault" in read ? t("rulesFault", { at: read.fault }) : null);
    if (!("fault" in read)) onChange(read);
  };
  return (
    <Section title={t("rules")} lead={t("rulesLead")}>
      {judgement.length > 0 && (
        <ul className="flex flex-col gap-2">
          {judgement.map((rule) => (
            <RuleLine key={rule.code} rule={rule} />
          ))}
        </ul>
      )}
      <Disclosure summary={t("rulesJson")}>
        <Field label={t("rulesJson")} hint={t("rulesJsonHint")} error={problem}>
          <CodeArea rows={16} value={text} onChange={(event) => change(event.target.value)} />
        </Field>
      </Disclosure>
    </Section>
  );
}

type Rules = Pick<FormDefinition, "judgement" | "life">;

function readRules(text: string, definition: FormDefinition): Rules | { fault: string } {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return { fault: "JSON" };
  }
  const rules = given as Partial<Rules> | null;
  const whole = zDefinition.safeParse({
    ...definition,
    judgement: rules?.judgement ?? [],
    life: rules?.life,
  });
  if (whole.success) return { judgement: whole.data.judgement, life: whole.data.life };
  return { fault: whole.error.issues[0]?.path.join(".") || "JSON" };
}
