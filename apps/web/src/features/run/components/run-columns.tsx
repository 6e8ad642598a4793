import type { RunRow } from "@lineside/domain/work-order";
import { useT } from "~/lib/i18n.ts";
import type { Column } from "~/ui/data-table.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";
import { UnitProgress } from "~/ui/unit-progress.tsx";

export function useRunColumns(): Column<RunRow>[] {
  const t = useT("run");
  const timeHeader = useTimeHeader();
  return [
    { key: "run", header: t("run"), isLead: true, cell: (run) => <Sn value={run.runNo} /> },
    {
      key: "state",
      header: t("state"),
      width: "12rem",
      cell: (run) => (
        <span className="flex flex-wrap items-center gap-x-2">
          <StatusPill kind="run" state={run.state} />
          {run.holdCode && (
            <Text isQuiet isSmall>
              {t(`hold.${run.holdCode}`)}
            </Text>
          )}
        </span>
      ),
    },
    {
      key: "product",
      header: t("product"),
      cell: (run) => (
        <span className="block max-w-60 truncate" title={run.productName}>
          {run.productCode} <Text isQuiet>{run.productName}</Text>
        </span>
      ),
    },
    { key: "line", header: t("line"), width: "6rem", cell: (run) => run.lineCode },
    {
      key: "progress",
      header: t("progress"),
      width: "16rem",
      cell: (run) => <UnitProgress counts={run.counts} planQty={run.planQty} />,
    },
    {
      key: "started",
      header: timeHeader(t("started")),
      width: "11rem",
      cell: (run) => <Time at={run.startedAt} style="minute" zone={false} />,
      isEmpty: (run) => !run.startedAt,
    },
  ];
}
