import { processTypes } from "@lineside/domain/plant";
import { Controller, useFormContext } from "react-hook-form";
import { asNumber } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { Field } from "~/ui/field.tsx";
import { FieldRow } from "~/ui/form.tsx";
import { Checkbox, CodeInput, Input, NumberInput } from "~/ui/input.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { useStateText } from "~/ui/status-pill.tsx";

export function CodeFields({ isNew }: { isNew: boolean }) {
  const t = useT("quality");
  const { register, formState } = useFormContext();
  const errorOf = (name: string) => formState.errors[name]?.message as string | undefined;
  return (
    <>
      {isNew && (
        <Field label={t("code")} hint={t("codeHint")} error={errorOf("code")} isRequired>
          <CodeInput {...register("code")} autoFocus />
        </Field>
      )}
      <FieldRow>
        <Field label={t("nameEn")} error={errorOf("name")} isRequired>
          <Input {...register("name")} autoComplete="off" />
        </Field>
        <Field label={t("nameZh")} error={errorOf("nameZh")} isRequired>
          <Input {...register("nameZh")} autoComplete="off" />
        </Field>
      </FieldRow>
      <ChoiceFields />
      <Field label={t("rank")} hint={t("rankHint")} error={errorOf("rank")} isRequired>
        <NumberInput {...register("rank", asNumber)} inputMode="numeric" />
      </Field>
      {!isNew && (
        <Checkbox {...register("isActive")} label={t("isActive")} hint={t("isActiveHint")} />
      )}
    </>
  );
}

function ChoiceFields() {
  const t = useT("quality");
  const gradeText = useStateText("grade");
  const { control } = useFormContext();
  return (
    <>
      <Field label={t("severity")} isGroup>
        <Controller
          control={control}
          name="severity"
          render={({ field }) => (
            <Segmented
              label={t("severity")}
              choices={["FATAL", "MAJOR", "MINOR"].map((value) => ({
                value,
                label: gradeText(value),
              }))}
              value={field.value}
              onChange={field.onChange}
            />
          )}
        />
      </Field>
      <Field label={t("process")} hint={t("processHint")} isGroup>
        <Controller
          control={control}
          name="processType"
          render={({ field }) => (
            <Segmented
              label={t("process")}
              choices={[
                { value: "", label: t("process.both") },
                ...processTypes.map((value) => ({ value, label: t(`process.${value}`) })),
              ]}
              value={field.value ?? ""}
              onChange={(value) => field.onChange(value || null)}
            />
          )}
        />
      </Field>
    </>
  );
}
