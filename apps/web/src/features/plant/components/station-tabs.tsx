import { type StationGroupRow, type StationRow, stationTypes } from "@lineside/domain/plant";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useT } from "~/lib/i18n.ts";
import type { Column } from "~/ui/data-table.tsx";
import { StationTypeBadge, useStationTypeText } from "~/ui/station-type.tsx";
import { linesQuery, stationGroupsQuery } from "../api/choices.ts";
import { CodeCell, StateCell } from "./cells.tsx";
import { things } from "./thing.ts";
import { ThingList, useStateFilter } from "./thing-list.tsx";

export function StationsTab() {
  const t = useT("plant");
  const typeText = useStationTypeText();
  const search = useSearch({ from: "/_app/plant" });
  const lines = useQuery(linesQuery).data ?? [];
  const groups = useQuery(stationGroupsQuery).data ?? [];
  const place = ({ id, code, name }: { id: string; code: string; name: string }) => ({
    value: id,
    label: `${code} · ${name}`,
  });
  return (
    <ThingList
      thing={things.station}
      columns={useStationColumns()}
      query={{ lineId: search.line, groupId: search.group, stationType: search.type }}
      filters={[
        { key: "line", label: t("line"), choices: lines.map(place) },
        { key: "group", label: t("group"), choices: groups.map(place) },
        {
          key: "type",
          label: t("type"),
          choices: stationTypes.map((value) => ({ value, label: typeText(value) })),
        },
        useStateFilter(),
      ]}
    />
  );
}

function useStationColumns(): Column<StationRow>[] {
  const t = useT("plant");
  return [
    { key: "code", header: t("code"), isLead: true, cell: (row) => <CodeCell row={row} /> },
    { key: "name", header: t("name"), cell: (row) => row.name },
    { key: "type", header: t("type"), cell: (row) => <StationTypeBadge type={row.stationType} /> },
    { key: "line", header: t("line"), cell: (row) => row.lineCode },
    { key: "sequence", header: t("sequence"), align: "end", cell: (row) => row.sequence },
    {
      key: "group",
      header: t("group"),
      cell: (row) => row.groupCode,
      isEmpty: (row) => !row.groupCode,
    },
    { key: "state", header: t("state"), cell: (row) => <StateCell row={row} /> },
  ];
}

export function GroupsTab() {
  const t = useT("plant");
  const lines = useQuery(linesQuery).data ?? [];
  const members = (row: StationGroupRow) =>
    lines
      .flatMap((line) => line.stations ?? [])
      .filter((place) => place.groupId === row.id)
      .map((place) => place.code);
  const columns: Column<StationGroupRow>[] = [
    { key: "code", header: t("code"), isLead: true, cell: (row) => <CodeCell row={row} /> },
    { key: "name", header: t("name"), cell: (row) => row.name },
    { key: "count", header: t("stations"), align: "end", cell: (row) => row.stationCount },
    {
      key: "members",
      header: t("members"),
      cell: (row) => members(row).join(" · "),
      isEmpty: (row) => members(row).length === 0,
    },
  ];
  return <ThingList thing={things.group} columns={columns} query={{}} />;
}
