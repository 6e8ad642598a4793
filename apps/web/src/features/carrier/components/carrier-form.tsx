import { type CarrierRow, carrierKinds, carrierUnitsMax } from "@lineside/domain/execution";
import { zKey, zName } from "@lineside/domain/kernel";
import type { UseFormReturn } from "react-hook-form";
import { z } from "zod";
import { asNumber, useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Field } from "~/ui/field.tsx";
import { FieldRow, Form, FormActions } from "~/ui/form.tsx";
import { CodeInput, Input, NumberInput, Select } from "~/ui/input.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { toast } from "~/ui/toast.tsx";
import { useUnsaved } from "~/ui/unsaved.tsx";
import { changeCarrier, createCarrier } from "../api/save-carrier.ts";

const fieldsSchema = z.object({
  carrierNo: zKey,
  kind: z.enum(carrierKinds),
  name: z.union([z.literal(""), zName]),
  capacity: z.number().int().min(1).max(carrierUnitsMax).nullable(),
});
type Fields = z.output<typeof fieldsSchema>;

interface CarrierFormProps {
  /** null: a new one. */
  row: CarrierRow | null;
  onClose: () => void;
  onDone?: (carrierNo: string) => void;
}

/** What a carrier is and how many boards it takes. */
export function CarrierForm({ row, onClose, onDone }: CarrierFormProps) {
  const t = useT("carrier");
  const { form, submit, error, isBusy } = useCarrierForm(row, (carrierNo) => {
    release();
    onClose();
    onDone?.(carrierNo);
  });
  const isDirty = Object.keys(form.formState.dirtyFields).length > 0;
  const { leave, release, question } = useUnsaved(isDirty);
  return (
    <Drawer isOpen onClose={() => leave(onClose)} title={row ? row.carrierNo : t("create")}>
      {question}
      <Form onSubmit={submit}>
        <CarrierFields form={form} isNew={row === null} />
        {error && <Refusal error={error} />}
        <FormActions isSticky>
          <Button
            type="submit"
            look="primary"
            isBusy={isBusy}
            disabledReason={row && !isDirty ? t("nothingChanged") : null}
          >
            {row ? t("common:save") : t("create")}
          </Button>
        </FormActions>
      </Form>
    </Drawer>
  );
}

function useCarrierForm(row: CarrierRow | null, onDone: (carrierNo: string) => void) {
  const t = useT("carrier");
  const form = useZodForm(fieldsSchema, {
    carrierNo: row?.carrierNo ?? "",
    kind: row?.kind ?? "RACK",
    name: row?.name ?? "",
    capacity: row?.capacity ?? null,
  });
  const showAtField = useFieldRefusal(form, {
    CARRIER_EXISTS: "carrierNo",
    CARRIER_CAPACITY_TOO_SMALL: "capacity",
  });
  const done = ({ carrierNo }: { carrierNo: string }) => {
    toast(t("saved", { carrierNo }));
    onDone(carrierNo);
  };
  const touches = [["carriers"]];
  const create = useCommand(createCarrier, { touches, onDone: done });
  const change = useCommand(changeCarrier, { touches, onDone: done });
  const submit = form.handleSubmit(({ name, ...fields }: Fields) => {
    const body = { ...fields, name: name || null };
    if (!row) return create.mutate(body, { onError: showAtField });
    change.mutate({ ...body, version: row.version }, { onError: showAtField });
  });
  const isAtField = Object.values(form.formState.errors).some((each) => each?.type === "server");
  return {
    form,
    submit,
    error: isAtField ? null : (create.error ?? change.error),
    isBusy: create.isPending || change.isPending,
  };
}

function CarrierFields({ form, isNew }: { form: UseFormReturn<Fields>; isNew: boolean }) {
  const t = useT("carrier");
  const { register, formState } = form;
  const { errors } = formState;
  return (
    <>
      <Field
        label={t("carrierNo")}
        hint={t("carrierNoHint")}
        error={errors.carrierNo?.message}
        isRequired
      >
        <CodeInput {...register("carrierNo")} readOnly={!isNew} />
      </Field>
      <FieldRow>
        <Field label={t("kind")} error={errors.kind?.message} isRequired>
          <Select
            {...register("kind")}
            choices={carrierKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
          />
        </Field>
        <Field label={t("capacity")} hint={t("capacityHint")} error={errors.capacity?.message}>
          <NumberInput {...register("capacity", asNumber)} unit={t("boards")} />
        </Field>
      </FieldRow>
      <Field label={t("name")} error={errors.name?.message}>
        <Input {...register("name")} />
      </Field>
    </>
  );
}
