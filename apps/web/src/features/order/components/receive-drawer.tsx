import { orderReceiveInput } from "@lineside/domain/work-order";
import { useNavigate } from "@tanstack/react-router";
import { FormProvider, type UseFormReturn } from "react-hook-form";
import { useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Field } from "~/ui/field.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { CodeInput } from "~/ui/input.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { toast } from "~/ui/toast.tsx";
import { receiveOrder } from "../api/orders.ts";
import { fieldOfCode } from "./field-of-code.ts";
import { OrderFieldSet, type OrderFields } from "./order-field-set.tsx";

const formId = "receive-order";

/** An order keyed in by hand. */
export function ReceiveDrawer({ onClose }: { onClose: () => void }) {
  const t = useT("order");
  const navigate = useNavigate();
  const form = useZodForm(orderReceiveInput, {
    woNo: "",
    productCode: "",
    routeCode: null,
    dueAt: null,
    priority: 0,
    pickStatus: "NONE",
    overrunPercent: null,
    remark: null,
  });
  const receive = useCommand(receiveOrder, {
    touches: [["orders"]],
    onDone: ({ order }) => {
      toast(t("received", { woNo: order.woNo }));
      onClose();
      void navigate({ to: "/orders/$woNo", params: { woNo: order.woNo } });
    },
  });
  const showAtField = useFieldRefusal(form, { ...fieldOfCode, WORK_ORDER_EXISTS: "woNo" });
  const { errors } = form.formState;
  const isShown = Object.values(errors).some((error) => error?.type === "server");
  return (
    <Drawer
      isOpen
      onClose={onClose}
      title={t("receive")}
      lead={t("receiveLead")}
      footer={
        <FormActions>
          <Button type="submit" form={formId} look="primary" isBusy={receive.isPending}>
            {t("receive")}
          </Button>
          <Button look="quiet" onClick={onClose}>
            {t("common:cancel")}
          </Button>
        </FormActions>
      }
    >
      <FormProvider {...(form as unknown as UseFormReturn<OrderFields>)}>
        <Form
          id={formId}
          onSubmit={form.handleSubmit((input) => receive.mutate(input, { onError: showAtField }))}
        >
          <Field label={t("woNo")} isRequired error={errors.woNo?.message}>
            <CodeInput autoFocus {...form.register("woNo")} />
          </Field>
          <OrderFieldSet />
          {receive.error && !isShown && <Refusal error={receive.error} />}
        </Form>
      </FormProvider>
    </Drawer>
  );
}
