import { useQuery } from "@tanstack/react-query";
import { Link, useRouter, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { Button } from "~/ui/button.tsx";
import { Field } from "~/ui/field.tsx";
import { Form } from "~/ui/form.tsx";
import { Input } from "~/ui/input.tsx";
import { getSetup } from "../api/set-up.ts";
import { signIn } from "../api/sign-in.ts";
import { EntryFrame } from "../components/entry-frame.tsx";
import { EntryRefusal } from "../components/entry-refusal.tsx";
import { PasswordInput } from "../components/password-input.tsx";

export function SignInPage() {
  const t = useT("auth");
  const router = useRouter();
  const { from } = useSearch({ from: "/sign-in" });
  const [error, setError] = useState<Error | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isCodeAsked, setCodeAsked] = useState(false);
  const setup = useQuery({ queryKey: ["setup"], queryFn: getSetup, staleTime: Infinity });
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    try {
      const me = await signIn({
        username: String(fields.get("username")),
        password: String(fields.get("password")),
        ...(isCodeAsked ? { code: String(fields.get("code")) } : {}),
      });
      router.history.replace(ownPath(from) ?? me?.homePage ?? "/");
    } catch (cause) {
      const isAsking = (cause as { code?: string }).code === "SECOND_FACTOR_REQUIRED";
      setCodeAsked((wasAsked) => wasAsked || isAsking);
      setError(isAsking ? null : (cause as Error));
      setBusy(false);
    }
  };
  return (
    <EntryFrame title={t("signIn")} lead={from ? t("signIn.comeBack") : undefined}>
      <Form noValidate={false} onSubmit={submit}>
        <Field label={t("username")}>
          <Input
            name="username"
            autoComplete="username"
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            required
            autoFocus
          />
        </Field>
        <Field label={t("password")}>
          <PasswordInput name="password" autoComplete="current-password" required />
        </Field>
        {isCodeAsked && (
          <Field label={t("code")} hint={t("code.signInHint")}>
            <Input
              name="code"
              autoComplete="one-time-code"
              autoCapitalize="off"
              required
              autoFocus
            />
          </Field>
        )}
        <EntryRefusal error={error} />
        <Button type="submit" look="primary" size="large" isBusy={isBusy}>
          {t("signIn")}
        </Button>
      </Form>
      {setup.data?.isOpen && (
        <p className="text-ink-2">
          {t("setup.isOpen")}{" "}
          <Link to="/setup" className="font-medium text-accent">
            {t("setup.title")}
          </Link>
        </p>
      )}
    </EntryFrame>
  );
}

/** Only a place in this app: never an address somebody else put into the link. */
function ownPath(from: string | undefined): string | null {
  return from?.startsWith("/") && !from.startsWith("//") && !from.includes("\\") ? from : null;
}
