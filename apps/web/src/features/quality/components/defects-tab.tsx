import type { DefectRow } from "@lineside/domain/quality";
import { defectStates } from "@lineside/domain/quality";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useLineChoices } from "~/lib/line-choices.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useRows } from "~/lib/pages.ts";
import { plantDayEnd, plantDayStart } from "~/lib/plant-day.ts";
import { DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { FilterBar } from "~/ui/filter-bar.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { useCodeChoices } from "../api/defect.ts";
import { useDefectColumns } from "./defect-columns.tsx";

const DefectDrawer = onDemand(() => import("./defect-drawer.tsx"), "DefectDrawer");

/** Every defect, newest first; opened, it can be decided. */
export function DefectsTab() {
  const t = useT("quality");
  const search = useSearch({ from: "/_app/defects" });
  const navigate = useNavigate({ from: "/defects" });
  const { q, state, code, run, sn, line, from, to, defect } = search;
  const filters = {
    q,
    state,
    code,
    sn,
    runNo: run,
    lineCode: line,
    from: from && plantDayStart(from),
    to: to && plantDayEnd(to),
  };
  const rows = useRows<DefectRow>(["defects", "list", filters], "/defects", filters);
  const set = (patch: Partial<typeof search>, replace = true) =>
    navigate({ search: (old) => ({ ...old, ...patch }), replace });
  const isFiltered = Object.values(filters).some(Boolean);
  return (
    <div className="flex flex-col gap-4">
      <FilterBar searchLabel={t("search")} values={search} onChange={set} filters={useFilters()} />
      <DataTable
        {...rows}
        label={t("defects")}
        columns={useDefectColumns()}
        rowKey={(row) => row.id}
        onOpen={(row) => set({ defect: row.id }, false)}
        reach={DefectDrawer.reach}
        isSelected={(row) => row.id === defect}
        empty={
          <Empty
            title={t(isFiltered ? "noneFound" : "none")}
            hint={isFiltered ? undefined : t("noneHint")}
          />
        }
      />
      {defect && (
        <DefectDrawer key={defect} id={defect} onClose={() => set({ defect: undefined })} />
      )}
    </div>
  );
}

function useFilters() {
  const t = useT("quality");
  const local = useLocalName();
  const stateText = useStateText("defect");
  const codes = useCodeChoices();
  const lines = useLineChoices();
  return [
    {
      key: "state",
      label: t("state"),
      choices: defectStates.states.map((value) => ({ value, label: stateText(value) })),
    },
    {
      key: "code",
      label: t("code"),
      choices: codes.map((each) => ({ value: each.code, label: `${each.code} ${local(each)}` })),
    },
    {
      key: "line",
      label: t("line"),
      choices: lines.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` })),
    },
    { key: "run", label: t("run"), kind: "text" as const },
    { key: "sn", label: t("sn"), kind: "text" as const },
    { key: "from", label: t("from"), kind: "date" as const },
    { key: "to", label: t("to"), kind: "date" as const },
  ];
}
