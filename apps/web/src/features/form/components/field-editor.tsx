import { type FormField, fieldDefaults, fieldTypes, zField } from "@lineside/domain/form";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Field } from "~/ui/field.tsx";
import { FieldRow, Form, FormActions } from "~/ui/form.tsx";
import { Checkbox, CodeInput, Input, NumberInput, Select, Textarea } from "~/ui/input.tsx";
import { type FieldDraft, fieldDraftOf, fieldOf } from "../field-draft.ts";

interface FieldEditorProps {
  /** null: a new one. */
  field: FormField | null;
  takenKeys: string[];
  onSave: (field: FormField) => void;
  onClose: () => void;
}

/** One field of a draft: what it is called, its type, its limits and answers. */
export function FieldEditor({ field, takenKeys, onSave, onClose }: FieldEditorProps) {
  const t = useT("form");
  const [draft, setDraft] = useState(() => fieldDraftOf(field));
  const [problem, setProblem] = useState<string | null>(null);
  const set = (patch: Partial<FieldDraft>) => setDraft((old) => ({ ...old, ...patch }));
  const save = () => {
    if (takenKeys.includes(draft.key.trim())) return setProblem("key");
    const read = zField.safeParse(fieldOf(field, draft));
    if (read.success) onSave(read.data);
    else setProblem(String(read.error.issues[0]?.path[0] ?? "key"));
  };
  const error = (name: string) => (problem === name ? t("fieldInvalid") : null);
  return (
    <Drawer isOpen onClose={onClose} title={field ? t("editField") : t("addField")}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <FieldRow>
          <Field label={t("fieldKey")} isRequired hint={t("fieldKeyHint")} error={error("key")}>
            <CodeInput
              readOnly={field !== null}
              value={draft.key}
              onChange={(event) => set({ key: event.target.value })}
            />
          </Field>
          <Field label={t("type")}>
            <Select
              value={draft.type}
              choices={fieldTypes.map((value) => ({ value, label: t(`type.${value}`) }))}
              onChange={(event) => set({ type: event.target.value as FormField["type"] })}
            />
          </Field>
        </FieldRow>
        <Texts draft={draft} set={set} error={error} />
        <TypeFields draft={draft} set={set} error={error} />
        <Field label={t("default")}>
          <Select
            emptyLabel={t("noDefault")}
            value={draft.default}
            choices={fieldDefaults.map((value) => ({ value, label: t(`default.${value}`) }))}
            onChange={(event) => set({ default: event.target.value })}
          />
        </Field>
        <div>
          <Checkbox
            label={t("required")}
            checked={draft.required}
            onChange={(event) => set({ required: event.target.checked })}
          />
          {(draft.type === "DATETIME" || draft.type === "PERSON") && (
            <Checkbox
              label={t("stamped")}
              hint={t("stampHint")}
              checked={draft.stamp}
              onChange={(event) => set({ stamp: event.target.checked })}
            />
          )}
          <Checkbox
            label={t("stageOpen")}
            hint={t("stageOpenHint")}
            checked={draft.isOpenStage}
            onChange={(event) => set({ isOpenStage: event.target.checked })}
          />
        </div>
        <FormActions isSticky>
          <Button type="submit" look="primary">
            {t("takeOver")}
          </Button>
        </FormActions>
      </Form>
    </Drawer>
  );
}

interface PartProps {
  draft: FieldDraft;
  set: (patch: Partial<FieldDraft>) => void;
  error: (name: string) => string | null;
}

function Texts({ draft, set, error }: PartProps) {
  const t = useT("form");
  const pairs = [
    ["label", "labelEn", "labelZh", "labelZh", true],
    ["section", "sectionEn", "sectionZh", "sectionZh", false],
    ["hint", "hintEn", "hintZh", "hintZh", false],
  ] as const;
  return (
    <>
      {pairs.map(([en, enLabel, zh, zhLabel, isRequired]) => (
        <FieldRow key={en}>
          <Field label={t(`of.${enLabel}`)} isRequired={isRequired} error={error(en)}>
            <Input value={draft[en]} onChange={(event) => set({ [en]: event.target.value })} />
          </Field>
          <Field label={t(`of.${zhLabel}`)} isRequired={isRequired} error={error(zh)}>
            <Input value={draft[zh]} onChange={(event) => set({ [zh]: event.target.value })} />
          </Field>
        </FieldRow>
      ))}
    </>
  );
}

function TypeFields({ draft, set, error }: PartProps) {
  const t = useT("form");
  if (draft.type === "NUMBER" || draft.type === "DURATION")
    return (
      <FieldRow>
        <Field label={t("unit")} error={error("unit")}>
          <Input value={draft.unit} onChange={(event) => set({ unit: event.target.value })} />
        </Field>
        <Field label={t("min")} error={error("min")}>
          <NumberInput value={draft.min} onChange={(event) => set({ min: event.target.value })} />
        </Field>
        <Field label={t("max")} error={error("max")}>
          <NumberInput value={draft.max} onChange={(event) => set({ max: event.target.value })} />
        </Field>
      </FieldRow>
    );
  if (draft.type === "CHOICE")
    return (
      <>
        <Field label={t("choices")} isRequired hint={t("choicesHint")} error={error("choices")}>
          <Textarea
            rows={5}
            value={draft.choices}
            onChange={(event) => set({ choices: event.target.value })}
          />
        </Field>
        <Field label={t("okValues")} hint={t("okValuesHint")} error={error("okValues")}>
          <Input
            value={draft.okValues}
            onChange={(event) => set({ okValues: event.target.value })}
          />
        </Field>
      </>
    );
  if (draft.type === "BOOLEAN")
    return (
      <Field label={t("okValues")}>
        <Select
          emptyLabel={t("notJudged")}
          value={draft.okValues}
          choices={[
            { value: "true", label: t("yes") },
            { value: "false", label: t("no") },
          ]}
          onChange={(event) => set({ okValues: event.target.value })}
        />
      </Field>
    );
  return null;
}
