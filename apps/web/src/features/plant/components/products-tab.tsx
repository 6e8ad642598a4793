import { defaultSerialPattern, type ProductRow } from "@lineside/domain/plant";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useT } from "~/lib/i18n.ts";
import type { Column } from "~/ui/data-table.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { productByCodeQuery } from "../api/product-by-code.ts";
import { CodeCell, StateCell, TraitsCell } from "./cells.tsx";
import { things } from "./thing.ts";
import { ThingList, useStateFilter } from "./thing-list.tsx";

export function ProductsTab() {
  const t = useT("plant");
  const search = useSearch({ from: "/_app/plant" });
  const asked = useQuery({
    ...productByCodeQuery(search.open ?? ""),
    enabled: search.open !== undefined,
  });
  return (
    <ThingList
      thing={things.product}
      columns={useProductColumns()}
      query={{ customer: search.customer }}
      filters={[{ key: "customer", label: t("customer"), kind: "text" }, useStateFilter()]}
      asked={search.open ? asked.data : null}
    />
  );
}

function useProductColumns(): Column<ProductRow>[] {
  const t = useT("plant");
  return [
    { key: "code", header: t("code"), isLead: true, cell: (row) => <CodeCell row={row} /> },
    { key: "name", header: t("name"), cell: (row) => row.name },
    {
      key: "customer",
      header: t("customer"),
      cell: (row) => row.customer,
      isEmpty: (row) => !row.customer,
    },
    {
      key: "revision",
      header: t("revision"),
      cell: (row) => row.revision,
      isEmpty: (row) => !row.revision,
    },
    {
      key: "side",
      header: t("side"),
      cell: (row) => row.boardSide && t(`side.${row.boardSide}`),
      isEmpty: (row) => !row.boardSide,
    },
    { key: "panel", header: t("unitsPerPanel"), align: "end", cell: (row) => row.unitsPerPanel },
    {
      key: "traits",
      header: t("traits"),
      cell: (row) => <TraitsCell traits={row.traits} />,
      isEmpty: (row) => row.traits.length === 0,
    },
    {
      key: "pattern",
      header: t("pattern"),
      cell: (row) => (
        <Text isQuiet={row.snPattern === null}>
          <Code value={row.snPattern ?? defaultSerialPattern} />
        </Text>
      ),
    },
    { key: "state", header: t("state"), cell: (row) => <StateCell row={row} /> },
  ];
}
