import { processTypes } from "@lineside/domain/plant";
import type { DefectCodeRow } from "@lineside/domain/quality";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useRows } from "~/lib/pages.ts";
import { useMay } from "~/lib/session.ts";
import { Button } from "~/ui/button.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { FilterBar } from "~/ui/filter-bar.tsx";
import { StatusPill, useStateText } from "~/ui/status-pill.tsx";

const CodeDrawer = onDemand(() => import("./code-drawer.tsx"), "CodeDrawer");

/** The words defects are called by, in the order of the station's quick buttons. */
export function CodesTab() {
  const t = useT("quality");
  const may = useMay("quality:code_config");
  const search = useSearch({ from: "/_app/defects" });
  const navigate = useNavigate({ from: "/defects" });
  const [opened, setOpened] = useState<DefectCodeRow | "new" | null>(null);
  const { q, state, process } = search;
  const filter = { q, processType: process, isActive: state && state === "ACTIVE" };
  const rows = useRows<DefectCodeRow>(["defect-codes", filter], "/defect-codes", filter);
  useLive(["defectCode."], [["defect-codes"]]);
  return (
    <div className="flex flex-col gap-4">
      <FilterBar
        searchLabel={t("searchCodes")}
        values={search}
        onChange={(patch) => navigate({ search: (old) => ({ ...old, ...patch }), replace: true })}
        filters={useFilters()}
      >
        {may && (
          <Button look="primary" icon={Plus} {...CodeDrawer.reach} onClick={() => setOpened("new")}>
            {t("createCode")}
          </Button>
        )}
      </FilterBar>
      <DataTable
        {...rows}
        label={t("codes")}
        columns={useColumns()}
        rowKey={(row) => row.id}
        onOpen={setOpened}
        reach={CodeDrawer.reach}
        empty={<Empty title={t("noCodes")} hint={t("noCodesHint")} />}
      />
      {opened && (
        <CodeDrawer
          key={opened === "new" ? "new" : opened.id}
          row={opened === "new" ? null : opened}
          onClose={() => setOpened(null)}
        />
      )}
    </div>
  );
}

function useFilters() {
  const t = useT("quality");
  const activeText = useStateText("active");
  return [
    {
      key: "process",
      label: t("process"),
      choices: processTypes.map((value) => ({ value, label: t(`process.${value}`) })),
    },
    {
      key: "state",
      label: t("state"),
      choices: ["ACTIVE", "INACTIVE"].map((value) => ({ value, label: activeText(value) })),
    },
  ];
}

function useColumns(): Column<DefectCodeRow>[] {
  const t = useT("quality");
  return [
    { key: "code", header: t("code"), isLead: true, width: "9rem", cell: (row) => row.code },
    { key: "nameEn", header: t("nameEn"), cell: (row) => row.name },
    { key: "nameZh", header: t("nameZh"), cell: (row) => row.nameZh },
    {
      key: "rank",
      header: t("rank"),
      width: "5rem",
      align: "end",
      cell: (row) => row.rank,
    },
    {
      key: "severity",
      header: t("severity"),
      cell: (row) => <StatusPill kind="grade" state={row.severity} />,
    },
    {
      key: "process",
      header: t("process"),
      cell: (row) => t(row.processType ? `process.${row.processType}` : "process.both"),
    },
    {
      key: "state",
      header: t("state"),
      cell: (row) => <StatusPill kind="active" state={row.isActive ? "ACTIVE" : "INACTIVE"} />,
    },
  ];
}
