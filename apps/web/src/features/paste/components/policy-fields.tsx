import { pastePresets } from "@lineside/domain/solder-paste";
import { useState } from "react";
import { useFormContext } from "react-hook-form";
import { asNumber } from "~/lib/form.ts";
import { formatDuration } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { Field } from "~/ui/field.tsx";
import { FieldRow } from "~/ui/form.tsx";
import { Checkbox, CodeInput, Input, NumberInput, Select } from "~/ui/input.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Section } from "~/ui/page.tsx";
import { Badge } from "~/ui/status-pill.tsx";
import { flat, originOf, type PolicyField, policyGroups, unlimited } from "../policy-form.ts";

const orNull = { setValueAs: (typed: unknown) => (typed === "" ? null : typed) };

export function TypeFields({ isNew }: { isNew: boolean }) {
  const t = useT("paste");
  const { register, formState } = useFormContext();
  const error = (name: string) => formState.errors[name]?.message as string | undefined;
  return (
    <>
      <FieldRow>
        {isNew && (
          <Field label={t("code")} hint={t("types.codeHint")} error={error("code")} isRequired>
            <CodeInput {...register("code")} />
          </Field>
        )}
        <Field label={t("name")} error={error("name")} isRequired>
          <Input {...register("name")} />
        </Field>
      </FieldRow>
      <FieldRow>
        <Field label={t("maker")} error={error("maker")}>
          <Input {...register("maker", orNull)} />
        </Field>
        <Field label={t("partNo")} error={error("partNo")}>
          <CodeInput {...register("partNo", orNull)} />
        </Field>
        <Field label={t("alloy")} error={error("alloy")}>
          <Input {...register("alloy", orNull)} placeholder="SAC305" />
        </Field>
      </FieldRow>
      {!isNew && <Checkbox label={t("types.active")} {...register("isActive")} />}
    </>
  );
}

/** The policy by the stages of a bottle's life; every number says where it comes from. */
export function PolicyFields({ isNew }: { isNew: boolean }) {
  const t = useT("paste");
  const [presetKey, setPreset] = useState("DEFAULT");
  return (
    <>
      <Presets isNew={isNew} value={presetKey} onChange={setPreset} />
      {policyGroups.map((group) => (
        <Section key={group.key} title={t(`group.${group.key}`)}>
          <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,15rem),1fr))] items-start gap-4">
            {group.fields.map((field) => (
              <PolicyInput key={field.name} field={field} presetKey={presetKey} />
            ))}
          </div>
        </Section>
      ))}
    </>
  );
}

interface PresetsProps {
  isNew: boolean;
  value: string;
  onChange: (key: string) => void;
}

/** Examples to start from; what is printed on the jar in hand wins. */
function Presets({ isNew, value, onChange }: PresetsProps) {
  const t = useT("paste");
  const { setValue } = useFormContext();
  const chosen = pastePresets.find(({ key }) => key === value);
  const take = (key: string) => {
    const preset = pastePresets.find((each) => each.key === key);
    if (!preset) return;
    onChange(key);
    for (const [name, each] of Object.entries(flat(preset.policy)))
      setValue(name, each, { shouldDirty: true, shouldValidate: true });
  };
  return (
    <>
      <Field label={t("preset")} hint={t("preset.hint")}>
        <Select
          value={value}
          onChange={(event) => take(event.target.value)}
          choices={pastePresets.map(({ key, name, maker }) => ({
            value: key,
            label:
              key === "DEFAULT"
                ? t("preset.default")
                : t("preset.example", { name: maker ? `${maker} ${name}` : name }),
          }))}
        />
      </Field>
      {chosen?.source ? (
        <Notice tone="warn" title={t("preset.check")}>
          {t("preset.source", { source: chosen.source })}
        </Notice>
      ) : (
        isNew && <Notice tone="wait" title={t("preset.defaults")} />
      )}
    </>
  );
}

function PolicyInput({ field, presetKey }: { field: PolicyField; presetKey: string }) {
  const t = useT("paste");
  const { register, watch, formState } = useFormContext();
  const { name } = field;
  const value: unknown = watch(name);
  const hint = useHint(field, value);
  const error = formState.errors[name]?.message as string | undefined;
  const label = (
    <span className="inline-flex flex-wrap items-center gap-2">
      {t(`policy.${name}`)} <Origin field={field} value={value} presetKey={presetKey} />
    </span>
  );
  if (field.is === "yes")
    return <Checkbox label={label} hint={t(`policyHint.${name}`)} {...register(name)} />;
  if (field.is === "choice")
    return (
      <Field label={label} error={error}>
        <Select
          {...register(name)}
          choices={field.choices.map((choice) => ({
            value: choice,
            label: t(`policyChoice.${choice}`),
          }))}
        />
      </Field>
    );
  return (
    <Field label={label} error={error} hint={hint}>
      <NumberInput {...register(name, asNumber)} unit={t(`unit.${field.unit}`)} />
    </Field>
  );
}

/** What a large number of minutes is, and what an empty field means. */
function useHint(field: PolicyField, value: unknown): string | null {
  const t = useT("paste");
  if (value === null && unlimited.includes(field.name)) return t("policy.noLimit");
  const isLong = field.is === "number" && field.unit === "minutes" && typeof value === "number";
  return isLong && value >= 60 ? `= ${formatDuration(value * 60_000)}` : null;
}

interface OriginProps {
  field: PolicyField;
  value: unknown;
  presetKey: string;
}

function Origin({ field, value, presetKey }: OriginProps) {
  const t = useT("paste");
  const origin = originOf(field.name, value, presetKey);
  if (origin === "OWN") return null;
  if (origin === "GUIDE") return <Badge tone="wait">{t("origin.guide")}</Badge>;
  return <Badge>{t("origin.default")}</Badge>;
}
