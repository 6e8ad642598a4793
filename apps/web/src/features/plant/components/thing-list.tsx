import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useRows } from "~/lib/pages.ts";
import { useMay } from "~/lib/session.ts";
import { Button } from "~/ui/button.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { type Filter, FilterBar } from "~/ui/filter-bar.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import type { Stored, ThingFacts } from "./thing.ts";

export const OpenThing = onDemand(() => import("./open-thing.tsx"), "OpenThing");

interface ThingListProps<R extends Stored> {
  thing: ThingFacts;
  columns: Column<R>[];
  /** The server's filters, from the URL. */
  query: object;
  filters?: readonly Filter[];
  /** Between the filters and the table: a drawing of the same. */
  drawing?: (open: (row: R) => void) => ReactNode;
  /** A row a link points at. */
  asked?: R | null;
}

/** One kind of master data: searched, listed, opened; added by who may. */
export function ThingList<R extends Stored>(props: ThingListProps<R>) {
  const { thing, columns, query, filters = [], drawing, asked } = props;
  const t = useT("plant");
  const may = useMay(thing.permission);
  const search = useSearch({ from: "/_app/plant" });
  const navigate = useNavigate({ from: "/plant" });
  const [opened, setOpened] = useState<R | "new" | null>(null);
  const key = thing.touches[0]!;
  const filter = { q: search.q, isActive: search.state && search.state === "ACTIVE", ...query };
  const rows = useRows<R>([...key, filter], thing.path, filter);
  useLive([thing.kind === "group" ? "stationGroup" : thing.kind], [key]);
  const open = opened ?? asked ?? null;
  const create = may && (
    <Button look="primary" icon={Plus} onClick={() => setOpened("new")}>
      {t(`${thing.kind}.create`)}
    </Button>
  );
  return (
    <div className="flex flex-col gap-4" {...OpenThing.reach}>
      <FilterBar
        searchLabel={t("search")}
        values={search}
        onChange={(patch) => navigate({ search: (old) => ({ ...old, ...patch }), replace: true })}
        filters={filters}
      >
        {create}
      </FilterBar>
      {drawing?.(setOpened)}
      <DataTable
        {...rows}
        label={t(`${thing.kind}.list`)}
        columns={columns}
        rowKey={(row) => row.id}
        onOpen={setOpened}
        empty={<Empty title={t(`${thing.kind}.none`)} hint={t(`${thing.kind}.noneHint`)} />}
      />
      {open && (
        <OpenThing
          key={open === "new" ? "new" : open.id}
          kind={thing.kind}
          row={open === "new" ? null : open}
          onClose={() => {
            setOpened(null);
            void navigate({ search: ({ open: _, ...old }) => old, replace: true });
          }}
        />
      )}
    </div>
  );
}

export function useStateFilter(): Filter {
  const t = useT("plant");
  const stateText = useStateText("active");
  return {
    key: "state",
    label: t("state"),
    choices: ["ACTIVE", "INACTIVE"].map((value) => ({ value, label: stateText(value) })),
  };
}
