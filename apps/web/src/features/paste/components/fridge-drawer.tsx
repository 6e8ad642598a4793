import { type FridgeRow, fridgeCreate } from "@lineside/domain/solder-paste";
import { asNumber, useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { DeleteButton } from "~/ui/delete-button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Field } from "~/ui/field.tsx";
import { FieldRow, Form, FormActions } from "~/ui/form.tsx";
import { Checkbox, CodeInput, Input, NumberInput } from "~/ui/input.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { toast } from "~/ui/toast.tsx";
import { useUnsaved } from "~/ui/unsaved.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { changeFridge, createFridge, deleteFridge } from "../api/save-fridge.ts";

interface FridgeDrawerProps {
  row: FridgeRow | null;
  onClose: () => void;
}

const touches = [["fridges"]];

export function FridgeDrawer({ row, onClose }: FridgeDrawerProps) {
  const t = useT("paste");
  const whyNot = useWhyNot();
  const may = useMay("paste:config");
  // 0–8 ℃ is the plant's paper form (QR-Pro-073); the limits of another fridge are typed over it.
  const form = useZodForm(fridgeCreate, {
    code: row?.code ?? "",
    name: row?.name ?? "",
    minC: row?.minC ?? 0,
    maxC: row?.maxC ?? 8,
    isActive: row?.isActive ?? true,
  });
  const { dirtyFields, errors } = form.formState;
  const isDirty = Object.keys(dirtyFields).length > 0;
  const { leave, question } = useUnsaved(isDirty);
  const showAtField = useFieldRefusal(form, { FRIDGE_CODE_DUPLICATE: "code" });
  const save = useCommand(
    (input: Parameters<typeof createFridge>[0], key: string) =>
      row
        ? changeFridge({ ...input, code: row.code, version: row.version }, key)
        : createFridge(input, key),
    {
      touches,
      onDone: ({ code }) => {
        toast(t("fridges.saved", { code }));
        onClose();
      },
    },
  );
  const submit = form.handleSubmit((input) => save.mutate(input, { onError: showAtField }));
  const isAtField = Object.values(errors).some((each) => each?.type === "server");
  return (
    <Drawer
      isOpen
      onClose={() => leave(onClose)}
      title={row ? `${row.code} · ${row.name}` : t("fridges.create")}
    >
      {question}
      <Form onSubmit={submit}>
        {!may && <Notice tone="wait" title={whyNot("paste:config")} />}
        <fieldset disabled={!may} className="flex min-w-0 flex-col gap-4">
          {!row && (
            <Field
              label={t("code")}
              hint={t("fridges.codeHint")}
              error={errors.code?.message}
              isRequired
            >
              <CodeInput {...form.register("code")} />
            </Field>
          )}
          <Field label={t("name")} error={errors.name?.message} isRequired>
            <Input {...form.register("name")} />
          </Field>
          <FieldRow>
            <Field label={t("fridges.min")} error={errors.minC?.message} isRequired>
              <NumberInput {...form.register("minC", asNumber)} unit="°C" />
            </Field>
            <Field
              label={t("fridges.max")}
              hint={row ? null : t("fridges.defaultLimits")}
              error={errors.maxC?.message}
              isRequired
            >
              <NumberInput {...form.register("maxC", asNumber)} unit="°C" />
            </Field>
          </FieldRow>
          {row && <Checkbox label={t("fridges.active")} {...form.register("isActive")} />}
        </fieldset>
        {save.error && !isAtField && <Refusal error={save.error} />}
        {may && (
          <FormActions isSticky>
            <Button
              type="submit"
              look="primary"
              isBusy={save.isPending}
              disabledReason={row && !isDirty ? t("nothingChanged") : null}
            >
              {t("common:save")}
            </Button>
            {row && <DeleteFridge row={row} onDone={onClose} />}
          </FormActions>
        )}
      </Form>
    </Drawer>
  );
}

function DeleteFridge({ row, onDone }: { row: FridgeRow; onDone: () => void }) {
  const t = useT("paste");
  const remove = useCommand(deleteFridge, {
    touches,
    onDone: () => {
      toast(t("fridges.deleted", { code: row.code }));
      onDone();
    },
  });
  return (
    <DeleteButton
      question={t("fridges.delete", { code: row.code })}
      onConfirm={() => remove.mutateAsync(row)}
    />
  );
}
