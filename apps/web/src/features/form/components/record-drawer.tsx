import type { DefinitionRow, PrefillQuery } from "@lineside/domain/form";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { Drawer } from "~/ui/dialog.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { useUnsaved } from "~/ui/unsaved.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { formQuery } from "../api/forms.ts";
import { prefillQuery } from "../api/records.ts";
import { useFieldWords } from "./field-words.ts";
import { FillSheet } from "./fill-sheet.tsx";
import { isPlaced, PlaceFields } from "./place-fields.tsx";

export interface RecordDrawerProps {
  formCode: string;
  /** What it is about, as far as the page knows. */
  about: PrefillQuery;
  onClose: () => void;
  /** The record is stored. */
  onDone?: () => void;
}

/** Fills a form: what it is about, then its fields; judged as it is typed, and again by the server. */
export function RecordDrawer({ formCode, about, onClose, onDone }: RecordDrawerProps) {
  const t = useT("form");
  const local = useLocalName();
  const form = useQuery(formQuery(formCode));
  const [isDirty, setDirty] = useState(false);
  const { leave, release, question } = useUnsaved(isDirty);
  const active = form.data?.active;
  const done = () => {
    release();
    onDone?.();
    onClose();
  };
  return (
    <Drawer
      isOpen
      isWide
      onClose={() => leave(onClose)}
      title={active ? local(active) : formCode}
      lead={active && t("formLead", { code: formCode, revision: active.revision })}
    >
      {question}
      {form.error && <Refusal error={form.error} onRetry={() => void form.refetch()} />}
      {form.isPending && <Loading lines={8} />}
      {form.data && !active && <Notice tone="warn" title={t("noActiveRevision")} />}
      {active && (
        <Fill key={active.id} form={active} about={about} onDirty={setDirty} onDone={done} />
      )}
    </Drawer>
  );
}

interface FillProps {
  form: DefinitionRow;
  about: PrefillQuery;
  onDirty: (isDirty: boolean) => void;
  onDone: () => void;
}

function Fill({ form, about, onDirty, onDone }: FillProps) {
  const whyNot = useWhyNot();
  const may = useMay("form:record");
  const words = useFieldWords();
  const [place, setPlace] = useState(about);
  const { definition } = form;
  const isReady = isPlaced(definition, place);
  const prefill = useQuery({ ...prefillQuery(form.code, place), enabled: isReady && may });
  const note = words.pick(definition.note, definition.noteZh);
  return (
    <div className="flex flex-col gap-5">
      {!may && <Notice tone="wait" title={whyNot("form:record")} />}
      {note && <Notice tone="wait" title={note} />}
      <PlaceFields definition={definition} given={about} place={place} onChange={setPlace} />
      {prefill.error && <Refusal error={prefill.error} />}
      {isReady && prefill.isPending && may && <Loading lines={6} />}
      {prefill.data && (
        <FillSheet
          key={JSON.stringify(place)}
          form={form}
          place={place}
          prefill={prefill.data}
          onDirty={onDirty}
          onDone={onDone}
        />
      )}
    </div>
  );
}
