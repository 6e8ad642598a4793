import type { RecordDetail } from "@lineside/domain/form";
import { useQuery } from "@tanstack/react-query";
import { FileText, Printer } from "lucide-react";
import { useState } from "react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { useMay } from "~/lib/session.ts";
import { addressOf } from "~/shell/feature.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { TextLink } from "~/ui/link.tsx";
import { Section } from "~/ui/page.tsx";
import { Thumb } from "~/ui/picture.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Badge, StatusPill } from "~/ui/status-pill.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";
import { useUnsaved } from "~/ui/unsaved.tsx";
import { fileAddress } from "../api/files.ts";
import { recordQuery } from "../api/records.ts";
import { useFieldWords } from "./field-words.ts";
import { RecordActions } from "./record-actions.tsx";
import { RecordEdit } from "./record-edit.tsx";
import { RecordHistory } from "./record-history.tsx";
import { RecordPaper } from "./record-paper.tsx";
import { sectionsOf } from "./record-sheet.tsx";
import { RecordSignatures } from "./record-signatures.tsx";

/** One filled form: what it says, how it was judged, its history, and what may be done with it. */
export function RecordView({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useT("form");
  const local = useLocalName();
  const { data, error, refetch } = useQuery(recordQuery(id));
  useLive(["form."], [["form-records", "one", id]], (change) => change.entityKey === id);
  const [editing, setEditing] = useState<"SUBMIT" | "CORRECT" | null>(null);
  const [isDirty, setDirty] = useState(false);
  const { leave, release, question } = useUnsaved(isDirty);
  const stop = () => {
    release();
    setDirty(false);
    setEditing(null);
  };
  return (
    <Drawer
      isOpen
      isWide
      onClose={() => leave(onClose)}
      title={data ? local({ name: data.formName, nameZh: data.formNameZh }) : id}
      footer={
        data &&
        !editing && (
          <Button icon={Printer} onClick={() => print()}>
            {t("print")}
          </Button>
        )
      }
      lead={data && `${data.formCode} · ${data.subjectKey ?? data.runNo ?? data.lineCode ?? ""}`}
    >
      {question}
      {error && <Refusal error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading lines={8} />}
      {data && editing && (
        <RecordEdit
          key={`${data.version}${editing}`}
          record={data}
          stage={editing}
          onDirty={setDirty}
          onDone={stop}
        />
      )}
      {data && !editing && (
        <div className="flex flex-col gap-5">
          <RecordHead record={data} />
          <RecordActions record={data} onEdit={setEditing} />
          <RecordValues record={data} />
          <RecordFiles record={data} />
          <RecordSignatures record={data} />
          <RecordHistory record={data} />
          <RecordPaper record={data} />
        </div>
      )}
    </Drawer>
  );
}

function RecordHead({ record }: { record: RecordDetail }) {
  const t = useT("form");
  const words = useFieldWords();
  const run = useMay("run:read") && record.runNo ? addressOf("RUN", record.runNo) : null;
  const isRejected = record.state === "REJECTED";
  const fieldOf = (key: string) => record.definition.fields.find((field) => field.key === key);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <StatusPill kind="record" state={record.state} />
        {record.judgement && <StatusPill kind="judgement" state={record.judgement} />}
        {record.isBackfilled && <Badge tone="warn">{t("backfilled")}</Badge>}
      </div>
      {record.findings.length > 0 && (
        <ul className="flex list-disc flex-col gap-1 ps-5">
          {record.findings.map((finding) => (
            <li key={`${finding.field}${finding.code}`}>
              <Text tone={finding.severity === "FAIL" ? "bad" : "warn"}>
                {words.finding(finding, fieldOf(finding.field))}
              </Text>
            </li>
          ))}
        </ul>
      )}
      <KeyValues
        items={[
          [t("occurred"), <Time key="occurred" at={record.occurredAt} />],
          [t("filledBy"), record.filledByName],
          record.isBackfilled && [t("filledAt"), <Time key="filled" at={record.filledAt} />],
          record.confirmedAt !== null && [
            t(isRejected ? "rejectedBy" : "confirmedBy"),
            <span key="confirmed">
              {record.confirmedByName} · <Time at={record.confirmedAt} />
            </span>,
          ],
          record.reason !== null && [t("reason"), record.reason],
          record.subjectKey !== null && [
            t("subject"),
            <Code key="subject" value={record.subjectKey} />,
          ],
          record.runNo !== null && [
            t("run"),
            run ? (
              <TextLink key="run" to={run as "/"} className="underline">
                <Code value={record.runNo} />
              </TextLink>
            ) : (
              <Code key="run" value={record.runNo} />
            ),
          ],
          record.lineCode !== null && [t("line"), record.lineCode],
          record.productCode !== null && [t("product"), record.productCode],
          [t("revision"), record.formRevision],
        ]}
      />
    </div>
  );
}

function RecordValues({ record }: { record: RecordDetail }) {
  const words = useFieldWords();
  const shown = record.definition.fields.filter((field) => field.type !== "PHOTO");
  return (
    <>
      {sectionsOf(shown).map(({ title, fields }) => (
        <Section
          key={fields[0]?.key}
          title={title && fields[0] ? words.section(fields[0]) : undefined}
        >
          <KeyValues
            isWide
            items={fields.map((field) => {
              const finding = record.findings.find((each) => each.field === field.key);
              const limits = words.limits(field);
              return [
                words.label(field),
                <span key={field.key} className="flex flex-wrap items-baseline gap-x-3">
                  <Text
                    tone={finding?.severity === "FAIL" ? "bad" : undefined}
                    isStrong={!!finding}
                  >
                    {words.value(field, record.values[field.key])}
                  </Text>
                  {limits && (
                    <Text isQuiet isSmall>
                      {limits}
                    </Text>
                  )}
                </span>,
              ];
            })}
          />
        </Section>
      ))}
    </>
  );
}

function RecordFiles({ record }: { record: RecordDetail }) {
  const t = useT("form");
  if (record.files.length === 0) return null;
  return (
    <Section title={t("evidence")}>
      <ul className="flex flex-wrap gap-2">
        {record.files.map((file) => (
          <li key={`${file.id}${file.fieldKey}`}>
            <Thumb
              src={file.mediaType === "application/pdf" ? null : fileAddress(file.id)}
              href={fileAddress(file.id)}
              label={file.name}
              icon={FileText}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}
