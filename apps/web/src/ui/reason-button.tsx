import { type ComponentProps, type ReactNode, useId, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { Button } from "./button.tsx";
import { Field } from "./field.tsx";
import { Form, FormActions } from "./form.tsx";
import { Textarea } from "./input.tsx";
import { Popover } from "./popover.tsx";
import { Refusal } from "./refusal.tsx";

interface ReasonButtonProps
  extends Pick<ComponentProps<typeof Button>, "look" | "size" | "icon" | "disabledReason"> {
  /** What the button says, and the confirming button again. */
  label: string;
  /** What will happen, in one sentence. */
  question: ReactNode;
  /** required: at least four characters, as the server wants; none: only a confirmation. */
  reason?: "required" | "optional" | "none";
  /** Resolves when done; a rejection is shown in place and the text is kept. */
  onConfirm: (reason: string) => Promise<unknown>;
  /** More fields, e.g. a target step. */
  children?: ReactNode;
}

/** A rare or destructive action: asks beside its own button, never in a stack of dialogs. */
export function ReasonButton(props: ReasonButtonProps) {
  const { label, question, reason = "required", onConfirm, children, ...button } = props;
  const t = useT();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [error, setError] = useState<Error | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isMissing = reason === "required" && text.trim().length < 4;
  const confirm = async () => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm(text.trim());
      setOpen(false);
      setText("");
    } catch (cause) {
      setError(cause as Error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Popover
      isOpen={isOpen}
      onOpenChange={setOpen}
      align="end"
      trigger={<Button {...button}>{label}</Button>}
    >
      <Form
        className="w-80 max-w-full"
        aria-describedby={id}
        onSubmit={(event) => {
          event.preventDefault();
          // React hands events of a popover on to the form its button stands in.
          event.stopPropagation();
          if (!isMissing && !isBusy) void confirm();
        }}
      >
        <p id={id}>{question}</p>
        {children}
        {reason !== "none" && (
          <Field label={t("reason.label")} isRequired={reason === "required"}>
            <Textarea autoFocus value={text} onChange={(event) => setText(event.target.value)} />
          </Field>
        )}
        {error && <Refusal error={error} />}
        <FormActions>
          <Button
            type="submit"
            look={button.look === "danger" ? "danger" : "primary"}
            isBusy={isBusy}
            disabledReason={isMissing ? t("reason.missing") : null}
          >
            {label}
          </Button>
          <Button look="quiet" onClick={() => setOpen(false)}>
            {t("cancel")}
          </Button>
        </FormActions>
      </Form>
    </Popover>
  );
}
