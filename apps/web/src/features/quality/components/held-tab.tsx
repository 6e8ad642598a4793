import type { HeldUnitRow } from "@lineside/domain/quality";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useLineChoices } from "~/lib/line-choices.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useRows } from "~/lib/pages.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { FilterBar } from "~/ui/filter-bar.tsx";
import { useHoldReason } from "~/ui/hold-reason.ts";
import { Sn } from "~/ui/sn.tsx";
import { Text } from "~/ui/text.tsx";
import { Ago } from "~/ui/time.tsx";

const HeldDrawer = onDemand(() => import("./held-drawer.tsx"), "HeldDrawer");

/** Boards set aside, by a decision or by a value out of its limits; the longest waiting first. */
export function HeldTab() {
  const t = useT("quality");
  const search = useSearch({ from: "/_app/defects" });
  const navigate = useNavigate({ from: "/defects" });
  const filters = { q: search.q, runNo: search.run, lineCode: search.line };
  const rows = useRows<HeldUnitRow>(["held-units", filters], "/held-units", filters);
  const lines = useLineChoices();
  const set = (patch: Partial<typeof search>, replace = true) =>
    navigate({ search: (old) => ({ ...old, ...patch }), replace });
  const isFiltered = Object.values(filters).some(Boolean);
  return (
    <div className="flex flex-col gap-4">
      <FilterBar
        searchLabel={t("sn")}
        values={search}
        onChange={set}
        filters={[
          {
            key: "line",
            label: t("line"),
            choices: lines.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` })),
          },
          { key: "run", label: t("run"), kind: "text" },
        ]}
      />
      <DataTable
        {...rows}
        label={t("held")}
        columns={useColumns()}
        rowKey={(row) => row.id}
        onOpen={(row) => set({ unit: row.sn }, false)}
        reach={HeldDrawer.reach}
        isSelected={(row) => row.sn === search.unit}
        empty={
          <Empty
            title={t(isFiltered ? "noHeldFound" : "noHeld")}
            hint={isFiltered ? undefined : t("noHeldHint")}
          />
        }
      />
      {search.unit && (
        <HeldDrawer key={search.unit} sn={search.unit} onClose={() => set({ unit: undefined })} />
      )}
    </div>
  );
}

function useColumns(): Column<HeldUnitRow>[] {
  const t = useT("quality");
  const local = useLocalName();
  const holdReason = useHoldReason();
  return [
    { key: "sn", header: t("sn"), isLead: true, cell: (row) => <Sn value={row.sn} /> },
    { key: "why", header: t("why"), cell: (row) => holdReason(row.holdReason) },
    {
      key: "step",
      header: t("step"),
      cell: (row) => (
        <>
          <Text isQuiet>{row.stepNo}</Text> {local({ name: row.stepName, nameZh: row.stepNameZh })}
        </>
      ),
    },
    { key: "product", header: t("product"), cell: (row) => row.productCode },
    { key: "run", header: t("run"), cell: (row) => <Sn value={row.runNo} /> },
    { key: "line", header: t("line"), cell: (row) => row.lineCode },
    { key: "since", header: t("since"), width: "9rem", cell: (row) => <Ago at={row.heldAt} /> },
  ];
}
