import { type DefectRow, type Disposition, dispositionInput } from "@lineside/domain/quality";
import { Controller } from "react-hook-form";
import { asNumber, useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Field } from "~/ui/field.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { Select, Textarea } from "~/ui/input.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { toast } from "~/ui/toast.tsx";
import { decisionTouches, disposeDefect } from "../api/decide.ts";

const types: Disposition[] = ["REWORK", "SCRAP", "HOLD"];

/** REWORK back to a step of the frozen route, SCRAP, or HOLD; decided once, with a reason. */
export function DisposeForm({ defect, onDone }: { defect: DefectRow; onDone: () => void }) {
  const t = useT("quality");
  const local = useLocalName();
  const stateText = useStateText("disposition");
  const form = useZodForm(dispositionInput, {
    type: defect.recommendation ?? "REWORK",
    toStepNo: defect.stepNo,
    reason: "",
  });
  const showAtField = useFieldRefusal(form, { REWORK_STEP_INVALID: "toStepNo" });
  const dispose = useCommand(disposeDefect(defect.id), {
    touches: decisionTouches,
    onDone: () => {
      toast(t("decided", { sn: defect.sn }));
      onDone();
    },
  });
  const type = form.watch("type");
  const { errors } = form.formState;
  const isAtField = Object.values(errors).some((error) => error?.type === "server");
  const submit = form.handleSubmit((input) =>
    dispose.mutate(
      { ...input, toStepNo: input.type === "REWORK" ? input.toStepNo : null },
      { onError: showAtField },
    ),
  );
  return (
    <Form onSubmit={submit} aria-label={t("decision")}>
      <Field label={t("decision")} hint={t(`hint.${type}`)} isGroup>
        <Controller
          control={form.control}
          name="type"
          render={({ field }) => (
            <Segmented
              label={t("decision")}
              choices={types.map((value) => ({ value, label: stateText(value) }))}
              value={field.value}
              onChange={field.onChange}
            />
          )}
        />
      </Field>
      {type === "REWORK" && (
        <Field label={t("backTo")} hint={t("backToHint")} error={errors.toStepNo?.message}>
          <Select
            {...form.register("toStepNo", asNumber)}
            choices={defect.reworkSteps.map((step) => ({
              value: String(step.stepNo),
              label: `${step.stepNo} ${local(step)}`,
            }))}
          />
        </Field>
      )}
      <Field label={t("reason")} error={errors.reason?.message} isRequired>
        <Textarea {...form.register("reason")} autoFocus />
      </Field>
      {dispose.error && !isAtField && <Refusal error={dispose.error} />}
      <FormActions>
        <Button
          type="submit"
          look={type === "SCRAP" ? "danger" : "primary"}
          isBusy={dispose.isPending}
        >
          {t(`do.${type}`)}
        </Button>
      </FormActions>
    </Form>
  );
}
