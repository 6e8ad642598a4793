import type { ApiKeyCreated, ApiKeyRow } from "@lineside/domain/auth";
import { useState } from "react";
import { FormProvider, type UseFormReturn } from "react-hook-form";
import { useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { Rejection } from "~/ui/rejection.tsx";
import { Code } from "~/ui/text.tsx";
import { Ago, Time } from "~/ui/time.tsx";
import { toast } from "~/ui/toast.tsx";
import { useUnsaved } from "~/ui/unsaved.tsx";
import { apiKeysKey, createApiKey, patchApiKey, revokeApiKey } from "../api/api-keys.ts";
import { ApiKeyFields } from "./api-key-fields.tsx";
import {
  apiKeyBody,
  apiKeyDefaults,
  apiKeyForm,
  type ApiKeyFields as Fields,
} from "./api-key-form.ts";
import { ShownOnce } from "./shown-once.tsx";

interface ApiKeyDrawerProps {
  /** null: a new one. */
  row: ApiKeyRow | null;
  onClose: () => void;
}

const touches = [apiKeysKey];
const fieldOfCode = { API_KEY_NAME_TAKEN: "name", API_KEY_EXPIRY_PAST: "expiresAt" } as const;

/** A key's rights, and for a new one the only sight of the key itself. */
export function ApiKeyDrawer({ row, onClose }: ApiKeyDrawerProps) {
  const t = useT("api-keys");
  const [made, setMade] = useState<ApiKeyCreated | null>(null);
  const [isDirty, setDirty] = useState(false);
  const { leave, release, question } = useUnsaved(isDirty);
  const close = () => {
    release();
    onClose();
  };
  const onMade = (created: ApiKeyCreated) => {
    release();
    setDirty(false);
    setMade(created);
  };
  const title = made ? t("made") : (row?.name ?? t("create"));
  return (
    <Drawer isOpen isWide={made !== null} onClose={() => leave(onClose)} title={title}>
      {question}
      {made && <ShownOnce made={made} onDone={close} />}
      {!made && (
        <div className="flex flex-col gap-5">
          {row && <ApiKeyFacts row={row} />}
          {!row && <NewApiKey onDirty={() => setDirty(true)} onMade={onMade} />}
          {row && row.state !== "REVOKED" && (
            <EditApiKey row={row} onDirty={() => setDirty(true)} onDone={close} />
          )}
        </div>
      )}
    </Drawer>
  );
}

function ApiKeyFacts({ row }: { row: ApiKeyRow }) {
  const t = useT("api-keys");
  return (
    <KeyValues
      items={[
        [t("prefix"), <Code key="prefix" value={`${row.prefix}…`} />],
        [t("created"), <Time key="created" at={row.createdAt} />],
        [t("createdBy"), row.createdByName],
        [t("lastUsed"), row.lastUsedAt ? <Ago key="used" at={row.lastUsedAt} /> : t("neverUsed")],
        row.lastUsedIp !== null && [t("lastIp"), <Code key="ip" value={row.lastUsedIp} />],
        row.revokedAt !== null && [t("revokedAt"), <Time key="revoked" at={row.revokedAt} />],
        row.revokedAt !== null && [t("revokedBy"), row.revokedByName],
      ]}
    />
  );
}

function NewApiKey(props: { onDirty: () => void; onMade: (made: ApiKeyCreated) => void }) {
  const t = useT("api-keys");
  const form = useZodForm(apiKeyForm, apiKeyDefaults(null));
  const showAtField = useFieldRefusal(form, fieldOfCode);
  const create = useCommand(createApiKey, { touches, onDone: props.onMade });
  const submit = form.handleSubmit((values) =>
    create.mutate(apiKeyBody(values), { onError: showAtField }),
  );
  return (
    <ApiKeyForm form={form} onSubmit={submit} onDirty={props.onDirty} error={create.error}>
      <Button type="submit" look="primary" isBusy={create.isPending}>
        {t("create")}
      </Button>
    </ApiKeyForm>
  );
}

interface EditApiKeyProps {
  row: ApiKeyRow;
  onDirty: () => void;
  onDone: () => void;
}

function EditApiKey({ row, onDirty, onDone }: EditApiKeyProps) {
  const t = useT("api-keys");
  const form = useZodForm(apiKeyForm, apiKeyDefaults(row));
  const showAtField = useFieldRefusal(form, fieldOfCode);
  const done = (text: string) => () => {
    toast(text);
    onDone();
  };
  const save = useCommand(patchApiKey, { touches, onDone: done(t("saved", { name: row.name })) });
  const revoke = useCommand(revokeApiKey, {
    touches,
    onDone: done(t("revoked", { name: row.name })),
  });
  const { id, version } = row;
  const submit = form.handleSubmit((values) =>
    save.mutate({ ...apiKeyBody(values), id, version }, { onError: showAtField }),
  );
  return (
    <ApiKeyForm
      form={form}
      onSubmit={submit}
      onDirty={onDirty}
      onReload={onDone}
      error={save.error}
    >
      <Button type="submit" look="primary" isBusy={save.isPending}>
        {t("common:save")}
      </Button>
      <ReasonButton
        look="danger"
        label={t("revoke")}
        question={t("revokeQuestion", { name: row.name })}
        onConfirm={(reason) => revoke.mutateAsync({ id, reason })}
      />
    </ApiKeyForm>
  );
}

interface ApiKeyFormProps {
  form: UseFormReturn<Fields>;
  onSubmit: () => void;
  onDirty: () => void;
  onReload?: () => void;
  error: Error | null;
  /** The buttons that end it. */
  children: React.ReactNode;
}

function ApiKeyForm({ form, onSubmit, onDirty, onReload, error, children }: ApiKeyFormProps) {
  const isAtField = Object.values(form.formState.errors).some((each) => each?.type === "server");
  return (
    <FormProvider {...form}>
      <Form
        onChange={onDirty}
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        <ApiKeyFields />
        {error && !isAtField && <Rejection error={error} onReload={onReload} />}
        <FormActions isSticky>{children}</FormActions>
      </Form>
    </FormProvider>
  );
}
