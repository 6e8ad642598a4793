import { commandsBySetting } from "@lineside/domain/signature";
import { z } from "zod";
import { asNumber, useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { languages, useT } from "~/lib/i18n.ts";
import { meQuery } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Field } from "~/ui/field.tsx";
import { FieldRow, Form, FormActions } from "~/ui/form.tsx";
import { Checkbox, CodeInput, Input, NumberInput, Select } from "~/ui/input.tsx";
import { Section } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { toast } from "~/ui/toast.tsx";
import { type Settings, saveSettings, settingsQuery } from "../api/settings.ts";
import { SignatureSection } from "./signature-section.tsx";

/** As the server checks them; it stays the judge. */
const fields = z.object({
  plantName: z.string().trim().min(1).max(60),
  undoSeconds: z.number().int().min(0).max(600),
  overrunPercent: z.number().min(0).max(100),
  scanPrefix: z.string().max(8),
  scanSuffix: z.string().max(8),
  noticeLanguage: z.enum(["zh-CN", "en"]),
  changeoverReminderHours: z.number().min(0).max(168),
  changeoverSelfReview: z.boolean(),
  ingestParkMinutes: z.number().int().min(1).max(1_440),
  ingestRawDays: z.number().int().min(1).max(4_000),
  ingestArchiveEnabled: z.boolean(),
  auditRetentionDays: z.number().int().min(0).max(36_500),
  passwordLengthMin: z.number().int().min(10).max(64),
  signInFailuresMax: z.number().int().min(0).max(100),
  signInLockMinutes: z.number().int().min(1).max(1_440),
  secondFactorForAdmins: z.boolean(),
  signatureFor: z.array(z.enum(commandsBySetting)),
});

export function SettingsForm({ settings }: { settings: Settings }) {
  const t = useT("settings");
  const form = useZodForm(fields, settings);
  const { errors } = form.formState;
  const showAtField = useFieldRefusal(form);
  const save = useCommand(saveSettings, {
    touches: [settingsQuery.queryKey, meQuery.queryKey],
    onDone: () => toast(t("saved")),
  });
  const submit = form.handleSubmit((input) => save.mutate(input, { onError: showAtField }));
  return (
    <Form onSubmit={submit}>
      <Section isFramed title={t("plant")}>
        <Field label={t("plantName")} error={errors.plantName?.message} isRequired>
          <Input {...form.register("plantName")} />
        </Field>
        <Field label={t("noticeLanguage")} hint={t("noticeLanguageHint")}>
          <Select
            {...form.register("noticeLanguage")}
            choices={Object.entries(languages).map(([value, label]) => ({ value, label }))}
          />
        </Field>
      </Section>
      <Section isFramed title={t("production")}>
        <FieldRow>
          <Field
            label={t("undoSeconds")}
            hint={t("undoSecondsHint")}
            error={errors.undoSeconds?.message}
          >
            <NumberInput {...form.register("undoSeconds", asNumber)} unit="s" />
          </Field>
          <Field
            label={t("overrunPercent")}
            hint={t("overrunPercentHint")}
            error={errors.overrunPercent?.message}
          >
            <NumberInput {...form.register("overrunPercent", asNumber)} unit="%" />
          </Field>
        </FieldRow>
      </Section>
      <Section isFramed title={t("changeover")}>
        <Field
          label={t("changeoverReminderHours")}
          hint={t("changeoverReminderHoursHint")}
          error={errors.changeoverReminderHours?.message}
        >
          <NumberInput {...form.register("changeoverReminderHours", asNumber)} unit="h" />
        </Field>
        <Checkbox {...form.register("changeoverSelfReview")} label={t("changeoverSelfReview")} />
      </Section>
      <IngestSection form={form} />
      <AuditSection form={form} />
      <SignInSection form={form} />
      <SignatureSection
        values={form.watch("signatureFor")}
        onChange={(signatureFor) => form.setValue("signatureFor", signatureFor)}
      />
      <Section isFramed title={t("scanner")} lead={t("scannerLead")}>
        <FieldRow>
          <Field label={t("scanPrefix")} error={errors.scanPrefix?.message}>
            <CodeInput {...form.register("scanPrefix")} />
          </Field>
          <Field label={t("scanSuffix")} error={errors.scanSuffix?.message}>
            <CodeInput {...form.register("scanSuffix")} />
          </Field>
        </FieldRow>
      </Section>
      {save.error && <Refusal error={save.error} />}
      <FormActions>
        <Button type="submit" look="primary" isBusy={save.isPending}>
          {t("common:save")}
        </Button>
      </FormActions>
    </Form>
  );
}

type SettingsForms = ReturnType<typeof useZodForm<typeof fields>>;

/** How long events of machines wait, and how long their texts are kept. */
function IngestSection({ form }: { form: SettingsForms }) {
  const t = useT("settings");
  const { errors } = form.formState;
  return (
    <Section isFramed title={t("ingest")}>
      <FieldRow>
        <Field
          label={t("ingestParkMinutes")}
          hint={t("ingestParkMinutesHint")}
          error={errors.ingestParkMinutes?.message}
        >
          <NumberInput {...form.register("ingestParkMinutes", asNumber)} unit="min" />
        </Field>
        <Field
          label={t("ingestRawDays")}
          hint={t("ingestRawDaysHint")}
          error={errors.ingestRawDays?.message}
        >
          <NumberInput {...form.register("ingestRawDays", asNumber)} unit="d" />
        </Field>
      </FieldRow>
      <Checkbox {...form.register("ingestArchiveEnabled")} label={t("ingestArchiveEnabled")} />
    </Section>
  );
}

/** How long the event trail stays in the database. */
function AuditSection({ form }: { form: SettingsForms }) {
  const t = useT("settings");
  return (
    <Section isFramed title={t("audit")}>
      <Field
        label={t("auditRetentionDays")}
        hint={t("auditRetentionDaysHint")}
        error={form.formState.errors.auditRetentionDays?.message}
      >
        <NumberInput {...form.register("auditRetentionDays", asNumber)} unit="d" />
      </Field>
    </Section>
  );
}

/** What is asked of passwords, and what happens to whoever guesses them. */
function SignInSection({ form }: { form: SettingsForms }) {
  const t = useT("settings");
  const { errors } = form.formState;
  return (
    <Section isFramed title={t("signIn")}>
      <Field
        label={t("passwordLengthMin")}
        hint={t("passwordLengthMinHint")}
        error={errors.passwordLengthMin?.message}
      >
        <NumberInput {...form.register("passwordLengthMin", asNumber)} />
      </Field>
      <FieldRow>
        <Field
          label={t("signInFailuresMax")}
          hint={t("signInFailuresMaxHint")}
          error={errors.signInFailuresMax?.message}
        >
          <NumberInput {...form.register("signInFailuresMax", asNumber)} />
        </Field>
        <Field
          label={t("signInLockMinutes")}
          hint={t("signInLockMinutesHint")}
          error={errors.signInLockMinutes?.message}
        >
          <NumberInput {...form.register("signInLockMinutes", asNumber)} unit="min" />
        </Field>
      </FieldRow>
      <Checkbox {...form.register("secondFactorForAdmins")} label={t("secondFactorForAdmins")} />
    </Section>
  );
}
