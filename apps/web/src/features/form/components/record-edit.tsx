import type { RecordDetail } from "@lineside/domain/form";
import { useQuery } from "@tanstack/react-query";
import { Save } from "lucide-react";
import { useEffect, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Field } from "~/ui/field.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { Textarea } from "~/ui/input.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { correctRecord, prefillQuery, recordTouches, submitRecord } from "../api/records.ts";
import { JudgementLine } from "./judgement-line.tsx";
import { PhotoField } from "./photo-field.tsx";
import { RecordSheet } from "./record-sheet.tsx";
import { useSheet } from "./use-sheet.ts";

interface RecordEditProps {
  record: RecordDetail;
  stage: "SUBMIT" | "CORRECT";
  onDirty: (isDirty: boolean) => void;
  onDone: () => void;
}

/** The second stage of a record, or its correction: what stood before stays in the history. */
export function RecordEdit(props: RecordEditProps) {
  const { record } = props;
  const prefill = useQuery(
    prefillQuery(record.formCode, {
      ...(record.runNo !== null && { runNo: record.runNo }),
      ...(record.lineCode !== null && { lineCode: record.lineCode }),
      ...(record.subjectKey !== null && { subjectKey: record.subjectKey }),
    }),
  );
  if (prefill.error) return <Refusal error={prefill.error} />;
  if (!prefill.data) return <Loading lines={8} />;
  return <EditSheet {...props} prefill={prefill.data} />;
}

type EditSheetProps = RecordEditProps & {
  prefill: import("@lineside/domain/form").PrefillAnswer;
};

function EditSheet({ record, stage, prefill, onDirty, onDone }: EditSheetProps) {
  const t = useT("form");
  const isCorrection = stage === "CORRECT";
  const attached = record.files.filter((file) => file.fieldKey === "").map((file) => file.id);
  const [fileIds, setFileIds] = useState(attached);
  const [reason, setReason] = useState("");
  const sheet = useSheet({
    definition: record.definition,
    stage,
    start: isCorrection ? record.values : { ...prefill.values, ...record.values },
    known: record.values,
    facts: prefill.facts,
  });
  const { isDirty } = sheet;
  useEffect(() => onDirty(isDirty), [isDirty, onDirty]);
  const options = { touches: recordTouches, onDone };
  const submit = useCommand(submitRecord, options);
  const correct = useCommand(correctRecord, options);
  const { id, version } = record;
  const send = () => {
    const values = sheet.ready();
    if (!values) return;
    const then = { onError: (error: Error) => void sheet.showRefusal(error) };
    if (isCorrection) correct.mutate({ id, version, values, fileIds, reason }, then);
    else submit.mutate({ id, version, values, fileIds }, then);
  };
  const failed = submit.error ?? correct.error;
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {isCorrection && <Notice tone="wait" title={t("correctHint")} />}
      <RecordSheet definition={record.definition} {...sheet} onChange={sheet.change} />
      {record.definition.evidence !== "NONE" && (
        <Field label={t("evidence")} isRequired={record.definition.evidence === "REQUIRED"} isGroup>
          <PhotoField ids={fileIds} onChange={setFileIds} />
        </Field>
      )}
      <JudgementLine judgement={sheet.judgement} findings={sheet.findings} />
      {isCorrection && (
        <Field label={t("reason")} isRequired hint={t("correctReasonHint")}>
          <Textarea value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      )}
      {failed && Object.keys(sheet.problems).length === 0 && <Refusal error={failed} />}
      <FormActions isSticky>
        <Button
          type="submit"
          look="primary"
          icon={Save}
          isBusy={submit.isPending || correct.isPending}
          isDisabled={isCorrection && reason.trim().length < 4}
        >
          {t("save")}
        </Button>
        <Button look="quiet" onClick={onDone}>
          {t("common:cancel")}
        </Button>
      </FormActions>
    </Form>
  );
}
