import { z } from "zod";
import { asNumber, useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Field } from "~/ui/field.tsx";
import { FieldRow, Form, FormActions } from "~/ui/form.tsx";
import { Checkbox, NumberInput, Select } from "~/ui/input.tsx";
import { Section } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { toast } from "~/ui/toast.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { backupsKey, type Policy, savePolicy } from "../api/backups.ts";

/** As the server checks them; it stays the judge. */
const fields = z.object({
  everyHours: z.number(),
  atHour: z.number().int().min(0).max(23),
  hourly: z.number().int().min(0).max(168),
  daily: z.number().int().min(0).max(366),
  weekly: z.number().int().min(0).max(520),
  includesFiles: z.boolean(),
  ageHours: z.number().int().min(1).max(720),
});
const everyHours = [0, 1, 2, 3, 4, 6, 8, 12, 24];

/** How often one is made by itself, and how many are kept. */
export function PolicyForm({ policy }: { policy: Policy }) {
  const t = useT("backup");
  const whyNot = useWhyNot();
  const form = useZodForm(fields, policy);
  const showAtField = useFieldRefusal(form);
  const save = useCommand(savePolicy, {
    touches: [backupsKey],
    onDone: (saved) => {
      form.reset(saved);
      toast(t("saved"));
    },
  });
  const submit = form.handleSubmit((input) => save.mutate(input, { onError: showAtField }));
  const often = useOften();
  const choices = everyHours.map((hours) => ({ value: String(hours), label: often(hours) }));
  const { errors } = form.formState;
  return (
    <Form onSubmit={submit}>
      <Section isFramed title={t("plan")} lead={t("plan.lead")}>
        <FieldRow>
          <Field label={t("everyHours")} error={errors.everyHours?.message}>
            <Select {...form.register("everyHours", asNumber)} choices={choices} />
          </Field>
          <Field label={t("atHour")} hint={t("atHourHint")} error={errors.atHour?.message}>
            <NumberInput {...form.register("atHour", asNumber)} unit="h" />
          </Field>
        </FieldRow>
        <Counts form={form} />
        <Checkbox
          {...form.register("includesFiles")}
          label={t("includesFiles")}
          hint={t("includesFilesHint")}
        />
        {save.error && <Refusal error={save.error} />}
        <FormActions>
          <Button
            type="submit"
            look="primary"
            isBusy={save.isPending}
            disabledReason={whyNot("backup:operate")}
          >
            {t("save")}
          </Button>
        </FormActions>
      </Section>
    </Form>
  );
}

const counts = ["hourly", "daily", "weekly", "ageHours"] as const;

function Counts({ form }: { form: ReturnType<typeof useZodForm<typeof fields>> }) {
  const t = useT("backup");
  const { errors } = form.formState;
  return (
    <FieldRow>
      {counts.map((name) => (
        <Field key={name} label={t(name)} hint={t(`${name}Hint`)} error={errors[name]?.message}>
          <NumberInput {...form.register(name, asNumber)} />
        </Field>
      ))}
    </FieldRow>
  );
}

function useOften(): (hours: number) => string {
  const t = useT("backup");
  return (hours) => {
    if (hours === 0) return t("every.0");
    return hours === 24 ? t("every24") : t("every", { count: hours });
  };
}
