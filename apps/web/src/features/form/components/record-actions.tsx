import type { RecordDetail } from "@lineside/domain/form";
import { CheckCheck, Pencil, SquareCheckBig } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useMay, useMe } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { confirmRecord, recordTouches, rejectRecord, voidRecord } from "../api/records.ts";

interface RecordActionsProps {
  record: RecordDetail;
  onEdit: (stage: "SUBMIT" | "CORRECT") => void;
}

/** The next step of a record, and the rare ones with their reason in place. */
export function RecordActions({ record, onEdit }: RecordActionsProps) {
  const t = useT("form");
  const may = useMay("form:record");
  const mayConfirm = useMay("form:confirm");
  const me = useMe();
  const whyNot = useWhyNot();
  const has = (action: string) => record.actions.includes(action);
  const options = { touches: recordTouches };
  const confirm = useCommand(confirmRecord, options);
  const reject = useCommand(rejectRecord, options);
  const cancel = useCommand(voidRecord, options);
  const { id, version } = record;
  const isOwn =
    record.definition.confirm === "OTHER_PERSON" && record.filledByName === me.user.name;
  const failed = confirm.error ?? reject.error ?? cancel.error;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2 empty:hidden">
        {has("submit") && (
          <Button
            look="primary"
            icon={SquareCheckBig}
            onClick={() => onEdit("SUBMIT")}
            disabledReason={may ? null : whyNot("form:record")}
          >
            {t("finish")}
          </Button>
        )}
        {has("confirm") && (
          <Button
            look="primary"
            icon={CheckCheck}
            isBusy={confirm.isPending}
            onClick={() => confirm.mutate({ id, version })}
            disabledReason={whyNot("form:confirm", isOwn ? t("ownRecord") : null)}
          >
            {t("confirm")}
          </Button>
        )}
        {has("reject") && mayConfirm && (
          <ReasonButton
            label={t("reject")}
            question={t("rejectQuestion")}
            reason="required"
            onConfirm={(reason) => reject.mutateAsync({ id, version, reason })}
          />
        )}
        {has("correct") && may && (
          <Button icon={Pencil} onClick={() => onEdit("CORRECT")}>
            {t("correct")}
          </Button>
        )}
        {has("void") && may && (
          <ReasonButton
            look="danger"
            label={t("void")}
            question={t("voidQuestion")}
            reason="required"
            onConfirm={(reason) => cancel.mutateAsync({ id, version, reason })}
          />
        )}
      </div>
      {failed && <Refusal error={failed} />}
    </div>
  );
}
