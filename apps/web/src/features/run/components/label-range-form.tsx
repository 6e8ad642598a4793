import { labelsBindInput, type RunAnswer } from "@lineside/domain/work-order";
import { Tags } from "lucide-react";
import { asNumber, useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Field } from "~/ui/field.tsx";
import { FieldRow, Form, FormActions } from "~/ui/form.tsx";
import { CodeInput, NumberInput } from "~/ui/input.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Sn } from "~/ui/sn.tsx";
import { Text } from "~/ui/text.tsx";
import { toast } from "~/ui/toast.tsx";
import { bindLabels } from "../api/runs.ts";

interface LabelRangeFormProps {
  run: RunAnswer;
  disabledReason: string | null;
}

/** Binds a printed label range to the run; the first and last label are shown as they will read. */
export function LabelRangeForm({ run, disabledReason }: LabelRangeFormProps) {
  const t = useT("run");
  const form = useZodForm(labelsBindInput, {
    prefix: "",
    firstNo: 1,
    lastNo: run.planQty - run.counts.total,
    width: 4,
  });
  const bind = useCommand(bindLabels, {
    touches: [["runs"]],
    onDone: ({ created, firstSn, lastSn }) => toast(t("unitsMade", { created, firstSn, lastSn })),
  });
  const showAtField = useFieldRefusal(form, {
    QUANTITY_EXCEEDS_PLAN: "lastNo",
    LABEL_RANGE_INVALID: "width",
    LABEL_RANGE_OVERLAPS: "firstNo",
  });
  const { errors } = form.formState;
  const isShown = Object.values(errors).some((error) => error?.type === "server");
  return (
    <Form
      className="max-w-xl"
      onSubmit={form.handleSubmit((input) =>
        bind.mutate({ ...input, runNo: run.runNo }, { onError: showAtField }),
      )}
    >
      <FieldRow>
        <Field label={t("labelPrefix")} error={errors.prefix?.message}>
          <CodeInput {...form.register("prefix")} />
        </Field>
        <Field label={t("labelWidth")} isRequired error={errors.width?.message}>
          <NumberInput inputMode="numeric" {...form.register("width", asNumber)} />
        </Field>
      </FieldRow>
      <FieldRow>
        <Field label={t("labelFirst")} isRequired error={errors.firstNo?.message}>
          <NumberInput inputMode="numeric" {...form.register("firstNo", asNumber)} />
        </Field>
        <Field label={t("labelLast")} isRequired error={errors.lastNo?.message}>
          <NumberInput inputMode="numeric" {...form.register("lastNo", asNumber)} />
        </Field>
      </FieldRow>
      <Preview range={form.watch()} />
      {bind.error && !isShown && <Refusal error={bind.error} />}
      <FormActions>
        <Button
          type="submit"
          look="primary"
          icon={Tags}
          isBusy={bind.isPending}
          disabledReason={disabledReason}
        >
          {t("bindLabels")}
        </Button>
      </FormActions>
    </Form>
  );
}

interface TypedRange {
  prefix: string;
  firstNo: number;
  lastNo: number;
  width: number;
}

function Preview({ range }: { range: TypedRange }) {
  const t = useT("run");
  const label = (no: number) => `${range.prefix}${String(no).padStart(Number(range.width), "0")}`;
  const [first, last] = [Number(range.firstNo), Number(range.lastNo)];
  const count = last - first + 1;
  if (!Number.isInteger(count) || count < 1) return null;
  return (
    <p className="flex flex-wrap items-baseline gap-x-2">
      <Sn value={label(first)} /> … <Sn value={label(last)} />
      <Text isQuiet isSmall>
        {t("labelCount", { count: formatNumber(count) })}
      </Text>
    </p>
  );
}
