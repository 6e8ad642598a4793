import {
  type CaptureItemCreate,
  type CaptureItemRow,
  captureItemCreate,
  captureItemPatch,
} from "@lineside/domain/routing";
import { FormProvider } from "react-hook-form";
import type { z } from "zod";
import { useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { DeleteButton } from "~/ui/delete-button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { Rejection } from "~/ui/rejection.tsx";
import { toast } from "~/ui/toast.tsx";
import { useUnsaved } from "~/ui/unsaved.tsx";
import { createCaptureItem, deleteCaptureItem, patchCaptureItem } from "../api/edit-route.ts";
import { CaptureItemFields } from "./capture-item-fields.tsx";

interface CaptureItemDrawerProps {
  /** null: a new one. */
  item: CaptureItemRow | null;
  operationId: string;
  operation: string;
  nextSequence: number;
  onClose: () => void;
}

const touches = [["capture-items"], ["routes"]];
const fieldOfCode = { CAPTURE_ITEM_CODE_DUPLICATE: "code" } as const;

/** A value operators capture: what it is, what is expected, what happens outside the limits. */
export function CaptureItemDrawer(props: CaptureItemDrawerProps) {
  const { item, operationId, operation, nextSequence, onClose } = props;
  const t = useT("route");
  const may = useMay("capture:config");
  const form = useItemForm(item, { operationId, nextSequence });
  const { dirtyFields } = form.formState;
  const isDirty = Object.keys(dirtyFields).length > 0;
  const { leave, question } = useUnsaved(isDirty);
  const showAtField = useFieldRefusal(form, fieldOfCode);
  const done = () => {
    toast(t("item.saved", { code: form.getValues("code") ?? item?.code }));
    onClose();
  };
  const create = useCommand(createCaptureItem, { touches, onDone: done });
  const change = useCommand(patchCaptureItem, { touches, onDone: done });
  const submit = form.handleSubmit((input) => {
    if (!item) return create.mutate(input as CaptureItemCreate, { onError: showAtField });
    const changed = Object.entries(input).filter(([name]) => name in dirtyFields);
    const { id, version } = item;
    change.mutate({ ...Object.fromEntries(changed), id, version }, { onError: showAtField });
  });
  const error = create.error ?? change.error;
  const isAtField = Object.values(form.formState.errors).some((e) => e?.type === "server");
  return (
    <Drawer
      isOpen
      onClose={() => leave(onClose)}
      title={item ? item.code : t("item.create")}
      lead={t("item.at", { operation })}
    >
      {question}
      <FormProvider {...form}>
        <Form onSubmit={submit}>
          <fieldset disabled={!may} className="flex min-w-0 flex-col gap-4">
            <CaptureItemFields isNew={!item} />
          </fieldset>
          {error && !isAtField && <Rejection error={error} onReload={onClose} />}
          {may && (
            <FormActions isSticky>
              <Button
                type="submit"
                look="primary"
                isBusy={create.isPending || change.isPending}
                disabledReason={item && !isDirty ? t("nothingChanged") : null}
              >
                {item ? t("common:save") : t("item.create")}
              </Button>
              {item && <DeleteItem item={item} onDone={onClose} />}
            </FormActions>
          )}
        </Form>
      </FormProvider>
    </Drawer>
  );
}

function useItemForm(
  item: CaptureItemRow | null,
  { operationId, nextSequence }: { operationId: string; nextSequence: number },
) {
  const schema: z.ZodObject = item ? captureItemPatch.omit({ version: true }) : captureItemCreate;
  return useZodForm(schema, {
    ...(item ? { isActive: item.isActive } : { operationId, code: "" }),
    name: item?.name ?? "",
    nameZh: item?.nameZh ?? "",
    dataType: item?.dataType ?? "NUMBER",
    unit: item?.unit ?? null,
    lowerLimit: item?.lowerLimit ?? null,
    upperLimit: item?.upperLimit ?? null,
    target: item?.target ?? null,
    choices: item?.choices ?? null,
    isRequired: item?.isRequired ?? true,
    onBreach: item?.onBreach ?? "RECORD",
    sequence: item?.sequence ?? nextSequence,
  });
}

function DeleteItem({ item, onDone }: { item: CaptureItemRow; onDone: () => void }) {
  const t = useT("route");
  const remove = useCommand(deleteCaptureItem, { touches, onDone });
  return (
    <DeleteButton
      question={t("item.delete", { code: item.code })}
      onConfirm={() => remove.mutateAsync({ id: item.id, version: item.version })}
    />
  );
}
