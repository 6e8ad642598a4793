import type { FridgeRow } from "@lineside/domain/solder-paste";
import { Thermometer } from "lucide-react";
import { type FormEvent, useState } from "react";
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

/** Read the thermometer, write it down now: yesterday's reading is nobody's reading. */
export function ReadingForm({ fridge }: { fridge: FridgeRow }) {
  const t = useT("paste");
  const whyNot = useWhyNot();
  const [typed, setTyped] = useState("");
  const [remark, setRemark] = useState("");
  const record = useCommand(recordReading, {
    touches: [["fridges"]],
    onDone: ({ isWithin }) => {
      play(isWithin ? "ok" : "alarm");
      setTyped("");
      setRemark("");
    },
  });
  const temperatureC = numberOf(typed);
  const isOut = temperatureC !== null && (temperatureC < fridge.minC || temperatureC > fridge.maxC);
  const isWrong = typed.trim() !== "" && temperatureC === null;
  const missing = temperatureC === null ? t("reading.number") : null;
  const obstacle = fridge.isActive ? missing : t("fridges.off");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (temperatureC === null || record.isPending) return;
    record.mutate({ code: fridge.code, temperatureC, remark: remark.trim() || undefined });
  };
  return (
    <Section isFramed title={t("reading.title")}>
      <Form onSubmit={submit}>
        <Field label={t("temperature")} error={isWrong ? t("reading.number") : null} isRequired>
          <NumberInput
            value={typed}
            unit="°C"
            onChange={(event) => {
              setTyped(event.target.value);
              record.reset();
            }}
          />
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
        <Field label={t("remark")}>
          <Input value={remark} onChange={(event) => setRemark(event.target.value)} />
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
          disabledReason={whyNot("paste:handle", obstacle)}
        >
          {t("reading.record")}
        </Button>
      </Form>
    </Section>
  );
}

/** `4.2` or `4,2`; null: no temperature a fridge could have. */
function numberOf(typed: string): number | null {
  const text = typed.trim().replace(",", ".").replace("−", "-");
  const value = Number(text);
  return text === "" || Number.isNaN(value) || Math.abs(value) > 60 ? null : value;
}
