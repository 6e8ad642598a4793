import {
  breachActions,
  type CaptureRule,
  captureTypes,
  checkCaptureItem,
} from "@lineside/domain/routing";
import { Controller, useFormContext } from "react-hook-form";
import { asNumber } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { Field } from "~/ui/field.tsx";
import { FieldRow } from "~/ui/form.tsx";
import { Checkbox, CodeInput, Input, NumberInput, Select, Textarea } from "~/ui/input.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { type ItemRule, useExpectedText } from "./words.ts";

type Values = CaptureRule & ItemRule & { name: string; nameZh: string };

export function CaptureItemFields({ isNew }: { isNew: boolean }) {
  const t = useT("route");
  const { register, formState, watch } = useFormContext();
  const errorOf = (name: string) => formState.errors[name]?.message as string | undefined;
  const type: Values["dataType"] = watch("dataType");
  return (
    <>
      {isNew && (
        <Field label={t("code")} hint={t("item.codeHint")} error={errorOf("code")} isRequired>
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
      <TypeField />
      {type === "NUMBER" && <LimitFields errorOf={errorOf} />}
      {type === "BOOLEAN" && <ExpectedField />}
      {type === "CHOICE" && <ChoicesField error={errorOf("choices")} />}
      <Checkbox
        {...register("isRequired")}
        label={t("item.isRequired")}
        hint={t("item.requiredHint")}
      />
      {(type === "NUMBER" || type === "BOOLEAN") && <BreachField />}
      <Field label={t("item.sequence")} hint={t("item.sequenceHint")} error={errorOf("sequence")}>
        <NumberInput {...register("sequence", asNumber)} />
      </Field>
      {!isNew && (
        <Checkbox {...register("isActive")} label={t("isActive")} hint={t("item.offHint")} />
      )}
      <Summary />
    </>
  );
}

/** Another type has other rules: what the old one was limited by is taken away. */
function TypeField() {
  const t = useT("route");
  const { control, setValue } = useFormContext();
  const options = { shouldDirty: true };
  const clear = (type: string) => {
    for (const name of ["lowerLimit", "upperLimit", "target", "choices"])
      setValue(name, null, options);
    if (type !== "NUMBER") setValue("unit", null, options);
    setValue("onBreach", "RECORD", options);
  };
  return (
    <Field label={t("item.type")} isGroup>
      <Controller
        control={control}
        name="dataType"
        render={({ field }) => (
          <Segmented
            label={t("item.type")}
            choices={captureTypes.map((value) => ({ value, label: t(`dataType.${value}`) }))}
            value={field.value}
            onChange={(value) => {
              field.onChange(value);
              clear(value);
            }}
          />
        )}
      />
    </Field>
  );
}

function LimitFields({ errorOf }: { errorOf: (name: string) => string | undefined }) {
  const t = useT("route");
  const { register, watch } = useFormContext();
  const unit = watch("unit");
  return (
    <>
      <Field label={t("item.unit")} error={errorOf("unit")}>
        <Input
          {...register("unit", { setValueAs: (typed: string | null) => typed || null })}
          placeholder="°C"
          autoComplete="off"
        />
      </Field>
      <FieldRow>
        <Field label={t("item.lowerLimit")} error={errorOf("lowerLimit")}>
          <NumberInput {...register("lowerLimit", asNumber)} unit={unit} />
        </Field>
        <Field label={t("item.upperLimit")} error={errorOf("upperLimit")}>
          <NumberInput {...register("upperLimit", asNumber)} unit={unit} />
        </Field>
      </FieldRow>
      <Field label={t("item.target")} hint={t("item.targetHint")} error={errorOf("target")}>
        <NumberInput {...register("target", asNumber)} unit={unit} />
      </Field>
    </>
  );
}

function ExpectedField() {
  const t = useT("route");
  const { control } = useFormContext();
  return (
    <Field label={t("item.expected")} hint={t("item.expectedHint")}>
      <Controller
        control={control}
        name="target"
        render={({ field }) => (
          <Select
            value={field.value === null ? "" : String(field.value)}
            onChange={({ target }) =>
              field.onChange(target.value === "" ? null : Number(target.value))
            }
            emptyLabel={t("item.either")}
            choices={[
              { value: "1", label: t("value.yes") },
              { value: "0", label: t("value.no") },
            ]}
          />
        )}
      />
    </Field>
  );
}

function ChoicesField({ error }: { error: string | undefined }) {
  const t = useT("route");
  const { control } = useFormContext();
  return (
    <Field label={t("item.choices")} hint={t("item.choicesHint")} error={error} isRequired>
      <Controller
        control={control}
        name="choices"
        render={({ field }) => (
          <Textarea
            defaultValue={(field.value ?? []).join("\n")}
            onChange={({ target }) => {
              const lines = target.value.split("\n").map((line) => line.trim());
              const choices = lines.filter((line) => line !== "");
              field.onChange(choices.length > 0 ? choices : null);
            }}
            onBlur={field.onBlur}
          />
        )}
      />
    </Field>
  );
}

function BreachField() {
  const t = useT("route");
  const { control, watch } = useFormContext();
  return (
    <Field label={t("item.onBreach")} hint={t(`breach.${watch("onBreach")}.means`)} isGroup>
      <Controller
        control={control}
        name="onBreach"
        render={({ field }) => (
          <Segmented
            label={t("item.onBreach")}
            choices={breachActions.map((value) => ({ value, label: t(`breach.${value}`) }))}
            value={field.value}
            onChange={field.onChange}
          />
        )}
      />
    </Field>
  );
}

/** The rule read back as a sentence, or what contradicts itself. */
function Summary() {
  const t = useT("route");
  const expected = useExpectedText();
  const values = useFormContext().watch() as Values;
  const checked = checkCaptureItem(values);
  if (!checked.ok)
    return <Notice tone="warn" title={t(`fault.${checked.refusal.context.reason}`)} />;
  const limits = expected(values);
  const isJudged = values.dataType === "NUMBER" || values.dataType === "BOOLEAN";
  return (
    <Notice tone="none" title={t("item.summary")}>
      <p>
        {t(values.isRequired ? "item.mustEnter" : "item.mayEnter")}{" "}
        {limits === null || !isJudged
          ? t("item.anything")
          : t(`breach.${values.onBreach}.says`, { limits })}
      </p>
    </Notice>
  );
}
