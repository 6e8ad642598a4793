import { type EquipmentDetail, equipmentStatuses } from "@lineside/domain/equipment";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Field } from "~/ui/field.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { Textarea } from "~/ui/input.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { changeStatus, equipmentKey } from "../api/equipment.ts";

const reasonLengthMin = 4;

/** Says in place what a machine is now; what is not normal needs a reason. */
export function StatusForm({ machine }: { machine: EquipmentDetail }) {
  const t = useT("equipment");
  const whyNot = useWhyNot();
  const stateText = useStateText("equipment");
  const may = useMay("equipment:status");
  const [status, setStatus] = useState(machine.status);
  const [reason, setReason] = useState("");
  const change = useCommand(changeStatus, { touches: [equipmentKey, ["readiness"], ["runs"]] });
  if (!machine.isActive) return null;
  if (!may) return <Notice tone="wait" title={whyNot("equipment:status")} />;
  const isChanged = status !== machine.status;
  const isMissing = status !== "NORMAL" && reason.trim().length < reasonLengthMin;
  return (
    <Form
      aria-label={t("changeStatus")}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isChanged || isMissing) return;
        change.mutate({ code: machine.code, status, reason: reason.trim() || null });
      }}
    >
      <Field label={t("changeStatus")} isGroup>
        <Segmented
          label={t("changeStatus")}
          choices={equipmentStatuses.map((value) => ({ value, label: stateText(value) }))}
          value={status}
          onChange={(value) => setStatus(value as typeof status)}
        />
      </Field>
      {isChanged && (
        <Field label={t("reason")} isRequired={status !== "NORMAL"}>
          <Textarea autoFocus value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      )}
      {change.error && <Refusal error={change.error} />}
      {isChanged && (
        <FormActions>
          <Button
            type="submit"
            look="primary"
            isBusy={change.isPending}
            disabledReason={isMissing ? t("common:reason.missing") : null}
          >
            {t("save", { status: stateText(status) })}
          </Button>
        </FormActions>
      )}
    </Form>
  );
}
