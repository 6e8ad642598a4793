import type { PasteTypeRow } from "@lineside/domain/solder-paste";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { formatDuration, formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useRows } from "~/lib/pages.ts";
import { useMay } from "~/lib/session.ts";
import { Button } from "~/ui/button.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { FilterBar } from "~/ui/filter-bar.tsx";
import { Page } from "~/ui/page.tsx";
import { StatusPill, useStateText } from "~/ui/status-pill.tsx";
import { PasteNav } from "../components/paste-nav.tsx";

const TypeDrawer = onDemand(() => import("../components/type-drawer.tsx"), "TypeDrawer");

/** Paste products and how each is handled: the maker's data sheet decides, never one constant. */
export function PasteTypesPage() {
  const t = useT("paste");
  const may = useMay("paste:config");
  const activeText = useStateText("active");
  const search = useSearch({ from: "/_app/paste/types" });
  const navigate = useNavigate({ from: "/paste/types" });
  const [opened, setOpened] = useState<PasteTypeRow | "new" | null>(null);
  const { q, state } = search;
  const filters = { q, isActive: state && state === "ACTIVE" };
  const rows = useRows<PasteTypeRow>(["paste-types", filters], "/paste-types", filters);
  useLive(["pasteType."], [["paste-types"]]);
  return (
    <Page
      title={t("types.title")}
      lead={t("types.lead")}
      beside={<PasteNav />}
      actions={
        may && (
          <Button look="primary" icon={Plus} {...TypeDrawer.reach} onClick={() => setOpened("new")}>
            {t("types.create")}
          </Button>
        )
      }
    >
      <FilterBar
        searchLabel={t("types.search")}
        values={search}
        onChange={(patch) =>
          void navigate({ search: (old) => ({ ...old, ...patch }), replace: true })
        }
        filters={[
          {
            key: "state",
            label: t("state"),
            choices: ["ACTIVE", "INACTIVE"].map((value) => ({ value, label: activeText(value) })),
          },
        ]}
      />
      <DataTable
        {...rows}
        label={t("types.title")}
        columns={useColumns()}
        rowKey={(row) => row.id}
        onOpen={setOpened}
        reach={TypeDrawer.reach}
        empty={<Empty title={t("types.none")} hint={t("types.noneHint")} />}
      />
      {opened && (
        <TypeDrawer
          key={opened === "new" ? "new" : opened.id}
          row={opened === "new" ? null : opened}
          onClose={() => setOpened(null)}
        />
      )}
    </Page>
  );
}

const minutes = (value: number | null) => (
  <span className="whitespace-nowrap">{value === null ? "–" : formatDuration(value * 60_000)}</span>
);

function useColumns(): Column<PasteTypeRow>[] {
  const t = useT("paste");
  return [
    { key: "code", header: t("code"), isLead: true, cell: (row) => row.code },
    { key: "name", header: t("name"), cell: (row) => row.name },
    { key: "maker", header: t("maker"), cell: (row) => row.maker, isEmpty: (row) => !row.maker },
    {
      key: "store",
      header: t("group.storage"),
      cell: ({ policy }) => (
        <span className="whitespace-nowrap">
          {formatNumber(policy.storageMinC)}–{formatNumber(policy.storageMaxC)} °C
        </span>
      ),
    },
    {
      key: "thaw",
      header: t("policy.short.thaw"),
      align: "end",
      cell: ({ policy }) => minutes(policy.thawMinMinutes),
    },
    {
      key: "out",
      header: t("policy.short.out"),
      align: "end",
      cell: ({ policy }) => minutes(policy.outOfColdMaxMinutes),
    },
    {
      key: "open",
      header: t("policy.short.open"),
      align: "end",
      cell: ({ policy }) => minutes(policy.openLifeMinutes),
    },
    {
      key: "stencil",
      header: t("policy.short.stencil"),
      align: "end",
      cell: ({ policy }) => minutes(policy.stencilLifeMinutes),
    },
    {
      key: "bottles",
      header: t("types.inUse"),
      align: "end",
      cell: (row) => row.bottlesInUse,
    },
    {
      key: "state",
      header: t("state"),
      cell: (row) => <StatusPill kind="active" state={row.isActive ? "ACTIVE" : "INACTIVE"} />,
    },
  ];
}
