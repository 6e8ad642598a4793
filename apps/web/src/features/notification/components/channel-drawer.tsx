import type { ChannelRow } from "@lineside/domain/notification";
import { useState } from "react";
import { FormProvider } from "react-hook-form";
import { useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Field } from "~/ui/field.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { Rejection } from "~/ui/rejection.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { toast } from "~/ui/toast.tsx";
import { useUnsaved } from "~/ui/unsaved.tsx";
import { channelsKey, createChannel, editChannel } from "../api/channels.ts";
import { ChannelFacts, DeleteChannel } from "./channel-facts.tsx";
import { ChannelFields } from "./channel-fields.tsx";
import {
  type ChannelKind,
  channelBody,
  channelDefaults,
  channelForms,
  fieldOfChannelCode,
} from "./channel-form.ts";

interface ChannelDrawerProps {
  /** null: a new one. */
  row: ChannelRow | null;
  onClose: () => void;
}

const kinds: ChannelKind[] = ["WECOM", "WEBHOOK", "SMTP"];

/** One way out: where it leads, what it carries, whether it works. What kind it is never changes. */
export function ChannelDrawer({ row, onClose }: ChannelDrawerProps) {
  const t = useT("notification");
  const [kind, setKind] = useState<ChannelKind>(row?.kind ?? "WECOM");
  const [isDirty, setDirty] = useState(false);
  const { leave, release, question } = useUnsaved(isDirty);
  const close = () => {
    release();
    onClose();
  };
  return (
    <Drawer isOpen onClose={() => leave(onClose)} title={row?.name ?? t("createChannel")}>
      {question}
      <div className="flex flex-col gap-5">
        {row && <ChannelFacts row={row} isChanged={isDirty} />}
        {!row && (
          <Field label={t("kind")} isGroup>
            <Segmented
              label={t("kind")}
              value={kind}
              onChange={(next) => setKind(next as ChannelKind)}
              choices={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
            />
          </Field>
        )}
        <ChannelForm key={kind} kind={kind} row={row} onDirty={setDirty} onDone={close} />
      </div>
    </Drawer>
  );
}

interface ChannelFormProps {
  kind: ChannelKind;
  row: ChannelRow | null;
  onDirty: (isDirty: boolean) => void;
  onDone: () => void;
}

function ChannelForm({ kind, row, onDirty, onDone }: ChannelFormProps) {
  const t = useT("notification");
  const form = useZodForm(channelForms[kind], channelDefaults(row));
  const { dirtyFields, errors } = form.formState;
  const isDirty = Object.keys(dirtyFields).length > 0;
  const showAtField = useFieldRefusal(form, fieldOfChannelCode(kind));
  const onSaved = (text: string) => {
    toast(text);
    onDone();
  };
  const create = useCommand(createChannel, {
    touches: [channelsKey],
    onDone: () => onSaved(t("channelCreated")),
  });
  const edit = useCommand(editChannel, {
    touches: [channelsKey],
    onDone: () => onSaved(t("channelSaved")),
  });
  const submit = form.handleSubmit((values) => {
    const body = channelBody(kind, values);
    if (!row) return create.mutate(body, { onError: showAtField });
    const { kind: _, ...changes } = body;
    edit.mutate({ ...changes, id: row.id, version: row.version }, { onError: showAtField });
  });
  const error = create.error ?? edit.error;
  const isAtField = Object.values(errors).some((each) => each?.type === "server");
  return (
    <FormProvider {...form}>
      <Form onSubmit={submit} onChange={() => onDirty(true)}>
        <ChannelFields kind={kind} hasSecret={row?.hasSecret ?? false} />
        {error && !isAtField && <Rejection error={error} onReload={row && onDone} />}
        <FormActions isSticky>
          <Button
            type="submit"
            look="primary"
            isBusy={create.isPending || edit.isPending}
            disabledReason={row && !isDirty ? t("nothingChanged") : null}
          >
            {t(row ? "common:save" : "createChannel")}
          </Button>
          {row && <DeleteChannel row={row} onDone={onDone} />}
        </FormActions>
      </Form>
    </FormProvider>
  );
}
