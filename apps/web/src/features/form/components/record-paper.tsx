import type { RecordDetail } from "@lineside/domain/form";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { Paper } from "~/ui/paper.tsx";
import { PaperTable } from "~/ui/paper-table.tsx";
import { ReportHead } from "~/ui/report.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";
import { useFieldWords } from "./field-words.ts";
import { RecordSignatures } from "./record-signatures.tsx";

/** A record on paper: what it says, how it was judged, who did what when, and who signed it. */
export function RecordPaper({ record }: { record: RecordDetail }) {
  const t = useT("form");
  const local = useLocalName();
  const states = useStateText("record");
  const judgements = useStateText("judgement");
  const { formCode, formRevision, subjectKey, runNo, lineCode, judgement } = record;
  const about = [subjectKey, runNo, lineCode, record.productCode].filter(Boolean).join(" · ");
  return (
    <Paper>
      <ReportHead
        kind={`${formCode} · ${t("revision")} ${formRevision}`}
        subject={local({ name: record.formName, nameZh: record.formNameZh })}
        code={record.id}
        lines={[
          about,
          [states(record.state), judgement && judgements(judgement)].filter(Boolean).join(" · "),
          <Time key="occurred" at={record.occurredAt} />,
        ]}
      />
      <Values record={record} />
      <PaperTable
        label={t("history")}
        head={[t("history"), t("who"), t("occurred"), t("reason")]}
        rows={record.history.map((entry, at) => ({
          key: String(at),
          cells: [
            t(`action.${entry.action}`),
            entry.byName,
            <Time key="at" at={entry.at} />,
            entry.reason ?? "",
          ],
        }))}
      />
      <RecordSignatures record={record} />
      <Text isQuiet isSmall>
        {record.id}
      </Text>
    </Paper>
  );
}

function Values({ record }: { record: RecordDetail }) {
  const t = useT("form");
  const words = useFieldWords();
  return (
    <PaperTable
      label={t("fields")}
      head={[t("field"), t("value"), t("limits"), t("finding")]}
      rows={record.definition.fields.map((field) => {
        const found = record.findings.filter((each) => each.field === field.key);
        return {
          key: field.key,
          cells: [
            words.label(field),
            words.value(field, record.values[field.key]),
            words.limits(field),
            found.map((each) => words.finding(each, field)).join(" "),
          ],
        };
      })}
    />
  );
}
