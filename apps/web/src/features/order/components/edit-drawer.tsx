import { type OrderAnswer, type OrderEditInput, orderEditInput } from "@lineside/domain/work-order";
import { FormProvider, type UseFormReturn } from "react-hook-form";
import { useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { patchOrder } from "../api/orders.ts";
import { fieldOfCode } from "./field-of-code.ts";
import { OrderFieldSet, type OrderFields } from "./order-field-set.tsx";

interface EditDrawerProps {
  order: OrderAnswer;
  onClose: () => void;
}

const formId = "edit-order";
const orderEdit = orderEditInput.omit({ version: true });

export function EditDrawer({ order, onClose }: EditDrawerProps) {
  const t = useT("order");
  const form = useZodForm(orderEdit, {
    productCode: order.productCode,
    plannedQty: order.plannedQty,
    routeCode: order.routeCode,
    dueAt: order.dueAt,
    priority: order.priority,
    pickStatus: order.pickStatus,
    overrunPercent: order.overrunPercent,
    remark: order.remark,
  });
  const save = useCommand(patchOrder, { touches: [["orders"]], onDone: onClose });
  const showAtField = useFieldRefusal(form, fieldOfCode);
  const fixed = useFixed(order);
  const { errors, dirtyFields } = form.formState;
  const isShown = Object.values(errors).some((error) => error?.type === "server");
  const submit = form.handleSubmit((input) =>
    save.mutate(
      { ...changesOf(input, dirtyFields), woNo: order.woNo, version: order.version },
      { onError: showAtField },
    ),
  );
  return (
    <Drawer
      isOpen
      onClose={onClose}
      title={t("edit")}
      lead={order.woNo}
      footer={
        <FormActions>
          <Button
            type="submit"
            form={formId}
            look="primary"
            isBusy={save.isPending}
            disabledReason={Object.keys(dirtyFields).length === 0 ? t("nothingChanged") : null}
          >
            {t("common:save")}
          </Button>
          <Button look="quiet" onClick={onClose}>
            {t("common:cancel")}
          </Button>
        </FormActions>
      }
    >
      <FormProvider {...(form as unknown as UseFormReturn<OrderFields>)}>
        <Form id={formId} onSubmit={submit}>
          <OrderFieldSet fixed={fixed} />
          {save.error && !isShown && <Refusal error={save.error} />}
        </Form>
      </FormProvider>
    </Drawer>
  );
}

type Edit = Omit<OrderEditInput, "version">;

/** Only what was touched is sent: fields the ERP owns are refused even when they stay the same. */
function changesOf(input: Edit, dirty: Partial<Record<keyof Edit, boolean>>): Edit {
  return Object.fromEntries(Object.entries(input).filter(([key]) => dirty[key as keyof Edit]));
}

function useFixed(order: OrderAnswer): Partial<Record<keyof OrderFields, string>> {
  const t = useT("order");
  const frozen =
    order.runs.total > 0 ? { productCode: t("fixedByRuns"), routeCode: t("fixedByRuns") } : {};
  if (order.source !== "ERP") return frozen;
  const byErp = t("fixedByErp");
  return { ...frozen, productCode: byErp, dueAt: byErp, pickStatus: byErp };
}
