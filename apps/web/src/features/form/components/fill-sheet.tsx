import {
  type DefinitionRow,
  hasTwoStages,
  type PrefillAnswer,
  type PrefillQuery,
} from "@lineside/domain/form";
import { Save } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { fromPlantText } from "~/lib/plant-time.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Field } from "~/ui/field.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { Input } from "~/ui/input.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { toast } from "~/ui/toast.tsx";
import { createRecord, recordTouches } from "../api/records.ts";
import { JudgementLine } from "./judgement-line.tsx";
import { PhotoField } from "./photo-field.tsx";
import { RecordSheet } from "./record-sheet.tsx";
import { useSheet } from "./use-sheet.ts";

interface FillSheetProps {
  form: DefinitionRow;
  place: PrefillQuery;
  prefill: PrefillAnswer;
  onDirty: (isDirty: boolean) => void;
  onDone: () => void;
}

/** The fields, and the one button: a form of two stages is begun here and finished later. */
export function FillSheet({ form, place, prefill, onDirty, onDone }: FillSheetProps) {
  const t = useT("form");
  const { definition } = form;
  const isBegun = hasTwoStages(definition);
  const stage = isBegun ? "OPEN" : "SUBMIT";
  const { facts } = prefill;
  const sheet = useSheet({ definition, stage, start: prefill.values, facts });
  const [fileIds, setFileIds] = useState<string[]>([]);
  const [occurred, setOccurred] = useState("");
  const save = useCommand(createRecord, {
    touches: recordTouches,
    onDone: ({ judgement }) => {
      const isFailed = judgement === "FAIL";
      toast(t(isFailed ? "savedFailed" : "saved", { form: form.code }));
      onDone();
    },
  });
  const { isDirty } = sheet;
  useEffect(() => onDirty(isDirty), [isDirty, onDirty]);
  const fields = useFirstFieldFocus();
  const submit = () => {
    const values = sheet.ready();
    if (!values) return;
    const occurredAt = occurred ? fromPlantText(occurred) : null;
    save.mutate(
      { formCode: form.code, ...place, values, fileIds, ...(occurredAt && { occurredAt }) },
      { onError: sheet.showRefusal },
    );
  };
  return (
    <Form
      ref={fields}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <RecordSheet definition={definition} {...sheet} onChange={sheet.change} />
      {definition.backfill && (
        <Field label={t("occurredAt")} hint={t("occurredAtHint")}>
          <Input
            type="datetime-local"
            className="max-w-60"
            value={occurred}
            onChange={(event) => setOccurred(event.target.value)}
          />
        </Field>
      )}
      {definition.evidence !== "NONE" && (
        <Field label={t("evidence")} isRequired={definition.evidence === "REQUIRED"} isGroup>
          <PhotoField ids={fileIds} onChange={setFileIds} />
        </Field>
      )}
      {stage === "SUBMIT" && (
        <JudgementLine judgement={sheet.judgement} findings={sheet.findings} />
      )}
      {save.error && Object.keys(sheet.problems).length === 0 && <Refusal error={save.error} />}
      <FormActions isSticky>
        <Button type="submit" look="primary" size="large" icon={Save} isBusy={save.isPending}>
          {t(isBegun ? "begin" : "save")}
        </Button>
      </FormActions>
    </Form>
  );
}

/** The field in which the tool was scanned is gone: its focus goes on to the first that is empty. */
function useFirstFieldFocus() {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const fields = form.current?.querySelectorAll<HTMLInputElement>("input:not([type=radio])");
    const isOpen = ({ value, readOnly, disabled }: HTMLInputElement) =>
      value === "" && !readOnly && !disabled;
    [...(fields ?? [])].find(isOpen)?.focus({ preventScroll: true });
  }, []);
  return form;
}
