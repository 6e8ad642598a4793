import type { RecordRow } from "@lineside/domain/form";
import { useLocalName, useT } from "~/lib/i18n.ts";
import type { Column } from "~/ui/data-table.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Code } from "~/ui/text.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";

export function useRecordColumns(): Column<RecordRow>[] {
  const t = useT("form");
  const local = useLocalName();
  const timeHeader = useTimeHeader();
  return [
    {
      key: "form",
      header: t("form"),
      isLead: true,
      cell: (row) => `${row.formCode} · ${local({ name: row.formName, nameZh: row.formNameZh })}`,
    },
    {
      key: "judgement",
      header: t("judgement"),
      width: "6.5rem",
      isEmpty: (row) => row.judgement === null,
      cell: (row) => row.judgement && <StatusPill kind="judgement" state={row.judgement} />,
    },
    {
      key: "state",
      header: t("state"),
      width: "7rem",
      cell: (row) => <StatusPill kind="record" state={row.state} />,
    },
    {
      key: "subject",
      header: t("subject"),
      width: "8rem",
      isEmpty: (row) => row.subjectKey === null,
      cell: (row) => row.subjectKey && <Code value={row.subjectKey} />,
    },
    {
      key: "run",
      header: t("run"),
      width: "11.5rem",
      isEmpty: (row) => row.runNo === null,
      cell: (row) => row.runNo && <Code value={row.runNo} />,
    },
    {
      key: "line",
      header: t("line"),
      width: "5rem",
      isEmpty: (row) => row.lineCode === null,
      cell: (row) => row.lineCode,
    },
    {
      key: "occurred",
      header: timeHeader(t("occurred")),
      width: "10rem",
      cell: (row) => <Time at={row.occurredAt} style="minute" zone={false} />,
    },
    { key: "by", header: t("filledBy"), cell: (row) => row.filledByName },
  ];
}
