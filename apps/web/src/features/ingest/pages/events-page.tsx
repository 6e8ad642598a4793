import type { IngestEventRow } from "@lineside/domain/ingest";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useRows } from "~/lib/pages.ts";
import { Button } from "~/ui/button.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { FilterBar } from "~/ui/filter-bar.tsx";
import { Page } from "~/ui/page.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { ingestKey } from "../api/monitor.ts";
import type { ReplayChoice } from "../api/replay.ts";
import { useEventColumns } from "../components/event-columns.tsx";
import { IngestLinks } from "../components/ingest-links.tsx";
import type { EventSearch } from "../filter-keys.ts";
import { filterOf, useEventFilters } from "../filters.ts";

const ReplayDrawer = onDemand(() => import("../components/replay-drawer.tsx"), "ReplayDrawer");

/** What machines sent, newest first; what went wrong is chosen here and tried again. */
export function EventsPage() {
  const t = useT("ingest");
  const search = useSearch({ from: "/_app/ingest/events/" });
  const navigate = useNavigate({ from: "/ingest/events/" });
  const filter = filterOf(search);
  const rows = useRows<IngestEventRow>([...ingestKey, "events", filter], "/ingest/events", filter);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [choice, setChoice] = useState<ReplayChoice | null>(null);
  useLive(["ingest."], [[...ingestKey, "events"]]);
  const set = (patch: Partial<EventSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...patch }), replace: true });
  return (
    <Page title={t("events.title")} lead={t("events.lead")} beside={<IngestLinks />}>
      <FilterBar
        searchLabel={t("events.search")}
        values={search}
        onChange={set}
        filters={useEventFilters()}
      >
        <ReplayButton
          ticked={ticked}
          isFiltered={Object.keys(search).length > 0}
          onReplay={() =>
            setChoice(ticked.size > 0 ? { eventIds: [...ticked] } : { filter: filterOf(search) })
          }
        />
      </FilterBar>
      <DataTable
        {...rows}
        label={t("events.title")}
        columns={useEventColumns({ ticked, onTick: setTicked })}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: "/ingest/events/$id", params: { id } })}
        empty={<Empty title={t("events.none")} hint={t("events.noneHint")} />}
      />
      {choice && (
        <ReplayDrawer
          choice={choice}
          onClose={() => {
            setChoice(null);
            setTicked(new Set());
          }}
        />
      )}
    </Page>
  );
}

interface ReplayButtonProps {
  ticked: ReadonlySet<string>;
  isFiltered: boolean;
  onReplay: () => void;
}

function ReplayButton({ ticked, isFiltered, onReplay }: ReplayButtonProps) {
  const t = useT("ingest");
  const whyNot = useWhyNot();
  const isNothing = ticked.size === 0 && !isFiltered;
  return (
    <Button
      icon={RotateCcw}
      {...ReplayDrawer.reach}
      disabledReason={whyNot("ingest:operate", isNothing ? t("replay.chooseFirst") : null)}
      onClick={onReplay}
    >
      {ticked.size > 0 ? t("replay.ticked", { count: ticked.size }) : t("replay.found")}
    </Button>
  );
}
