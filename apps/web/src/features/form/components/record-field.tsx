import type { FormField } from "@lineside/domain/form";
import { useT } from "~/lib/i18n.ts";
import { Field } from "~/ui/field.tsx";
import { CodeInput, Input, NumberInput, Select, Textarea } from "~/ui/input.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { Text } from "~/ui/text.tsx";
import { useFieldWords } from "./field-words.ts";
import { PhotoField } from "./photo-field.tsx";

export interface RecordFieldProps {
  field: FormField;
  value: string | string[];
  onChange: (value: string | string[]) => void;
  /** Why the server or the sheet does not take it. */
  problem?: string | null;
  /** What the judgement says about it as it stands: it will be recorded all the same. */
  warning?: string | null;
  isReadOnly?: boolean;
}

/** One field of a sheet by its type, with its limits and what the judgement will say. */
export function RecordField(props: RecordFieldProps) {
  const { field, problem, warning } = props;
  const words = useFieldWords();
  const hint = [words.limits(field), words.hint(field)].filter(Boolean).join(" · ");
  const isGroup = field.type === "BOOLEAN" || isShort(field) || field.type === "PHOTO";
  return (
    <Field
      label={words.label(field)}
      isRequired={field.required && !field.stamp && !field.carry}
      isGroup={isGroup}
      error={problem ?? null}
      hint={warning ? <Text tone="bad">{warning}</Text> : hint || undefined}
    >
      <Control {...props} />
    </Field>
  );
}

/** Few enough answers to stand side by side. */
function isShort(field: FormField): boolean {
  return field.type === "CHOICE" && (field.choices?.length ?? 0) <= 4;
}

function Control({ field, value, onChange, isReadOnly }: RecordFieldProps) {
  const t = useT("form");
  const words = useFieldWords();
  const text = Array.isArray(value) ? "" : value;
  const typed = {
    value: text,
    readOnly: isReadOnly,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  const choices = (field.choices ?? []).map((each) => ({
    value: each.value,
    label: words.choice(each),
  }));
  switch (field.type) {
    case "NUMBER":
      return <NumberInput unit={field.unit} {...typed} />;
    case "DURATION":
      return <NumberInput unit={t("minutes")} {...typed} />;
    case "BOOLEAN":
      return (
        <Segmented
          label={words.label(field)}
          value={text}
          onChange={onChange}
          isDisabled={isReadOnly}
          choices={[
            { value: "true", label: t("yes") },
            { value: "false", label: t("no") },
          ]}
        />
      );
    case "CHOICE":
      return isShort(field) ? (
        <Segmented
          label={words.label(field)}
          value={text}
          onChange={onChange}
          isDisabled={isReadOnly}
          choices={choices}
        />
      ) : (
        <Select emptyLabel={t("choose")} choices={choices} disabled={isReadOnly} {...typed} />
      );
    case "DATETIME":
      return <Input type="datetime-local" {...typed} />;
    case "DATE":
      return <Input type="date" {...typed} />;
    case "SCAN":
      return <CodeInput data-scan="keep" {...typed} />;
    case "PHOTO":
      return (
        <PhotoField
          ids={Array.isArray(value) ? value : []}
          onChange={onChange}
          isReadOnly={isReadOnly}
        />
      );
    default:
      return (field.maxLength ?? 0) > 200 ? <Textarea {...typed} /> : <Input {...typed} />;
  }
}
