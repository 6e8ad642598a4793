import {
  type DefectCodeRow,
  defectCodeCreateInput,
  defectCodeEditInput,
} from "@lineside/domain/quality";
import { useState } from "react";
import { FormProvider } from "react-hook-form";
import { useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { get } from "~/lib/http.ts";
import { useLocalName, useT } from "~/lib/i18n.ts";
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
import { createCode, deleteCode, editCode } from "../api/defect-codes.ts";
import { CodeFields } from "./code-fields.tsx";

interface CodeDrawerProps {
  /** null: a new one. */
  row: DefectCodeRow | null;
  onClose: () => void;
}

const touches = [["defect-codes"], ["defects"]];

/** One defect code: the code is given once, everything else can change; used codes are switched off. */
export function CodeDrawer(props: CodeDrawerProps) {
  const { onClose } = props;
  const t = useT("quality");
  const local = useLocalName();
  const whyNot = useWhyNot();
  const may = useMay("quality:code_config");
  const { row, form, submit, error, isBusy, isDirty, reload } = useCodeForm(props);
  const { leave, question } = useUnsaved(isDirty);
  return (
    <Drawer
      isOpen
      onClose={() => leave(onClose)}
      title={row ? `${row.code} · ${local(row)}` : t("createCode")}
    >
      {question}
      <FormProvider {...form}>
        <Form onSubmit={submit}>
          {!may && <Notice tone="wait" title={whyNot("quality:code_config")} />}
          <fieldset disabled={!may} className="flex min-w-0 flex-col gap-4">
            <CodeFields isNew={row === null} />
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
                {row ? t("common:save") : t("createCode")}
              </Button>
              {row && <DeleteCode row={row} onDone={onClose} />}
            </FormActions>
          )}
        </Form>
      </FormProvider>
    </Drawer>
  );
}

function useCodeForm(props: CodeDrawerProps) {
  const t = useT("quality");
  const [row, setRow] = useState(props.row);
  const schema = row ? defectCodeEditInput.omit({ version: true }) : defectCodeCreateInput;
  const form = useZodForm(schema, defaultsOf(row));
  const { dirtyFields, errors } = form.formState;
  const showAtField = useFieldRefusal(form, { DEFECT_CODE_DUPLICATE: "code" as never });
  const done = (text: string) => {
    toast(text);
    props.onClose();
  };
  const create = useCommand(createCode, {
    touches,
    onDone: ({ code }) => done(t("codeCreated", { code })),
  });
  const edit = useCommand(editCode, {
    touches,
    onDone: ({ code }) => done(t("codeSaved", { code })),
  });
  const submit = form.handleSubmit((input) => {
    if (!row) return create.mutate(input as never, { onError: showAtField });
    const changed = Object.entries(input).filter(([name]) => name in dirtyFields);
    const { id, version } = row;
    edit.mutate({ ...Object.fromEntries(changed), id, version }, { onError: showAtField });
  });
  const reload = async () => {
    const found = await get<{ items: DefectCodeRow[] }>("/defect-codes", {
      query: { q: row?.code, limit: 200 },
    });
    const fresh = found.items.find((each) => each.id === row?.id);
    if (!fresh) return props.onClose();
    setRow(fresh);
    form.reset(defaultsOf(fresh), { keepDirtyValues: true });
    edit.reset();
  };
  const isAtField = Object.values(errors).some((each) => each?.type === "server");
  return {
    row,
    form,
    submit,
    reload,
    error: isAtField ? null : (create.error ?? edit.error),
    isBusy: create.isPending || edit.isPending,
    isDirty: Object.keys(dirtyFields).length > 0,
  };
}

function defaultsOf(row: DefectCodeRow | null) {
  return {
    ...(row ? { isActive: row.isActive } : { code: "" }),
    name: row?.name ?? "",
    nameZh: row?.nameZh ?? "",
    processType: row?.processType ?? null,
    severity: row?.severity ?? ("MAJOR" as const),
    rank: row?.rank ?? 100,
  };
}

function DeleteCode({ row, onDone }: { row: DefectCodeRow; onDone: () => void }) {
  const t = useT("quality");
  const remove = useCommand(deleteCode, {
    touches,
    onDone: () => {
      toast(t("codeDeleted", { code: row.code }));
      onDone();
    },
  });
  return (
    <DeleteButton
      question={t("deleteCode", { code: row.code })}
      onConfirm={() => remove.mutateAsync({ id: row.id })}
    />
  );
}
