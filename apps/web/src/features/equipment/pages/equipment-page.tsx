import { type EquipmentRow, equipmentStatuses } from "@lineside/domain/equipment";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Cog, Plus } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useRows } from "~/lib/pages.ts";
import { useMay } from "~/lib/session.ts";
import { Button } from "~/ui/button.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { FilterBar } from "~/ui/filter-bar.tsx";
import { Page } from "~/ui/page.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { equipmentKey, useLines } from "../api/equipment.ts";
import { useMachineColumns } from "../components/machine-columns.tsx";

const MachineDrawer = onDemand(() => import("../components/machine-drawer.tsx"), "MachineDrawer");
const MachineForm = onDemand(() => import("../components/machine-form.tsx"), "MachineForm");

/** Every machine of the reader's lines and whether it may be used; opened, its status is changed. */
export function EquipmentPage() {
  const t = useT("equipment");
  const may = useMay("equipment:config");
  const { q, line, status, fit, machine } = useSearch({ from: "/_app/equipment" });
  const navigate = useNavigate({ from: "/equipment" });
  const [isNew, setNew] = useState(false);
  const filters = { q, lineCode: line, status, ...fitFilter(fit) };
  const rows = useRows<EquipmentRow>([...equipmentKey, "list", filters], "/equipment", filters);
  useLive(["equipment."], [equipmentKey]);
  const set = (patch: Record<string, string | undefined>, replace = true) =>
    navigate({ search: (old) => ({ ...old, ...patch }), replace });
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  const add = may && (
    <Button look="primary" icon={Plus} {...MachineForm.reach} onClick={() => setNew(true)}>
      {t("create")}
    </Button>
  );
  return (
    <Page title={t("title")} lead={t("lead")} actions={add || undefined}>
      <div className="flex flex-col gap-4">
        <FilterBar
          searchLabel={t("search")}
          values={{ q, line, status, fit }}
          onChange={set}
          filters={useFilters()}
        />
        <DataTable
          {...rows}
          label={t("title")}
          columns={useMachineColumns()}
          rowKey={(row) => row.id}
          onOpen={(row) => set({ machine: row.code }, false)}
          reach={MachineDrawer.reach}
          isSelected={(row) => row.code === machine}
          empty={
            <Empty
              icon={Cog}
              title={t(isFiltered ? "noneFound" : "none")}
              hint={isFiltered ? undefined : t("noneHint")}
            />
          }
        />
      </div>
      {machine && (
        <MachineDrawer key={machine} code={machine} onClose={() => set({ machine: undefined })} />
      )}
      {isNew && <MachineForm row={null} onClose={() => setNew(false)} />}
    </Page>
  );
}

/** Machines that are switched off are only shown to who asks for them. */
function fitFilter(fit: string | undefined) {
  if (fit === "OFF") return { isActive: false };
  return { isActive: true, isFit: fit && fit === "FIT" };
}

function useFilters() {
  const t = useT("equipment");
  const stateText = useStateText("equipment");
  const lines = useLines();
  return [
    {
      key: "line",
      label: t("line"),
      choices: lines.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` })),
    },
    {
      key: "status",
      label: t("status"),
      choices: equipmentStatuses.map((value) => ({ value, label: stateText(value) })),
    },
    {
      key: "fit",
      label: t("fit"),
      choices: (["FIT", "UNFIT", "OFF"] as const).map((value) => ({
        value,
        label: t(`fit.${value}`),
      })),
    },
  ];
}
