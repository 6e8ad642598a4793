import type { ReplayPreview } from "@lineside/domain/ingest";
import { useEffect, useRef, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Field } from "~/ui/field.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { NumberInput, Textarea } from "~/ui/input.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Time } from "~/ui/time.tsx";
import { type ReplayChoice, useExecuteReplay, usePreviewReplay } from "../api/replay.ts";
import { BlockedEvents, PreviewGroups } from "./replay-preview.tsx";
import { ReplayProgress } from "./replay-progress.tsx";

interface ReplayDrawerProps {
  choice: ReplayChoice;
  onClose: () => void;
}

/** What would be executed again, a confirmed count and a reason, then how far it is. */
export function ReplayDrawer({ choice, onClose }: ReplayDrawerProps) {
  const t = useT("ingest");
  const preview = usePreviewReplay();
  const execute = useExecuteReplay();
  const asked = useRef(false);
  useEffect(() => {
    // A preview is a change on the server: asked for once, also where effects run twice.
    if (asked.current) return;
    asked.current = true;
    preview.mutate(choice);
  });
  return (
    <Drawer isOpen isWide onClose={onClose} title={t("replay.title")} lead={t("replay.lead")}>
      <div className="flex flex-col gap-5">
        {preview.error && <Refusal error={preview.error} />}
        {preview.isPending && <Loading lines={5} />}
        {preview.data && !execute.data && (
          <Confirm
            preview={preview.data}
            execute={execute}
            onRenew={() => {
              execute.reset();
              preview.mutate(choice);
            }}
          />
        )}
        {execute.data && <ReplayProgress done={execute.data} onClose={onClose} />}
      </div>
    </Drawer>
  );
}

interface ConfirmProps {
  preview: ReplayPreview;
  execute: ReturnType<typeof useExecuteReplay>;
  onRenew: () => void;
}

function Confirm({ preview, execute, onRenew }: ConfirmProps) {
  const t = useT("ingest");
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const { id, token, count, expiresAt } = preview;
  const isCounted = Number(typed) === count && typed !== "";
  const obstacle = !isCounted
    ? t("replay.typeCount", { count })
    : reason.trim().length < 4
      ? t("common:reason.missing")
      : null;
  return (
    <>
      <PreviewGroups preview={preview} />
      <BlockedEvents preview={preview} />
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          if (!obstacle && !execute.isPending)
            execute.mutate({ id, token, confirmedCount: count, reason: reason.trim() });
        }}
      >
        <Field label={t("replay.confirm", { count })} isRequired>
          <NumberInput value={typed} onChange={(event) => setTyped(event.target.value.trim())} />
        </Field>
        <Field label={t("common:reason.label")} isRequired>
          <Textarea value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <Notice tone="wait" title={t("replay.once")}>
          {t("replay.until")} <Time at={expiresAt} style="time" />
        </Notice>
        {execute.error && (
          <Refusal
            error={execute.error}
            action={<Button onClick={onRenew}>{t("replay.renew")}</Button>}
          />
        )}
        <FormActions>
          <Button type="submit" look="primary" isBusy={execute.isPending} disabledReason={obstacle}>
            {t("replay.execute", { count })}
          </Button>
        </FormActions>
      </Form>
    </>
  );
}
