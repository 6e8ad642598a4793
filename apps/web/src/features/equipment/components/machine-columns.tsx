import type { EquipmentRow } from "@lineside/domain/equipment";
import { useT } from "~/lib/i18n.ts";
import type { Column } from "~/ui/data-table.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Ago, useTimeHeader } from "~/ui/time.tsx";
import { Calibration } from "./calibration.tsx";

export function useMachineColumns(): Column<EquipmentRow>[] {
  const t = useT("equipment");
  const timeHeader = useTimeHeader();
  return [
    { key: "code", header: t("code"), isLead: true, width: "9rem", cell: (row) => row.code },
    { key: "name", header: t("name"), cell: (row) => row.name },
    {
      key: "place",
      header: t("place"),
      width: "11rem",
      cell: (row) => [row.lineCode, row.stationCode].filter(Boolean).join(" · "),
    },
    {
      key: "status",
      header: t("status"),
      cell: (row) =>
        row.isActive ? (
          <StatusPill kind="equipment" state={row.status} />
        ) : (
          <StatusPill kind="active" state="INACTIVE" />
        ),
    },
    { key: "since", header: t("since"), cell: (row) => <Ago at={row.statusSince} /> },
    {
      key: "reason",
      header: t("reason"),
      isEmpty: (row) => row.statusReason === null,
      cell: (row) => <Text>{row.statusReason}</Text>,
    },
    {
      key: "calibration",
      header: timeHeader(t("calibration")),
      width: "12rem",
      isEmpty: (row) => row.calibrationDueAt === null,
      cell: (row) => <Calibration dueAt={row.calibrationDueAt} />,
    },
  ];
}
