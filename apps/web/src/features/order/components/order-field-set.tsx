import type { OrderEditInput, OrderReceiveInput } from "@lineside/domain/work-order";
import { useFormContext } from "react-hook-form";
import { asNumber } from "~/lib/form.ts";
import { formatTime } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { plantDayEnd } from "~/lib/plant-day.ts";
import { Field } from "~/ui/field.tsx";
import { FieldRow } from "~/ui/form.tsx";
import { Input, NumberInput, Select, Textarea } from "~/ui/input.tsx";
import { pickStatuses } from "./pick-status.tsx";
import { ProductField } from "./product-field.tsx";
import { RouteField } from "./route-field.tsx";

/** What receiving and editing have in common. */
export type OrderFields = Omit<OrderReceiveInput, "woNo" | "source" | "erpStatus"> &
  Omit<OrderEditInput, "version">;

interface OrderFieldSetProps {
  /** Fields somebody else decides: the ERP, or the runs that froze them; with the reason as hint. */
  fixed?: Partial<Record<keyof OrderFields, string>>;
}

export function OrderFieldSet({ fixed = {} }: OrderFieldSetProps) {
  const t = useT("order");
  const { register, formState } = useFormContext<OrderFields>();
  const { errors } = formState;
  return (
    <>
      <ProductField fixed={fixed.productCode} />
      <FieldRow>
        <Field label={t("plannedQty")} isRequired error={errors.plannedQty?.message}>
          <NumberInput {...register("plannedQty", asNumber)} inputMode="numeric" />
        </Field>
        <DueField fixed={fixed.dueAt} />
      </FieldRow>
      <RouteField fixed={fixed.routeCode} />
      <FieldRow>
        <Field label={t("priority")} hint={t("priorityHint")} error={errors.priority?.message}>
          <NumberInput {...register("priority", asNumber)} inputMode="numeric" />
        </Field>
        <PickField fixed={fixed.pickStatus} />
      </FieldRow>
      <Field label={t("overrun")} hint={t("overrunHint")} error={errors.overrunPercent?.message}>
        <NumberInput unit="%" {...register("overrunPercent", asNumber)} />
      </Field>
      <Field label={t("remark")} error={errors.remark?.message}>
        <Textarea {...register("remark")} />
      </Field>
    </>
  );
}

/** An order is due by the end of a plant day. */
function DueField({ fixed }: { fixed?: string }) {
  const t = useT("order");
  const { getValues, setValue, formState } = useFormContext<OrderFields>();
  const dueAt = getValues("dueAt");
  return (
    <Field label={t("due")} hint={fixed} error={formState.errors.dueAt?.message}>
      <Input
        type="date"
        disabled={fixed !== undefined}
        defaultValue={dueAt ? formatTime(dueAt, "date") : ""}
        onChange={(event) =>
          setValue("dueAt", plantDayEnd(event.target.value) ?? null, { shouldDirty: true })
        }
      />
    </Field>
  );
}

function PickField({ fixed }: { fixed?: string }) {
  const t = useT("order");
  const { register, getValues } = useFormContext<OrderFields>();
  return (
    <Field label={t("pick")} hint={fixed}>
      <Select
        // A disabled field of the form would lose its value; the server refuses a change anyway.
        {...(fixed === undefined
          ? register("pickStatus")
          : { disabled: true, defaultValue: getValues("pickStatus") })}
        choices={pickStatuses.map((value) => ({ value, label: t(`pick.${value}`) }))}
      />
    </Field>
  );
}
