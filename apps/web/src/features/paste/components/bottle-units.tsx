import type { PasteUnitRow } from "@lineside/domain/solder-paste";
import { useT } from "~/lib/i18n.ts";
import { useRows } from "~/lib/pages.ts";
import { useMay } from "~/lib/session.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { TextLink } from "~/ui/link.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";

/** Every board printed while the bottle was bound to its line. */
export function BottleUnits({ bottleNo }: { bottleNo: string }) {
  const t = useT("paste");
  const rows = useRows<PasteUnitRow>(
    ["paste-bottles", "units", bottleNo],
    `/paste-bottles/${encodeURIComponent(bottleNo)}/units`,
  );
  return (
    <DataTable
      {...rows}
      label={t("tab.units")}
      columns={useColumns()}
      rowKey={(row) => row.trackId}
      empty={<Empty title={t("units.none")} hint={t("units.noneHint")} />}
    />
  );
}

function useColumns(): Column<PasteUnitRow>[] {
  const t = useT("paste");
  const inZone = useTimeHeader();
  const mayTrace = useMay("trace:read");
  return [
    {
      key: "sn",
      header: t("board"),
      isLead: true,
      cell: (row) =>
        mayTrace ? (
          <TextLink to="/trace/$sn" params={{ sn: row.sn }}>
            <Sn value={row.sn} />
          </TextLink>
        ) : (
          <Sn value={row.sn} />
        ),
    },
    {
      key: "state",
      header: t("state"),
      cell: (row) => <StatusPill kind="unit" state={row.unitState} />,
    },
    { key: "run", header: t("run"), cell: (row) => <Sn value={row.runNo} /> },
    {
      key: "at",
      header: t("station"),
      cell: (row) => <span className="whitespace-nowrap">{row.stationCode}</span>,
    },
    {
      key: "in",
      header: inZone(t("printedAt")),
      cell: (row) => <Time at={row.inAt} style="minute" zone={false} />,
    },
    {
      key: "result",
      header: t("result"),
      cell: (row) => row.result && <StatusPill kind="result" state={row.result} />,
      isEmpty: (row) => row.result === null,
    },
  ];
}
