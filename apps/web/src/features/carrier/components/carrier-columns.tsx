import type { CarrierRow } from "@lineside/domain/execution";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import type { Column } from "~/ui/data-table.tsx";
import { Progress } from "~/ui/progress.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Ago, Time, useTimeHeader } from "~/ui/time.tsx";

export function useCarrierColumns(): Column<CarrierRow>[] {
  const t = useT("carrier");
  const inZone = useTimeHeader();
  return [
    {
      key: "no",
      header: t("carrier"),
      isLead: true,
      cell: (row) => (
        <>
          <Sn value={row.carrierNo} />
          {row.name && <Text isQuiet> {row.name}</Text>}
        </>
      ),
    },
    {
      key: "state",
      header: t("state"),
      width: "9rem",
      cell: (row) => <StatusPill kind="carrier" state={row.state} />,
    },
    { key: "kind", header: t("kind"), width: "9rem", cell: (row) => t(`kind.${row.kind}`) },
    {
      key: "loaded",
      header: t("loaded"),
      width: "12rem",
      cell: (row) => <Loaded row={row} />,
    },
    {
      key: "at",
      header: t("at"),
      width: "12rem",
      cell: (row) =>
        row.at && (
          <span className="whitespace-nowrap">
            {row.at.stationCode}{" "}
            <Text isQuiet>
              <Ago at={row.at.since} />
            </Text>
          </span>
        ),
      isEmpty: (row) => row.at === null,
    },
    {
      key: "cycles",
      header: t("cycles"),
      align: "end",
      width: "6rem",
      cell: (row) => formatNumber(row.cycles),
    },
    {
      key: "changed",
      header: inZone(t("changedAt")),
      width: "11rem",
      cell: (row) => <Time at={row.updatedAt} style="minute" zone={false} />,
    },
  ];
}

/** `7 / 12` as a bar; without a limit only the number. */
export function Loaded({ row }: { row: Pick<CarrierRow, "loaded" | "capacity"> }) {
  const t = useT("carrier");
  const { loaded, capacity } = row;
  if (capacity === null) return formatNumber(loaded);
  const tone = loaded >= capacity ? "warn" : "ok";
  return (
    <Progress isCounted total={capacity} parts={[{ tone, label: t("loaded"), quantity: loaded }]} />
  );
}
