import type { CarrierStay } from "@lineside/domain/execution";
import { useT } from "~/lib/i18n.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";
import { allRows } from "./all-rows.ts";
import { Board } from "./carrier-units.tsx";

/** What lay on it before, the last taken off first. */
export function CarrierStays({ stays }: { stays: CarrierStay[] }) {
  const t = useT("carrier");
  return (
    <DataTable
      {...allRows(stays)}
      label={t("tab.history")}
      columns={useColumns()}
      rowKey={({ sn, loadedAt }) => `${sn} ${loadedAt}`}
      empty={<Empty title={t("history.none")} />}
    />
  );
}

function useColumns(): Column<CarrierStay>[] {
  const t = useT("carrier");
  const inZone = useTimeHeader();
  return [
    { key: "at", header: t("position"), width: "5rem", cell: ({ position }) => position },
    { key: "sn", header: t("board"), isLead: true, cell: ({ sn }) => <Board sn={sn} /> },
    {
      key: "from",
      header: inZone(t("loadedAt")),
      cell: ({ loadedAt }) => <Time at={loadedAt} style="minute" zone={false} />,
    },
    { key: "fromBy", header: t("loadedBy"), cell: ({ loadedByName }) => loadedByName },
    {
      key: "to",
      header: inZone(t("unloadedAt")),
      cell: ({ unloadedAt }) => <Time at={unloadedAt} style="minute" zone={false} />,
    },
    { key: "toBy", header: t("unloadedBy"), cell: ({ unloadedByName }) => unloadedByName },
  ];
}
