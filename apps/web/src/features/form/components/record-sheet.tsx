import type { FormDefinition, FormField, FormFinding } from "@lineside/domain/form";
import { useT } from "~/lib/i18n.ts";
import { Section } from "~/ui/page.tsx";
import type { Draft } from "../draft.ts";
import { useFieldWords } from "./field-words.ts";
import { RecordField } from "./record-field.tsx";

interface RecordSheetProps {
  definition: FormDefinition;
  /** The fields somebody fills now, in order. */
  fields: readonly FormField[];
  draft: Draft;
  onChange: (key: string, value: string | string[]) => void;
  /** By field key: what is not taken. */
  problems: Readonly<Record<string, string>>;
  findings: readonly FormFinding[];
  /** Fields the server fills: shown, not typed. */
  fixedKeys: readonly string[];
}

/** The fields of a form in their sections, two beside each other where there is room. */
export function RecordSheet(props: RecordSheetProps) {
  const { fields, draft, onChange, problems, findings, fixedKeys } = props;
  const words = useFieldWords();
  const ruleText = useProblemText();
  return (
    <>
      {sectionsOf(fields).map(({ title, fields: inside }) => (
        <Section
          key={inside[0]?.key}
          title={title ? words.section(inside[0] as FormField) : undefined}
        >
          <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,15rem),1fr))] items-start gap-4">
            {inside.map((field) => {
              const finding = findings.find((each) => each.field === field.key);
              const rule = problems[field.key];
              return (
                <RecordField
                  key={field.key}
                  field={field}
                  value={draft[field.key] ?? ""}
                  onChange={(value) => onChange(field.key, value)}
                  problem={rule ? ruleText(rule) : null}
                  warning={finding ? words.finding(finding, field) : null}
                  isReadOnly={fixedKeys.includes(field.key)}
                />
              );
            })}
          </div>
        </Section>
      ))}
    </>
  );
}

/** Fields of one section stand together, in the order the sections first appear. */
export function sectionsOf(fields: readonly FormField[]) {
  const sections: { title: string; fields: FormField[] }[] = [];
  for (const field of fields) {
    const title = field.section ?? "";
    const known = sections.find((section) => section.title === title);
    if (known) known.fields.push(field);
    else sections.push({ title, fields: [field] });
  }
  return sections;
}

const rules = new Set([
  "REQUIRED",
  "TYPE",
  "CHOICE",
  "COUNT",
  "TOO_LARGE",
  "TOO_LONG",
  "SCAN",
  "FUTURE",
  "DUPLICATE",
]);

function useProblemText(): (rule: string) => string {
  const t = useT("form");
  return (rule) => t(`problem.${rules.has(rule) ? rule : "OTHER"}`);
}
