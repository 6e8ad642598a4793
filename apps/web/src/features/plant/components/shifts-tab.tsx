import type { ShiftRow } from "@lineside/domain/plant";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useRows } from "~/lib/pages.ts";
import type { Column } from "~/ui/data-table.tsx";
import { DayBar } from "~/ui/day-bar.tsx";
import { Text } from "~/ui/text.tsx";
import { linesQuery } from "../api/choices.ts";
import { CodeCell, StateCell } from "./cells.tsx";
import { clockOf } from "./clock-of.ts";
import { things } from "./thing.ts";
import { ThingList, useStateFilter } from "./thing-list.tsx";

export function ShiftsTab() {
  const t = useT("plant");
  const search = useSearch({ from: "/_app/plant" });
  const lines = useQuery(linesQuery).data ?? [];
  const choices = lines.map(({ id, code, name }) => ({ value: id, label: `${code} · ${name}` }));
  return (
    <ThingList
      thing={things.shift}
      columns={useShiftColumns()}
      query={{ lineId: search.line }}
      filters={[{ key: "line", label: t("line"), choices }, useStateFilter()]}
      drawing={(open) => <Days onOpen={open} />}
    />
  );
}

/** One day for the plant, and one for every line that follows shifts of its own. */
function Days({ onOpen }: { onOpen: (row: ShiftRow) => void }) {
  const t = useT("plant");
  const local = useLocalName();
  const { rows } = useRows<ShiftRow>(["shifts", "days"], "/shifts", { limit: 200, isActive: true });
  const lines = [...new Set(rows.map((row) => row.lineCode))].sort((a, b) =>
    (a ?? "").localeCompare(b ?? ""),
  );
  return lines.map((line) => (
    <div key={line ?? ""} className="flex flex-col gap-1">
      <Text isQuiet isSmall>
        {line ?? t("shift.everyLine")}
      </Text>
      <DayBar
        label={line ?? t("shift.everyLine")}
        parts={rows
          .filter((row) => row.lineCode === line)
          .map((row) => ({
            key: row.id,
            label: local(row),
            startMinute: row.startMinute,
            endMinute: row.endMinute,
            isActive: row.isActive,
            onOpen: () => onOpen(row),
          }))}
      />
    </div>
  ));
}

function useShiftColumns(): Column<ShiftRow>[] {
  const t = useT("plant");
  const local = useLocalName();
  return [
    { key: "code", header: t("code"), isLead: true, cell: (row) => <CodeCell row={row} /> },
    { key: "name", header: t("name"), cell: local },
    {
      key: "time",
      header: t("shift.time"),
      cell: (row) => `${clockOf(row.startMinute)} – ${clockOf(row.endMinute)}`,
    },
    { key: "line", header: t("line"), cell: (row) => row.lineCode ?? t("shift.everyLine") },
    { key: "state", header: t("state"), cell: (row) => <StateCell row={row} /> },
  ];
}
