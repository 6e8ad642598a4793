import { type OrderAnswer, runCreateInput } from "@lineside/domain/work-order";
import { useNavigate } from "@tanstack/react-router";
import { FormProvider } from "react-hook-form";
import { useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { toast } from "~/ui/toast.tsx";
import { createRun } from "../api/orders.ts";
import { overrunOf, RunFieldSet } from "./run-field-set.tsx";

interface CutRunDrawerProps {
  order: OrderAnswer;
  onClose: () => void;
}

const formId = "cut-run";

/** Cuts a run from the order on its line, freezing the route's newest ready version. */
export function CutRunDrawer({ order, onClose }: CutRunDrawerProps) {
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
  const isShown = Object.values(form.formState.errors).some((error) => error?.type === "server");
  const submit = form.handleSubmit((input) => {
    const isOver = overrunOf(order, input.planQty) > 0;
    create.mutate(
      { ...input, overrunReason: isOver ? input.overrunReason : null, woNo: order.woNo },
      { onError: showAtField },
    );
  });
  return (
    <Drawer
      isOpen
      onClose={onClose}
      title={t("cutRun")}
      lead={order.woNo}
      footer={
        <FormActions>
          <Button type="submit" form={formId} look="primary" isBusy={create.isPending}>
            {t("cutRun")}
          </Button>
          <Button look="quiet" onClick={onClose}>
            {t("common:cancel")}
          </Button>
        </FormActions>
      }
    >
      <FormProvider {...form}>
        <Form id={formId} onSubmit={submit}>
          <RunFieldSet order={order} />
          {create.error && !isShown && <Refusal error={create.error} />}
        </Form>
      </FormProvider>
    </Drawer>
  );
}

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
