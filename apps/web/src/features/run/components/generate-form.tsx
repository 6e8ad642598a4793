import { type RunAnswer, unitsGenerateInput } from "@lineside/domain/work-order";
import { ListPlus } from "lucide-react";
import { asNumber, useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Field } from "~/ui/field.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { NumberInput } from "~/ui/input.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { toast } from "~/ui/toast.tsx";
import { generateUnits } from "../api/runs.ts";

/** At most so many serial numbers are made at once. */
const mostAtOnce = 10_000;

interface UnitsFormProps {
  run: RunAnswer;
  disabledReason: string | null;
}

/** Makes serial numbers after the product's rule, what is missing by default. */
export function GenerateForm({ run, disabledReason }: UnitsFormProps) {
  const t = useT("run");
  const missing = run.planQty - run.counts.total;
  const form = useZodForm(unitsGenerateInput, { quantity: Math.min(missing, mostAtOnce) });
  const generate = useCommand(generateUnits, {
    touches: [["runs"]],
    onDone: ({ created, firstSn, lastSn }) => toast(t("unitsMade", { created, firstSn, lastSn })),
  });
  const showAtField = useFieldRefusal(form, { QUANTITY_EXCEEDS_PLAN: "quantity" });
  const error = form.formState.errors.quantity;
  return (
    <Form
      className="max-w-md"
      onSubmit={form.handleSubmit((input) =>
        generate.mutate({ ...input, runNo: run.runNo }, { onError: showAtField }),
      )}
    >
      <Field label={t("quantity")} isRequired error={error?.message} hint={t("generateHint")}>
        <NumberInput inputMode="numeric" {...form.register("quantity", asNumber)} />
      </Field>
      {generate.error && error?.type !== "server" && <Refusal error={generate.error} />}
      <FormActions>
        <Button
          type="submit"
          look="primary"
          icon={ListPlus}
          isBusy={generate.isPending}
          disabledReason={disabledReason}
        >
          {t("generate")}
        </Button>
      </FormActions>
    </Form>
  );
}
