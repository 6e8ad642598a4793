import type { SignatureAsked } from "@lineside/domain/signature";
import { PenLine } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useScan } from "~/lib/scanner.ts";
import type { SignaturePrompt } from "~/lib/signing.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";
import { Form, FormActions } from "./form.tsx";
import { CodeInput, Input } from "./input.tsx";
import { KeyValues } from "./key-values.tsx";
import { Notice } from "./notice.tsx";
import { Refusal } from "./refusal.tsx";
import { useSignedThing } from "./signatures.tsx";
import { Text } from "./text.tsx";

interface SignatureDialogProps {
  prompt: SignaturePrompt;
  /** For gloves, at a terminal of the line. */
  isBig: boolean;
  /** Somebody scanned a badge here: both components are typed (21 CFR 11.200(a)(1)). */
  isBadge: boolean;
}

/** Whose signature, what it means, and the proof: the one dialog for every command that is signed. */
export function SignatureDialog({ prompt, isBig, isBadge }: SignatureDialogProps) {
  const t = useT("signature");
  const tEvents = useT("events");
  const thing = useSignedThing();
  const decided = useDecision();
  const { asked, error, isBusy } = prompt;
  const [isScanned, setIsScanned] = useState(false);
  // A scan is no password, and the page below must not act on it.
  useScan(() => {
    setIsScanned(true);
    return true;
  });
  return (
    <Dialog
      isOpen
      isOnTop
      onClose={prompt.cancel}
      title={t("title", { what: tEvents(asked.command) })}
      lead={thing(asked)}
    >
      <div className="flex flex-col gap-4">
        <Text isStrong>{t(`meaning.${asked.meaning}`)}</Text>
        <KeyValues
          items={[...decided(asked), [t("signer"), `${asked.printedName} (${asked.username})`]]}
        />
        <Credentials key={String(isBadge)} {...{ prompt, isBig, isBadge }} />
        {isScanned && <Notice tone="warn" title={t("typed")} />}
        {error && !isBusy && <Refusal error={error} />}
        <Text isQuiet isSmall>
          {t("legal")}
        </Text>
      </div>
    </Dialog>
  );
}

/** What the person has decided: nobody signs what is not in front of them. */
function useDecision(): (asked: SignatureAsked) => [string, string][] {
  const t = useT("signature");
  const tStates = useT("states");
  return ({ decision: { disposition, toStepNo, reason } }) => [
    ...(disposition === null
      ? []
      : [[t("decision"), tStates(`disposition.${disposition}`)] as [string, string]]),
    ...(toStepNo === null ? [] : [[t("toStep"), String(toStepNo)] as [string, string]]),
    ...(reason === null ? [] : [[t("reason"), reason] as [string, string]]),
  ];
}

function Credentials({ prompt, isBig, isBadge }: SignatureDialogProps) {
  const t = useT("signature");
  const { asked, error, isBusy } = prompt;
  const [username, setUsername] = useState(isBadge ? "" : asked.username);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const proof = useRef<HTMLFormElement>(null);
  // What was wrong is typed anew, from the place it was wrong at.
  useEffect(() => {
    if (!error) return;
    const isOfCode = "code" in error && String(error.code).startsWith("SIGNATURE_CODE");
    if (isOfCode) setCode("");
    else setPassword("");
    proof.current
      ?.querySelector<HTMLInputElement>(isOfCode ? "[name=code]" : "[name=password]")
      ?.focus();
  }, [error]);
  const isMissing = username === "" || password === "" || (asked.isCodeAsked && code === "");
  const size = isBig ? "min-h-16 text-xl" : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (isMissing || isBusy) return;
    prompt.sign({ username, password, ...(code && { code: code.trim() }) });
  };
  return (
    <Form
      ref={proof}
      onSubmit={submit}
      autoComplete={isBadge ? "off" : "on"}
      // Where badges are scanned, none may stay in a field for the next person to read.
      data-scan={isBadge || isBig ? "refuse" : "keep"}
    >
      {isBadge ? (
        <Field label={t("username")} isRequired>
          <CodeInput
            autoFocus
            name="username"
            className={size}
            value={username}
            onChange={(event) => setUsername(event.target.value)}
          />
        </Field>
      ) : (
        // Password managers look for the name beside the password.
        <input hidden readOnly name="username" autoComplete="username" value={username} />
      )}
      <Field label={t("password")} isRequired>
        <Input
          autoFocus={!isBadge}
          type="password"
          name="password"
          autoComplete={isBadge ? "off" : "current-password"}
          className={size}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      {asked.isCodeAsked && (
        <Field label={t("code")} hint={t("codeHint")} isRequired>
          <CodeInput
            name="code"
            autoComplete="one-time-code"
            inputMode="numeric"
            className={size}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </Field>
      )}
      <FormActions>
        <Button
          type="submit"
          look="primary"
          size={isBig ? "station" : "large"}
          icon={PenLine}
          isBusy={isBusy}
          disabledReason={isMissing ? t("missing") : null}
        >
          {t("sign")}
        </Button>
        <Button look="quiet" size={isBig ? "station" : "large"} onClick={prompt.cancel}>
          {t("common:cancel")}
        </Button>
      </FormActions>
    </Form>
  );
}
