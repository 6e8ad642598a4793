import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { CodeBlock } from "~/ui/code-block.tsx";
import { Field } from "~/ui/field.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { CodeInput } from "~/ui/input.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Qr } from "~/ui/qr.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Text } from "~/ui/text.tsx";
import { toast } from "~/ui/toast.tsx";
import {
  confirmSecondFactor,
  removeSecondFactor,
  secondFactorQuery,
  startSecondFactor,
} from "../api/second-factor.ts";
import { EntryRefusal } from "./entry-refusal.tsx";
import { PasswordInput } from "./password-input.tsx";

interface Shown {
  secret: string | null;
  url: string | null;
}

/** Own second factor: password, QR code, first code, recovery codes; each step shows the next one. */
export function SecondFactorSection({ onDone }: { onDone?: () => void }) {
  const t = useT("auth");
  const factor = useQuery(secondFactorQuery);
  const [shown, setShown] = useState<Shown | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const start = useCommand(startSecondFactor, { onDone: setShown });
  const remove = useCommand(removeSecondFactor, {
    touches: [secondFactorQuery.queryKey],
    onDone: () => toast(t("factor.removed")),
  });
  if (factor.error) return <EntryRefusal error={factor.error} />;
  if (!factor.data) return <Loading lines={2} />;
  if (codes)
    return (
      <RecoveryCodes
        codes={codes}
        onStored={() => {
          setCodes(null);
          setShown(null);
          onDone?.();
        }}
      />
    );
  const { isOn, recoveryCodesLeft } = factor.data;
  if (isOn)
    return (
      <div className="flex flex-col gap-4">
        <Notice tone="ok" title={t("factor.isOn")}>
          {t("factor.codesLeft", { count: recoveryCodesLeft })}
        </Notice>
        <PasswordStep
          label={t("factor.remove")}
          isBusy={remove.isPending}
          error={remove.error}
          onSubmit={(password) => remove.mutate({ password })}
        />
      </div>
    );
  if (shown?.secret && shown.url)
    return <ConfirmStep secret={shown.secret} url={shown.url} onConfirmed={setCodes} />;
  return (
    <div className="flex flex-col gap-4">
      <Text isQuiet>{t("factor.lead")}</Text>
      <PasswordStep
        label={t("factor.add")}
        isBusy={start.isPending}
        error={start.error}
        onSubmit={(password) => start.mutate({ password })}
      />
    </div>
  );
}

interface PasswordStepProps {
  label: string;
  isBusy: boolean;
  error: Error | null;
  onSubmit: (password: string) => void;
}

function PasswordStep({ label, isBusy, error, onSubmit }: PasswordStepProps) {
  const t = useT("auth");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSubmit(String(new FormData(event.currentTarget).get("password")));
  };
  return (
    <Form noValidate={false} onSubmit={submit}>
      <Field label={t("password.current")}>
        <PasswordInput name="password" autoComplete="current-password" required />
      </Field>
      <EntryRefusal error={error} />
      <FormActions>
        <Button type="submit" isBusy={isBusy}>
          {label}
        </Button>
      </FormActions>
    </Form>
  );
}

interface ConfirmStepProps {
  secret: string;
  url: string;
  onConfirmed: (codes: string[]) => void;
}

function ConfirmStep({ secret, url, onConfirmed }: ConfirmStepProps) {
  const t = useT("auth");
  const confirm = useCommand(confirmSecondFactor, {
    touches: [secondFactorQuery.queryKey],
    onDone: ({ recoveryCodes }) => onConfirmed(recoveryCodes ?? []),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    confirm.mutate({ code: String(new FormData(event.currentTarget).get("code")) });
  };
  return (
    <Form noValidate={false} onSubmit={submit}>
      <Text>{t("factor.scan")}</Text>
      <Qr value={url} sizePx={192} />
      <CodeBlock text={secret} label={t("factor.copySecret")} />
      <Field label={t("code")} hint={t("code.hint")}>
        <CodeInput
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          autoFocus
        />
      </Field>
      <EntryRefusal error={confirm.error} />
      <FormActions>
        <Button type="submit" look="primary" isBusy={confirm.isPending}>
          {t("factor.confirm")}
        </Button>
      </FormActions>
    </Form>
  );
}

function RecoveryCodes({ codes, onStored }: { codes: string[]; onStored: () => void }) {
  const t = useT("auth");
  const grouped = codes.map((code) => code.replace(/(.{4})(?=.)/g, "$1-")).join("\n");
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="warn" title={t("factor.recovery")}>
        {t(codes.length > 0 ? "factor.recoveryHint" : "factor.recoveryLost")}
      </Notice>
      {codes.length > 0 && <CodeBlock text={grouped} label={t("factor.copyRecovery")} />}
      <FormActions>
        <Button look="primary" onClick={onStored}>
          {t("factor.stored")}
        </Button>
      </FormActions>
    </div>
  );
}
