import { Controller, useFormContext } from "react-hook-form";
import { asNumber } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { useLineChoices } from "~/lib/line-choices.ts";
import { CheckList } from "~/ui/check-list.tsx";
import { Field } from "~/ui/field.tsx";
import { FieldRow } from "~/ui/form.tsx";
import { CodeArea, Input, NumberInput } from "~/ui/input.tsx";
import type { ApiKeyFields as Fields } from "./api-key-form.ts";

export function ApiKeyFields() {
  const t = useT("api-keys");
  const { register, control, formState } = useFormContext<Fields>();
  const { errors } = formState;
  const lines = useLineChoices();
  return (
    <>
      <Field label={t("name")} hint={t("nameHint")} error={errors.name?.message} isRequired>
        <Input {...register("name")} autoComplete="off" />
      </Field>
      <Field label={t("sources")} hint={t("sourcesHint")} error={errors.sources?.message}>
        <CodeArea rows={2} {...register("sources")} />
      </Field>
      <Field label={t("lines")} hint={t("linesHint")} error={errors.lineIds?.message} isGroup>
        <Controller
          control={control}
          name="lineIds"
          render={({ field }) => (
            <CheckList
              label={t("lines")}
              items={lines.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
              values={field.value}
              onChange={field.onChange}
            />
          )}
        />
      </Field>
      <FieldRow>
        <Field
          label={t("rate")}
          hint={t("rateHint")}
          error={errors.ratePerMinute?.message}
          isRequired
        >
          <NumberInput unit={t("rateUnit")} {...register("ratePerMinute", asNumber)} />
        </Field>
        <Field label={t("expires")} hint={t("expiresHint")} error={errors.expiresAt?.message}>
          <Input type="datetime-local" {...register("expiresAt")} />
        </Field>
      </FieldRow>
    </>
  );
}
