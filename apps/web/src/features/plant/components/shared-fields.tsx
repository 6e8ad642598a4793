import { useFormContext } from "react-hook-form";
import { useT } from "~/lib/i18n.ts";
import { Field } from "~/ui/field.tsx";
import { Checkbox, CodeInput, Input } from "~/ui/input.tsx";
import type { Thing } from "./thing.ts";

/** Nothing typed is no value. */
export const orNull = { setValueAs: (typed: string | null) => typed || null };

/** The code is what labels and the trail say, so it is given once. */
export function CodeField() {
  const t = useT("plant");
  const { register, formState } = useFormContext();
  const error = formState.errors.code?.message as string | undefined;
  return (
    <Field label={t("code")} hint={t("codeHint")} error={error} isRequired>
      <CodeInput {...register("code")} autoFocus />
    </Field>
  );
}

export function TextField(props: { name: string; label: string; isRequired?: boolean }) {
  const { name, label, isRequired } = props;
  const { register, formState } = useFormContext();
  return (
    <Field
      label={label}
      error={formState.errors[name]?.message as string | undefined}
      isRequired={isRequired}
    >
      <Input {...register(name, isRequired ? {} : orNull)} autoComplete="off" />
    </Field>
  );
}

export function ActiveField({ kind }: { kind: Thing<never>["kind"] }) {
  const t = useT("plant");
  const { register } = useFormContext();
  return <Checkbox {...register("isActive")} label={t("isActive")} hint={t(`${kind}.offHint`)} />;
}
