import {
  defaultPastePolicy,
  type PasteTypeRow,
  pasteTypeCreate,
} from "@lineside/domain/solder-paste";
import { useState } from "react";
import { FormProvider } from "react-hook-form";
import { z } from "zod";
import { useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { get, path } from "~/lib/http.ts";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { DeleteButton } from "~/ui/delete-button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Rejection } from "~/ui/rejection.tsx";
import { toast } from "~/ui/toast.tsx";
import { useUnsaved } from "~/ui/unsaved.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { changeType, createType, deleteType } from "../api/save-type.ts";
import { type FlatPolicy, flat, policyShape, unflat } from "../policy-form.ts";
import { PolicyFields, TypeFields } from "./policy-fields.tsx";

interface TypeDrawerProps {
  /** null: a new one. */
  row: PasteTypeRow | null;
  onClose: () => void;
}

const { policy: _, ...typeShape } = pasteTypeCreate.shape;
const fields = z.object({ ...typeShape, ...policyShape });
type Fields = z.output<typeof fields>;

const touches = [["paste-types"], ["paste-bottles"]];

/** One paste product: what it is, and how its bottles are handled. */
export function TypeDrawer({ onClose, ...props }: TypeDrawerProps) {
  const t = useT("paste");
  const whyNot = useWhyNot();
  const may = useMay("paste:config");
  const { row, form, submit, error, isBusy, isDirty, reload } = useTypeForm({ ...props, onClose });
  const { leave, question } = useUnsaved(isDirty);
  return (
    <Drawer
      isOpen
      isWide
      onClose={() => leave(onClose)}
      title={row ? `${row.code} · ${row.name}` : t("types.create")}
      lead={t("types.drawerLead")}
    >
      {question}
      <FormProvider {...form}>
        <Form onSubmit={submit}>
          {!may && <Notice tone="wait" title={whyNot("paste:config")} />}
          <fieldset disabled={!may} className="flex min-w-0 flex-col gap-6">
            <TypeFields isNew={row === null} />
            <PolicyFields isNew={row === null} />
          </fieldset>
          {error && <Rejection error={error} onReload={() => void reload()} />}
          {may && (
            <FormActions isSticky>
              <Button
                type="submit"
                look="primary"
                isBusy={isBusy}
                disabledReason={row && !isDirty ? t("nothingChanged") : null}
              >
                {row ? t("common:save") : t("types.create")}
              </Button>
              {row && <DeleteType row={row} onDone={onClose} />}
            </FormActions>
          )}
        </Form>
      </FormProvider>
    </Drawer>
  );
}

function useTypeForm(props: TypeDrawerProps) {
  const t = useT("paste");
  const [row, setRow] = useState(props.row);
  const form = useZodForm(
    row ? (fields.omit({ code: true }) as unknown as typeof fields) : fields,
    defaultsOf(row),
  );
  const { dirtyFields, errors } = form.formState;
  const isDirty = Object.keys(dirtyFields).length > 0;
  const showAtField = useFieldRefusal(form, { PASTE_TYPE_CODE_DUPLICATE: "code" });
  const done = (text: string) => {
    toast(text);
    props.onClose();
  };
  const create = useCommand(createType, {
    touches,
    onDone: ({ code }) => done(t("types.created", { code })),
  });
  const change = useCommand(changeType, {
    touches,
    onDone: ({ code }) => done(t("types.saved", { code })),
  });
  const submit = form.handleSubmit((input) => {
    const { policy, ...head } = toType(input);
    if (!row) return create.mutate({ ...head, policy }, { onError: showAtField });
    const { code, version } = row;
    change.mutate({ ...head, policy, code, version }, { onError: showAtField });
  });
  const reload = async () => {
    if (!row) return;
    const fresh = await get<PasteTypeRow>(path`/paste-types/${row.code}`);
    setRow(fresh);
    form.reset(defaultsOf(fresh), { keepDirtyValues: true });
    change.reset();
  };
  const isAtField = Object.values(errors).some((each) => each?.type === "server");
  return {
    row,
    form,
    submit,
    reload,
    isDirty,
    error: isAtField ? null : (create.error ?? change.error),
    isBusy: create.isPending || change.isPending,
  };
}

function defaultsOf(row: PasteTypeRow | null) {
  return {
    code: row?.code ?? "",
    name: row?.name ?? "",
    maker: row?.maker ?? null,
    partNo: row?.partNo ?? null,
    alloy: row?.alloy ?? null,
    isActive: row?.isActive ?? true,
    ...flat(row?.policy ?? defaultPastePolicy),
  };
}

function toType({ code, name, maker, partNo, alloy, isActive, ...policy }: Fields) {
  const head = { code, name, maker, partNo, alloy, isActive };
  return { ...head, policy: unflat(policy as FlatPolicy) };
}

function DeleteType({ row, onDone }: { row: PasteTypeRow; onDone: () => void }) {
  const t = useT("paste");
  const remove = useCommand(deleteType, {
    touches,
    onDone: () => {
      toast(t("types.deleted", { code: row.code }));
      onDone();
    },
  });
  return (
    <DeleteButton
      question={t("types.delete", { code: row.code })}
      onConfirm={() => remove.mutateAsync(row)}
    />
  );
}
