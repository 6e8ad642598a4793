import { type FormEvent, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Field } from "~/ui/field.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { changePassword } from "../api/change-password.ts";
import { EntryRefusal } from "./entry-refusal.tsx";
import { PasswordInput } from "./password-input.tsx";

export function PasswordForm({ onDone }: { onDone: () => void }) {
  const t = useT("auth");
  const [isDifferent, setDifferent] = useState(false);
  const change = useCommand(changePassword, { onDone });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    const next = String(fields.get("next"));
    setDifferent(next !== fields.get("again"));
    if (next !== fields.get("again")) return;
    change.mutate(
      { current: String(fields.get("current")), next },
      { onSuccess: () => form.reset() },
    );
  };
  return (
    <Form noValidate={false} onSubmit={submit}>
      <Field label={t("password.current")}>
        <PasswordInput name="current" autoComplete="current-password" required />
      </Field>
      <Field label={t("password.next")} hint={t("password.hint")}>
        <PasswordInput name="next" autoComplete="new-password" required />
      </Field>
      <Field label={t("password.again")} error={isDifferent ? t("password.different") : null}>
        <PasswordInput name="again" autoComplete="new-password" required />
      </Field>
      <EntryRefusal error={change.error} />
      <FormActions>
        <Button type="submit" look="primary" isBusy={change.isPending}>
          {t("password.change")}
        </Button>
      </FormActions>
    </Form>
  );
}
