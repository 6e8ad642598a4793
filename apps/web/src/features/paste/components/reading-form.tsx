import { type FridgeRow, fridgeReadingInput } from "@lineside/domain/solder-paste";
import { Thermometer } from "lucide-react";
import { asNumber, useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { play } from "~/lib/sound.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Field } from "~/ui/field.tsx";
import { Form } from "~/ui/form.tsx";
import { Input, NumberInput } from "~/ui/input.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Section } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { recordReading } from "../api/save-fridge.ts";

const fields = fridgeReadingInput.pick({ temperatureC: true, remark: true });
const empty = { temperatureC: null as unknown as number, remark: "" };

/** Read the thermometer, write it down now: yesterday's reading is nobody's reading. */
export function ReadingForm({ fridge }: { fridge: FridgeRow }) {
  const t = useT("paste");
  const whyNot = useWhyNot();
  const form = useZodForm(fields, empty);
  const showAtField = useFieldRefusal(form);
  const { errors } = form.formState;
  const record = useCommand(recordReading, {
    touches: [["fridges"]],
    onDone: ({ isWithin }) => {
      play(isWithin ? "ok" : "alarm");
      form.reset(empty);
    },
  });
  const typed = form.watch("temperatureC");
  const isOut = typeof typed === "number" && (typed < fridge.minC || typed > fridge.maxC);
  const submit = form.handleSubmit(({ temperatureC, remark }) =>
    record.mutate(
      { code: fridge.code, temperatureC, remark: remark || undefined },
      { onError: showAtField },
    ),
  );
  return (
    <Section isFramed title={t("reading.title")}>
      <Form onSubmit={submit}>
        <Field label={t("temperature")} error={errors.temperatureC?.message} isRequired>
          <NumberInput {...form.register("temperatureC", asNumber)} unit="°C" />
        </Field>
        {isOut && (
          <Notice
            tone="bad"
            title={t("reading.out", {
              min: formatNumber(fridge.minC),
              max: formatNumber(fridge.maxC),
            })}
          />
        )}
        <Field label={t("remark")} error={errors.remark?.message}>
          <Input {...form.register("remark")} />
        </Field>
        {record.error && <Refusal error={record.error} />}
        {record.data && !record.data.isWithin && (
          <Notice tone="bad" title={t("reading.recordedOut")}>
            {t("reading.tell")}
          </Notice>
        )}
        {record.data?.isWithin && <Notice tone="ok" title={t("reading.recorded")} />}
        <Button
          type="submit"
          look="primary"
          size="large"
          icon={Thermometer}
          isBusy={record.isPending}
          disabledReason={whyNot("paste:handle", fridge.isActive ? null : t("fridges.off"))}
        >
          {t("reading.record")}
        </Button>
      </Form>
    </Section>
  );
}
