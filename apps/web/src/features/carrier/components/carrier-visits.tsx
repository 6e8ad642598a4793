import type { CarrierVisit } from "@lineside/domain/execution";
import { Hand } from "lucide-react";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";
import { allRows } from "./all-rows.ts";
import { StepName } from "./step-name.tsx";

/** Every station it was in with its boards, the newest first. */
export function CarrierVisits({ visits }: { visits: CarrierVisit[] }) {
  const t = useT("carrier");
  return (
    <DataTable
      {...allRows(visits)}
      label={t("tab.visits")}
      columns={useColumns()}
      rowKey={(visit) => visit.id}
      empty={<Empty icon={Hand} title={t("visits.none")} hint={t("visits.noneHint")} />}
    />
  );
}

function useColumns(): Column<CarrierVisit>[] {
  const t = useT("carrier");
  const inZone = useTimeHeader();
  return [
    {
      key: "at",
      header: t("station"),
      isLead: true,
      cell: ({ stationCode, step }) => (
        <span className="whitespace-nowrap">
          {stationCode}{" "}
          <Text isQuiet>
            <StepName step={step} />
          </Text>
        </span>
      ),
    },
    { key: "run", header: t("run"), cell: ({ runNo }) => <Sn value={runNo} /> },
    {
      key: "count",
      header: t("boardCount"),
      align: "end",
      cell: ({ unitCount }) => formatNumber(unitCount),
    },
    {
      key: "result",
      header: t("result"),
      cell: ({ result }) =>
        result ? <StatusPill kind="batch" state={result} /> : <Text isQuiet>{t("inside")}</Text>,
    },
    {
      key: "in",
      header: inZone(t("inAt")),
      cell: ({ inAt }) => <Time at={inAt} style="minute" zone={false} />,
    },
    {
      key: "out",
      header: t("outAt"),
      cell: ({ outAt }) => outAt && <Time at={outAt} style="time" zone={false} />,
      isEmpty: ({ outAt }) => outAt === null,
    },
    {
      key: "by",
      header: t("by"),
      cell: ({ inByName, outByName, source }) => (
        <span className="whitespace-nowrap">
          {outByName ?? inByName} <Text isQuiet>{t(`source.${source}`)}</Text>
        </span>
      ),
    },
  ];
}
