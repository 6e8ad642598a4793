import { useQuery } from "@tanstack/react-query";
import { Controller, useFormContext } from "react-hook-form";
import { asNumber } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { CheckList } from "~/ui/check-list.tsx";
import { Field } from "~/ui/field.tsx";
import { FieldRow } from "~/ui/form.tsx";
import { Checkbox, CodeInput, Input, NumberInput, Textarea } from "~/ui/input.tsx";
import { Section } from "~/ui/page.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { lineChoicesQuery } from "../api/channels.ts";
import type { ChannelKind } from "./channel-form.ts";
import { topics, useTopicText } from "./topics.ts";

interface ChannelFieldsProps {
  kind: ChannelKind;
  hasSecret: boolean;
}

export function ChannelFields({ kind, hasSecret }: ChannelFieldsProps) {
  const t = useT("notification");
  const { register } = useFormContext();
  const errorOf = useErrorOf();
  return (
    <>
      <Field label={t("name")} error={errorOf("name")} isRequired>
        <Input {...register("name")} autoComplete="off" />
      </Field>
      {kind === "SMTP" ? <MailFields /> : <UrlField kind={kind} />}
      <Field
        label={t(`secret.${kind}`)}
        hint={hasSecret ? t("secretStored") : t(`secretHint.${kind}`)}
        error={errorOf("secret")}
      >
        <CodeInput {...register("secret")} type="password" autoComplete="new-password" />
      </Field>
      <CarriesFields />
      <Checkbox {...register("isActive")} label={t("isActive")} hint={t("isActiveHint")} />
    </>
  );
}

function useErrorOf(): (name: string) => string | undefined {
  const { formState } = useFormContext();
  return (name) => formState.errors[name]?.message as string | undefined;
}

function UrlField({ kind }: { kind: "WECOM" | "WEBHOOK" }) {
  const t = useT("notification");
  const { register } = useFormContext();
  const errorOf = useErrorOf();
  return (
    <Field label={t(`url.${kind}`)} hint={t(`urlHint.${kind}`)} error={errorOf("url")} isRequired>
      <CodeInput {...register("url")} type="url" inputMode="url" />
    </Field>
  );
}

function MailFields() {
  const t = useT("notification");
  const { register } = useFormContext();
  const errorOf = useErrorOf();
  return (
    <>
      <FieldRow>
        <Field label={t("host")} error={errorOf("host")} isRequired>
          <CodeInput {...register("host")} />
        </Field>
        <Field label={t("port")} error={errorOf("port")} isRequired>
          <NumberInput {...register("port", asNumber)} inputMode="numeric" />
        </Field>
      </FieldRow>
      <Checkbox {...register("isSecure")} label={t("isSecure")} hint={t("isSecureHint")} />
      <Field label={t("user")} hint={t("userHint")} error={errorOf("user")}>
        <CodeInput {...register("user")} />
      </Field>
      <Field label={t("from")} error={errorOf("from")} isRequired>
        <CodeInput {...register("from")} type="email" inputMode="email" />
      </Field>
      <Checkbox {...register("toAudience")} label={t("toAudience")} hint={t("toAudienceHint")} />
      <Field label={t("to")} hint={t("toHint")} error={errorOf("to")}>
        <Textarea {...register("to")} rows={2} />
      </Field>
    </>
  );
}

/** What goes this way: from how urgent on, about what, from which lines. Nothing ticked is everything. */
function CarriesFields() {
  const t = useT("notification");
  const topicText = useTopicText();
  const severityText = useStateText("notice");
  const { control } = useFormContext();
  const { data: lines } = useQuery(lineChoicesQuery);
  return (
    <Section title={t("carries")}>
      <Field label={t("minSeverity")} isGroup>
        <Controller
          control={control}
          name="minSeverity"
          render={({ field }) => (
            <Segmented
              label={t("minSeverity")}
              value={field.value}
              onChange={field.onChange}
              choices={["INFO", "WARNING", "ALARM"].map((value) => ({
                value,
                label: severityText(value),
              }))}
            />
          )}
        />
      </Field>
      <Ticked
        name="topics"
        label={t("topics")}
        hint={t("allTopics")}
        items={topics.map((value) => ({ value, label: topicText(value) }))}
      />
      <Ticked
        name="lineIds"
        label={t("lines")}
        hint={t("allLines")}
        items={(lines ?? []).map((line) => ({
          value: line.id,
          label: `${line.code} · ${line.name}`,
        }))}
      />
    </Section>
  );
}

interface TickedProps {
  name: string;
  label: string;
  hint: string;
  items: { value: string; label: string }[];
}

function Ticked({ name, label, hint, items }: TickedProps) {
  const { control } = useFormContext();
  return (
    <Field label={label} hint={hint} isGroup>
      <Controller
        control={control}
        name={name}
        render={({ field }) => (
          <CheckList label={label} items={items} values={field.value} onChange={field.onChange} />
        )}
      />
    </Field>
  );
}
