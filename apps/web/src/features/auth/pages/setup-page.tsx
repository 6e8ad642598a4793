import { useQuery } from "@tanstack/react-query";
import { Link, useRouter, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { Button } from "~/ui/button.tsx";
import { Field } from "~/ui/field.tsx";
import { Form } from "~/ui/form.tsx";
import { CodeInput, Input } from "~/ui/input.tsx";
import { getSetup, setUp } from "../api/set-up.ts";
import { signIn } from "../api/sign-in.ts";
import { EntryFrame } from "../components/entry-frame.tsx";
import { EntryRefusal } from "../components/entry-refusal.tsx";
import { PasswordInput } from "../components/password-input.tsx";

/** First run: whoever reads the server's log creates the first administrator, once. */
export function SetupPage() {
  const t = useT("auth");
  const setup = useQuery({ queryKey: ["setup"], queryFn: getSetup });
  if (setup.isPending) return null;
  const isOpen = setup.data?.isOpen ?? false;
  return (
    <EntryFrame title={t("setup.title")} lead={isOpen ? t("setup.lead") : undefined}>
      {isOpen ? (
        <SetupForm />
      ) : (
        <>
          {setup.error ? <EntryRefusal error={setup.error} /> : <p>{t("setup.done")}</p>}
          <Link to="/sign-in" className="font-medium text-accent">
            {t("signIn")}
          </Link>
        </>
      )}
    </EntryFrame>
  );
}

function SetupForm() {
  const t = useT("auth");
  const router = useRouter();
  const { token } = useSearch({ from: "/setup" });
  const [error, setError] = useState<Error | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    const { username = "", name = "", password = "" } = fields;
    setBusy(true);
    setError(null);
    try {
      await setUp({ token: token ?? fields.token ?? "", username, name, password });
      const me = await signIn({ username, password });
      router.history.replace(me?.homePage ?? "/");
    } catch (cause) {
      setError(cause as Error);
      setBusy(false);
    }
  };
  return (
    <Form noValidate={false} onSubmit={submit}>
      {!token && (
        <Field label={t("setup.token")} hint={t("setup.tokenHint")} isRequired>
          <CodeInput name="token" required />
        </Field>
      )}
      <Field label={t("fullName")} isRequired>
        <Input name="name" autoComplete="name" required autoFocus />
      </Field>
      <Field label={t("username")} hint={t("username.hint")} isRequired>
        <Input name="username" autoComplete="username" autoCapitalize="off" required />
      </Field>
      <Field label={t("password")} hint={t("password.hint")} isRequired>
        <PasswordInput name="password" autoComplete="new-password" required />
      </Field>
      <EntryRefusal error={error} />
      <Button type="submit" look="primary" size="large" isBusy={isBusy}>
        {t("setup.create")}
      </Button>
    </Form>
  );
}
