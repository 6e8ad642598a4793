import { Check, PenLine } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { Button } from "~/ui/button.tsx";
import { Field } from "~/ui/field.tsx";
import { FloorPanel } from "~/ui/floor.tsx";
import { Form } from "~/ui/form.tsx";
import { Textarea } from "~/ui/input.tsx";

interface ReasonPanelProps {
  title: string;
  /** The usual reasons, for hands that cannot type. */
  quick: readonly string[];
  label: string;
  isDanger?: boolean;
  isBusy: boolean;
  onGive: (reason: string) => void;
  onCancel: () => void;
}

/** Why, in place: one press for the usual reasons, words for the others. */
export function ReasonPanel(props: ReasonPanelProps) {
  const { title, quick, label, isDanger, isBusy, onGive, onCancel } = props;
  const t = useT();
  const tPaste = useT("paste");
  const [reason, setReason] = useState("");
  const [isOwn, setOwn] = useState(false);
  const isMissing = reason.trim().length < 4;
  return (
    <FloorPanel title={title}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isMissing && !isBusy) onGive(reason.trim());
        }}
      >
        <div className="flex flex-wrap gap-3">
          {quick.map((each) => (
            <Button
              key={each}
              size="station"
              aria-pressed={!isOwn && reason === each}
              icon={!isOwn && reason === each ? Check : undefined}
              onClick={() => {
                setOwn(false);
                setReason(each);
              }}
            >
              {each}
            </Button>
          ))}
          <Button
            size="station"
            aria-pressed={isOwn}
            icon={PenLine}
            onClick={() => {
              setOwn(true);
              setReason("");
            }}
          >
            {tPaste("reason.other")}
          </Button>
        </div>
        {isOwn && (
          <Field label={t("reason.label")} isRequired>
            <Textarea
              autoFocus
              rows={2}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </Field>
        )}
        <div className="flex flex-wrap gap-3">
          <Button
            type="submit"
            size="station"
            look={isDanger ? "danger" : "primary"}
            isBusy={isBusy}
            disabledReason={isMissing ? t("reason.missing") : null}
          >
            {label}
          </Button>
          <Button size="station" look="quiet" onClick={onCancel}>
            {t("cancel")}
          </Button>
        </div>
      </Form>
    </FloorPanel>
  );
}
