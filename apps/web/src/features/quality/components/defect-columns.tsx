import type { DefectRow } from "@lineside/domain/quality";
import { useLocalName, useT } from "~/lib/i18n.ts";
import type { Column } from "~/ui/data-table.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";

export function useDefectColumns(): Column<DefectRow>[] {
  const t = useT("quality");
  const local = useLocalName();
  const timeHeader = useTimeHeader();
  return [
    {
      key: "defect",
      header: t("defect"),
      isLead: true,
      cell: (row) => (
        <span className="flex flex-wrap items-center gap-x-2">
          {row.code} <Text isQuiet>{local({ name: row.name ?? "", nameZh: row.nameZh })}</Text>
        </span>
      ),
    },
    {
      key: "location",
      header: t("location"),
      cell: (row) => row.location,
      isEmpty: (row) => !row.location,
    },
    { key: "sn", header: t("sn"), cell: (row) => <Sn value={row.sn} /> },
    {
      key: "step",
      header: t("step"),
      cell: (row) => (
        <>
          <Text isQuiet>{row.stepNo}</Text> {local({ name: row.stepName, nameZh: row.stepNameZh })}
        </>
      ),
    },
    {
      key: "state",
      header: t("state"),
      cell: (row) => (
        <span className="flex flex-wrap items-center gap-1">
          <StatusPill kind="defect" state={row.state} />
          {row.disposition && <StatusPill kind="disposition" state={row.disposition} />}
        </span>
      ),
    },
    { key: "line", header: t("line"), cell: (row) => row.lineCode },
    {
      key: "when",
      header: timeHeader(t("when")),
      width: "10rem",
      cell: (row) => <Time at={row.createdAt} style="minute" zone={false} />,
    },
  ];
}
