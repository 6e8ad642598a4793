import { expiryActions, subjectTypes } from "@lineside/domain/time-rule";
import { Controller, useFormContext, useWatch } from "react-hook-form";
import { asNumber } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { Field } from "~/ui/field.tsx";
import { FieldRow } from "~/ui/form.tsx";
import { Checkbox, CodeInput, Input, NumberInput, Textarea } from "~/ui/input.tsx";
import { RadioList } from "~/ui/radio-list.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { DurationField } from "./duration-field.tsx";
import { FilterField, firstEvents } from "./filter-field.tsx";
import { ScopeFields } from "./scope-fields.tsx";
import { useErrorOf } from "./use-error-of.ts";

/** Everything that can be said about a rule, in the order one thinks of it. */
export function RuleFields({ isNew }: { isNew: boolean }) {
  const t = useT("time-rule");
  const { register } = useFormContext();
  const errorOf = useErrorOf();
  return (
    <>
      {isNew && <IdentityFields />}
      <FieldRow>
        <Field label={t("nameEn")} error={errorOf("name")} isRequired>
          <Input {...register("name")} autoComplete="off" />
        </Field>
        <Field label={t("nameZh")} error={errorOf("nameZh")} isRequired>
          <Input {...register("nameZh")} autoComplete="off" />
        </Field>
      </FieldRow>
      <FieldRow>
        <DurationField name="durationMinutes" label={t("duration")} />
        <DurationField name="warningMinutes" label={t("warning")} hint={t("warningHint")} />
      </FieldRow>
      <FilterField name="startWhen" label={t("startWhen")} />
      <FilterField name="endWhen" label={t("endWhen")} />
      <ScopeFields />
      <ExpiryFields />
      <FieldRow>
        <Field label={t("priority")} hint={t("priorityHint")} error={errorOf("priority")}>
          <NumberInput {...register("priority", asNumber)} inputMode="numeric" />
        </Field>
      </FieldRow>
      <Checkbox {...register("isWaivable")} label={t("isWaivable")} hint={t("isWaivableHint")} />
      <Checkbox {...register("isActive")} label={t("isActive")} hint={t("isActiveHint")} />
      <Field label={t("remark")} error={errorOf("remark")}>
        <Textarea {...register("remark", { setValueAs: (text) => text || null })} rows={2} />
      </Field>
    </>
  );
}

/** Given once: what the rule is called, which family it belongs to, whose time it counts. */
function IdentityFields() {
  const t = useT("time-rule");
  const { register, control, setValue } = useFormContext();
  const errorOf = useErrorOf();
  return (
    <>
      <FieldRow>
        <Field label={t("code")} hint={t("codeHint")} error={errorOf("code")} isRequired>
          <CodeInput {...register("code")} autoFocus />
        </Field>
        <Field label={t("family")} hint={t("familyHint")} error={errorOf("family")} isRequired>
          <CodeInput {...register("family")} />
        </Field>
      </FieldRow>
      <Field label={t("subjectType")} isGroup>
        <Controller
          control={control}
          name="subjectType"
          render={({ field }) => (
            <Segmented
              label={t("subjectType")}
              value={field.value}
              onChange={(value) => {
                field.onChange(value);
                // Events of a board mean nothing to a bottle.
                const { start, end } = firstEvents[value as keyof typeof firstEvents];
                setValue("startWhen", start, { shouldDirty: true });
                setValue("endWhen", end, { shouldDirty: true });
              }}
              choices={subjectTypes.map((value) => ({ value, label: t(`subjectType.${value}`) }))}
            />
          )}
        />
      </Field>
    </>
  );
}

function ExpiryFields() {
  const t = useT("time-rule");
  const severityText = useStateText("severity");
  const { control } = useFormContext();
  const subjectType = useWatch({ control, name: "subjectType" }) as string;
  return (
    <Field label={t("onExpiry")} isGroup>
      <Controller
        control={control}
        name="onExpiry"
        render={({ field }) => (
          <RadioList
            label={t("onExpiry")}
            value={field.value}
            onChange={field.onChange}
            choices={expiryActions.map((value) => ({
              value,
              label: severityText(value),
              hint: t(`onExpiry.${value}.${subjectType}`),
            }))}
          />
        )}
      />
    </Field>
  );
}
