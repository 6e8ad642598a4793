import { type EquipmentRow, equipmentKinds } from "@lineside/domain/equipment";
import { plantParts, zKey, zName } from "@lineside/domain/kernel";
import type { UseFormReturn } from "react-hook-form";
import { z } from "zod";
import { useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { plantZone } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { plantDayEnd } from "~/lib/plant-day.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { DeleteButton } from "~/ui/delete-button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Field } from "~/ui/field.tsx";
import { FieldRow, Form, FormActions } from "~/ui/form.tsx";
import { Checkbox, CodeInput, Input, Select } from "~/ui/input.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { toast } from "~/ui/toast.tsx";
import { useUnsaved } from "~/ui/unsaved.tsx";
import {
  changeMachine,
  createMachine,
  deleteMachine,
  equipmentKey,
  useLines,
} from "../api/equipment.ts";

const machine = z.object({
  code: zKey,
  name: zName,
  kind: z.string(),
  lineCode: z.string().min(1),
  stationCode: z.string(),
  /** The last day it is calibrated; empty: it needs none. */
  calibrationDueOn: z.string(),
  isActive: z.boolean(),
});
type Fields = z.output<typeof machine>;

interface MachineFormProps {
  /** null: a new one. */
  row: EquipmentRow | null;
  onClose: () => void;
  onDeleted?: () => void;
}

/** What a machine is and where it stands. */
export function MachineForm({ row, onClose, onDeleted }: MachineFormProps) {
  const t = useT("equipment");
  const { form, submit, error, isBusy } = useMachineForm(row, onClose);
  const isDirty = Object.keys(form.formState.dirtyFields).length > 0;
  const { leave, question } = useUnsaved(isDirty);
  return (
    <Drawer
      isOpen
      onClose={() => leave(onClose)}
      title={row ? `${row.code} · ${row.name}` : t("create")}
    >
      {question}
      <Form onSubmit={submit}>
        <MachineFields form={form} isNew={row === null} />
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
          {row && <DeleteMachine code={row.code} onDone={onDeleted ?? onClose} />}
        </FormActions>
      </Form>
    </Drawer>
  );
}

function useMachineForm(row: EquipmentRow | null, onClose: () => void) {
  const t = useT("equipment");
  const form = useZodForm(machine, defaultsOf(row));
  const { errors } = form.formState;
  const showAtField = useFieldRefusal(form, {
    EQUIPMENT_CODE_DUPLICATE: "code",
    EQUIPMENT_STATION_ELSEWHERE: "stationCode",
  });
  const done = ({ code }: { code: string }) => {
    toast(t("saved", { code }));
    onClose();
  };
  const touches = [equipmentKey, ["readiness"]];
  const create = useCommand(createMachine, { touches, onDone: done });
  const change = useCommand(changeMachine, { touches, onDone: done });
  const submit = form.handleSubmit((fields) => {
    const body = bodyOf(fields);
    if (!row) return create.mutate(body, { onError: showAtField });
    const { isActive } = fields;
    change.mutate({ ...body, isActive, version: row.version }, { onError: showAtField });
  });
  const isAtField = Object.values(errors).some((each) => each?.type === "server");
  return {
    form,
    submit,
    error: isAtField ? null : (create.error ?? change.error),
    isBusy: create.isPending || change.isPending,
  };
}

function bodyOf({ calibrationDueOn, isActive: _, kind, stationCode, ...fields }: Fields) {
  return {
    ...fields,
    kind: kind || null,
    stationCode: stationCode || null,
    // Calibrated until the end of that day.
    calibrationDueAt: plantDayEnd(calibrationDueOn) ?? null,
  };
}

function defaultsOf(row: EquipmentRow | null): Fields {
  return {
    code: row?.code ?? "",
    name: row?.name ?? "",
    kind: row?.kind ?? "",
    lineCode: row?.lineCode ?? "",
    stationCode: row?.stationCode ?? "",
    calibrationDueOn: row?.calibrationDueAt ? dayOf(row.calibrationDueAt) : "",
    isActive: row?.isActive ?? true,
  };
}

function dayOf(instant: string): string {
  const [year, month, day] = plantParts(instant, plantZone());
  return [year, String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");
}

function MachineFields({ form, isNew }: { form: UseFormReturn<Fields>; isNew: boolean }) {
  const t = useT("equipment");
  const lines = useLines();
  const { register, formState } = form;
  const errorOf = (name: keyof Fields) => formState.errors[name]?.message;
  const line = lines.find(({ code }) => code === form.watch("lineCode"));
  const kinds = equipmentKinds.map((value) => ({ value, label: t(`kind.${value}`) }));
  return (
    <>
      {isNew && (
        <Field label={t("code")} hint={t("codeHint")} error={errorOf("code")} isRequired>
          <CodeInput {...register("code")} autoFocus />
        </Field>
      )}
      <Field label={t("name")} error={errorOf("name")} isRequired>
        <Input {...register("name")} autoComplete="off" />
      </Field>
      <Field label={t("kind")} error={errorOf("kind")}>
        <Select {...register("kind")} emptyLabel="–" choices={kinds} />
      </Field>
      <FieldRow>
        <Field label={t("line")} error={errorOf("lineCode")} isRequired>
          <Select
            {...register("lineCode", { onChange: () => form.setValue("stationCode", "") })}
            emptyLabel="–"
            choices={lines.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` }))}
          />
        </Field>
        <Field label={t("station")} error={errorOf("stationCode")}>
          <Select
            {...register("stationCode")}
            emptyLabel="–"
            choices={(line?.stations ?? []).map(({ code, name }) => ({
              value: code,
              label: `${code} · ${name}`,
            }))}
          />
        </Field>
      </FieldRow>
      <Field
        label={t("calibration")}
        hint={t("calibrationHint")}
        error={errorOf("calibrationDueOn")}
      >
        <Input type="date" {...register("calibrationDueOn")} />
      </Field>
      {!isNew && (
        <Checkbox {...register("isActive")} label={t("isActive")} hint={t("isActiveHint")} />
      )}
    </>
  );
}

function DeleteMachine({ code, onDone }: { code: string; onDone: () => void }) {
  const t = useT("equipment");
  const remove = useCommand(deleteMachine, {
    touches: [equipmentKey, ["readiness"]],
    onDone: () => {
      toast(t("deleted", { code }));
      onDone();
    },
  });
  return (
    <DeleteButton
      question={t("deleteQuestion", { code })}
      onConfirm={() => remove.mutateAsync({ code })}
    />
  );
}
