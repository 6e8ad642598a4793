import { unitReleaseInput } from "@lineside/domain/quality";
import { Ban } from "lucide-react";
import { asNumber, useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Field } from "~/ui/field.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { Select, Textarea } from "~/ui/input.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { toast } from "~/ui/toast.tsx";
import { decisionTouches, releaseUnit, scrapUnit } from "../api/decide.ts";

interface ReleaseFormProps {
  sn: string;
  /** Steps it may go back to, the one it stands at last. */
  steps: readonly { stepNo: number; name: string; nameZh: string }[];
  /** Its last step is passed: released, it is done. */
  finishes?: boolean;
  onDone: () => void;
}

/** Ends a hold: the board goes on, goes back to an earlier step, or is scrapped. */
export function ReleaseForm({ sn, steps, finishes, onDone }: ReleaseFormProps) {
  const t = useT("quality");
  const local = useLocalName();
  const form = useZodForm(unitReleaseInput, { reason: "", toStepNo: null });
  const showAtField = useFieldRefusal(form, { REWORK_STEP_INVALID: "toStepNo" });
  const done = (text: string) => {
    toast(text);
    onDone();
  };
  const release = useCommand(releaseUnit(sn), {
    touches: decisionTouches,
    onDone: () => done(t("released", { sn })),
  });
  const scrap = useCommand(scrapUnit(sn), {
    touches: decisionTouches,
    onDone: () => done(t("scrapped", { sn })),
  });
  const { errors } = form.formState;
  const isAtField = Object.values(errors).some((error) => error?.type === "server");
  const here = steps.at(-1);
  return (
    <Form
      aria-label={t("release")}
      onSubmit={form.handleSubmit((input) => release.mutate(input, { onError: showAtField }))}
    >
      <Field label={t("goOn")} error={errors.toStepNo?.message}>
        <Select
          {...form.register("toStepNo", asNumber)}
          emptyLabel={
            finishes
              ? t("goOnDone")
              : t("goOnAt", { step: here ? `${here.stepNo} ${local(here)}` : "" })
          }
          choices={steps
            .filter((step) => finishes || step !== here)
            .map((step) => ({
              value: String(step.stepNo),
              label: t("goBackTo", { step: `${step.stepNo} ${local(step)}` }),
            }))}
        />
      </Field>
      <Field label={t("reason")} error={errors.reason?.message} isRequired>
        <Textarea {...form.register("reason")} autoFocus />
      </Field>
      {release.error && !isAtField && <Refusal error={release.error} />}
      <FormActions>
        <Button type="submit" look="primary" isBusy={release.isPending}>
          {t("release")}
        </Button>
        <span className="ms-auto">
          <ReasonButton
            look="danger"
            icon={Ban}
            label={t("do.SCRAP")}
            question={t("scrapQuestion", { sn })}
            onConfirm={(reason) => scrap.mutateAsync({ reason })}
          />
        </span>
      </FormActions>
    </Form>
  );
}
