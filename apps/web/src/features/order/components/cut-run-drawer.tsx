import { type OrderAnswer, runCreateInput } from "@lineside/domain/work-order";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Controller } from "react-hook-form";
import { asNumber, useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { formatNumber } from "~/lib/format.ts";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Field } from "~/ui/field.tsx";
import { FieldRow, Form, FormActions } from "~/ui/form.tsx";
import { CodeInput, NumberInput, Select, Textarea } from "~/ui/input.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { toast } from "~/ui/toast.tsx";
import { linesQuery, shiftsQuery } from "../api/choices.ts";
import { createRun } from "../api/orders.ts";

interface CutRunDrawerProps {
  order: OrderAnswer;
  onClose: () => void;
}

/** Cuts a run from the order on its line, freezing the route's newest ready version. */
export function CutRunDrawer({ order, onClose }: CutRunDrawerProps) {
  const t = useT("order");
  return (
    <Drawer isOpen onClose={onClose} title={t("cutRun")} lead={order.woNo}>
      <CutRunForm order={order} onClose={onClose} />
    </Drawer>
  );
}

const unitSources = ["GENERATED", "LABEL_RANGE", "FIRST_SCAN"] as const;

function useRunForm(order: OrderAnswer) {
  const rest = order.plannedQty - order.quantities.allocated;
  return useZodForm(runCreateInput, {
    planQty: rest > 0 ? rest : order.remainingQty,
    lineCode: order.lineCode,
    shiftCode: null,
    changeoverNo: null,
    unitSource: "GENERATED",
    overrunReason: null,
  });
}

function CutRunForm({ order, onClose }: CutRunDrawerProps) {
  const t = useT("order");
  const navigate = useNavigate();
  const form = useRunForm(order);
  const create = useCommand(createRun, {
    touches: [["orders"], ["runs"]],
    onDone: ({ runNo }) => {
      toast(t("runCut", { runNo }));
      onClose();
      void navigate({ to: "/runs/$runNo", params: { runNo } });
    },
  });
  const showAtField = useFieldRefusal(form, {
    RUN_QUANTITY_EXCEEDS_ORDER: "planQty",
    OVERRUN_REASON_REQUIRED: "overrunReason",
    SHIFT_NOT_FOUND: "shiftCode",
  });
  const { errors } = form.formState;
  const isShown = Object.values(errors).some((error) => error?.type === "server");
  const over =
    (Number(form.watch("planQty")) || 0) - (order.plannedQty - order.quantities.allocated);
  const submit = form.handleSubmit((input) =>
    create.mutate(
      { ...input, overrunReason: over > 0 ? input.overrunReason : null, woNo: order.woNo },
      { onError: showAtField },
    ),
  );
  return (
    <Form onSubmit={submit}>
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
          <NumberInput autoFocus inputMode="numeric" {...form.register("planQty", asNumber)} />
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
          <Textarea {...form.register("overrunReason", { setValueAs: emptyAsNull })} />
        </Field>
      )}
      <FieldRow>
        <Field label={t("shift")} error={errors.shiftCode?.message}>
          <Select
            emptyLabel={t("noShift")}
            choices={useShiftChoices(order.lineCode)}
            {...form.register("shiftCode", { setValueAs: emptyAsNull })}
          />
        </Field>
        <Field label={t("changeoverNo")} error={errors.changeoverNo?.message}>
          <CodeInput {...form.register("changeoverNo", { setValueAs: emptyAsNull })} />
        </Field>
      </FieldRow>
      <Controller
        control={form.control}
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
      {create.error && !isShown && <Refusal error={create.error} />}
      <FormActions>
        <Button type="submit" look="primary" isBusy={create.isPending}>
          {t("cutRun")}
        </Button>
        <Button look="quiet" onClick={onClose}>
          {t("common:cancel")}
        </Button>
      </FormActions>
    </Form>
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
