import { type OperationRow, processTypes } from "@lineside/domain/plant";
import { useSearch } from "@tanstack/react-router";
import { useLocalName, useT } from "~/lib/i18n.ts";
import type { Column } from "~/ui/data-table.tsx";
import { Badge } from "~/ui/status-pill.tsx";
import { CodeCell, StateCell, TraitsCell } from "./cells.tsx";
import { things } from "./thing.ts";
import { ThingList, useStateFilter } from "./thing-list.tsx";

export function OperationsTab() {
  const t = useT("plant");
  const search = useSearch({ from: "/_app/plant" });
  return (
    <ThingList
      thing={things.operation}
      columns={useOperationColumns()}
      query={{ processType: search.process }}
      filters={[
        {
          key: "process",
          label: t("process"),
          choices: processTypes.map((value) => ({ value, label: t(`process.${value}`) })),
        },
        useStateFilter(),
      ]}
    />
  );
}

function useOperationColumns(): Column<OperationRow>[] {
  const t = useT("plant");
  const local = useLocalName();
  return [
    { key: "code", header: t("code"), isLead: true, cell: (row) => <CodeCell row={row} /> },
    { key: "name", header: t("name"), cell: local },
    {
      key: "process",
      header: t("process"),
      cell: (row) => t(row.processType ? `process.${row.processType}` : "process.both"),
    },
    {
      key: "traits",
      header: t("traits"),
      cell: (row) => <TraitsCell traits={row.traits} />,
      isEmpty: (row) => row.traits.length === 0,
    },
    {
      key: "source",
      header: t("source"),
      cell: (row) => <Badge>{row.source}</Badge>,
    },
    { key: "state", header: t("state"), cell: (row) => <StateCell row={row} /> },
  ];
}
