import { addMinutes, toInstant } from "@lineside/domain/kernel";
import { type FormEvent, useState } from "react";
import { nowMs } from "~/lib/clock.ts";
import { useT } from "~/lib/i18n.ts";
import { maintenanceKey } from "~/lib/maintenance.ts";
import { fromPlantText, toPlantText } from "~/lib/plant-time.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Field } from "~/ui/field.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { Input, Textarea } from "~/ui/input.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { announceMaintenance, beginMaintenance } from "../api/health.ts";

/** In full five minutes, as people say times. */
const inMinutes = (minutes: number) =>
  toPlantText(addMinutes(toInstant(Math.ceil(nowMs() / 300_000) * 300_000), minutes));

interface Typed {
  from: string;
  until: string;
  message: string;
  messageZh: string;
}

interface MaintenanceDrawerProps {
  kind: "on" | "announce";
  onClose: () => void;
}

export function MaintenanceDrawer({ kind, onClose }: MaintenanceDrawerProps) {
  const t = useT("health");
  const isOn = kind === "on";
  const [typed, setTyped] = useState<Typed>({
    from: isOn ? "" : inMinutes(30),
    until: inMinutes(isOn ? 30 : 60),
    message: "",
    messageZh: "",
  });
  const options = { touches: [maintenanceKey], onDone: onClose };
  const begin = useCommand(beginMaintenance, options);
  const announce = useCommand(announceMaintenance, options);
  const { error, isPending } = isOn ? begin : announce;
  const startsAt = fromPlantText(typed.from);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { message, messageZh } = typed;
    const told = { message, messageZh, endsAt: fromPlantText(typed.until) };
    if (isOn) begin.mutate(told);
    else if (startsAt) announce.mutate({ ...told, startsAt });
  };
  return (
    <Drawer
      isOpen
      onClose={onClose}
      title={t(isOn ? "maintenance.beginNow" : "maintenance.announceNow")}
    >
      <Form onSubmit={submit}>
        {isOn && <Notice tone="warn" title={t("maintenance.warning")} />}
        <Fields typed={typed} isOn={isOn} onChange={setTyped} />
        {error && <Refusal error={error} />}
        <FormActions>
          <Button
            type="submit"
            look="primary"
            isBusy={isPending}
            isDisabled={!isOn && startsAt === null}
          >
            {t(isOn ? "maintenance.beginNow" : "maintenance.announceNow")}
          </Button>
          <Button look="quiet" onClick={onClose}>
            {t("common:cancel")}
          </Button>
        </FormActions>
      </Form>
    </Drawer>
  );
}

interface FieldsProps {
  typed: Typed;
  isOn: boolean;
  onChange: (typed: Typed) => void;
}

function Fields({ typed, isOn, onChange }: FieldsProps) {
  const t = useT("health");
  const of = (key: keyof Typed) => ({
    value: typed[key],
    onChange: ({ target }: { target: { value: string } }) =>
      onChange({ ...typed, [key]: target.value }),
  });
  return (
    <>
      {!isOn && (
        <Field label={t("maintenance.from")} isRequired>
          <Input type="datetime-local" {...of("from")} />
        </Field>
      )}
      <Field label={t("maintenance.until")} hint={t("maintenance.untilHint")}>
        <Input type="datetime-local" {...of("until")} />
      </Field>
      <Field label={t("maintenance.message")} hint={t("maintenance.messageHint")}>
        <Textarea rows={2} maxLength={300} {...of("message")} />
      </Field>
      <Field label={t("maintenance.messageZh")}>
        <Textarea rows={2} maxLength={300} {...of("messageZh")} />
      </Field>
    </>
  );
}
