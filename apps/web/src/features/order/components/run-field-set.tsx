import type { OrderAnswer, RunCreateInput } from "@lineside/domain/work-order";
import { useQuery } from "@tanstack/react-query";
import { Controller, useFormContext } from "react-hook-form";
import { asNumber } from "~/lib/form.ts";
import { formatNumber } from "~/lib/format.ts";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { linesQuery } from "~/lib/line-choices.ts";
import { useMay } from "~/lib/session.ts";
import { Field } from "~/ui/field.tsx";
import { FieldRow } from "~/ui/form.tsx";
import { CodeInput, NumberInput, Select, Textarea } from "~/ui/input.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { shiftsQuery } from "../api/choices.ts";

/** Units by which a quantity exceeds what the order plans and has not promised to runs yet. */
export function overrunOf(order: OrderAnswer, planQty: unknown): number {
  const rest = order.plannedQty - order.quantities.allocated;
  return Math.max(0, (Number(planQty) || 0) - rest);
}

export function RunFieldSet({ order }: { order: OrderAnswer }) {
  const t = useT("order");
  const { register, watch, formState } = useFormContext<RunCreateInput>();
  const { errors } = formState;
  const shifts = useShiftChoices(order.lineCode);
  const over = overrunOf(order, watch("planQty"));
  return (
    <>
      {order.pickStatus !== "FULL" && order.pickStatus !== "OVER" && (
        <Notice tone="warn" title={t("notPicked", { status: t(`pick.${order.pickStatus}`) })} />
      )}
      <FieldRow>
        <Field
          label={t("quantity")}
          isRequired
          error={errors.planQty?.message}
          hint={t("quantityHint", { remaining: formatNumber(order.remainingQty) })}
        >
          <NumberInput autoFocus inputMode="numeric" {...register("planQty", asNumber)} />
        </Field>
        <Field label={t("line")} hint={t("lineOfRun")}>
          <CodeInput readOnly value={order.lineCode ?? ""} />
        </Field>
      </FieldRow>
      {over > 0 && (
        <Field
          label={t("overrunReason")}
          isRequired
          hint={t("overrunReasonHint", { over: formatNumber(over) })}
          error={errors.overrunReason?.message}
        >
          <Textarea
            {...register("overrunReason", { setValueAs: emptyAsNull, shouldUnregister: true })}
          />
        </Field>
      )}
      <FieldRow>
        <Field label={t("shift")} error={errors.shiftCode?.message}>
          <Select
            emptyLabel={t("noShift")}
            choices={shifts}
            {...register("shiftCode", { setValueAs: emptyAsNull })}
          />
        </Field>
        <Field label={t("changeoverNo")} error={errors.changeoverNo?.message}>
          <CodeInput {...register("changeoverNo", { setValueAs: emptyAsNull })} />
        </Field>
      </FieldRow>
      <UnitSourceField />
    </>
  );
}

const unitSources = ["GENERATED", "LABEL_RANGE", "FIRST_SCAN"] as const;

function UnitSourceField() {
  const t = useT("order");
  const { control } = useFormContext<RunCreateInput>();
  return (
    <Controller
      control={control}
      name="unitSource"
      render={({ field }) => (
        <Field isGroup label={t("unitSource")} hint={t(`unitSource.${field.value}.hint`)}>
          <Segmented
            label={t("unitSource")}
            value={field.value ?? "GENERATED"}
            onChange={field.onChange}
            choices={unitSources.map((value) => ({ value, label: t(`unitSource.${value}`) }))}
          />
        </Field>
      )}
    />
  );
}

const emptyAsNull = (typed: unknown) => (typed === "" ? null : typed);

/** The line's own shifts, or the plant's where the line has none. */
function useShiftChoices(lineCode: string | null) {
  const local = useLocalName();
  const mayRead = useMay("plant:read");
  const shifts = useQuery({ ...shiftsQuery, enabled: mayRead }).data ?? [];
  const lines = useQuery({ ...linesQuery, enabled: mayRead }).data ?? [];
  const line = lines.find(({ code }) => code === lineCode);
  const own = shifts.filter((shift) => line && shift.lineId === line.id);
  const offered = own.length > 0 ? own : shifts.filter((shift) => shift.lineId === null);
  return offered.map((shift) => ({ value: shift.code, label: `${shift.code} · ${local(shift)}` }));
}
