import type { EndpointRow } from "@lineside/domain/cfx";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Cpu } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useLineChoices } from "~/lib/line-choices.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useRows } from "~/lib/pages.ts";
import { Button } from "~/ui/button.tsx";
import { Empty } from "~/ui/empty.tsx";
import { FilterBar } from "~/ui/filter-bar.tsx";
import { Page } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { endpointsKey } from "../api/endpoints.ts";
import { EndpointCard } from "../components/endpoint-card.tsx";
import { IngestLinks } from "../components/ingest-links.tsx";

const EndpointDrawer = onDemand(
  () => import("../components/endpoint-drawer.tsx"),
  "EndpointDrawer",
);

const states = ["NEW", "ONLINE", "SILENT", "OFFLINE", "IGNORED"];

/** Machines that speak CFX: where they stand, whether they are heard, and what they run. */
export function EndpointsPage() {
  const t = useT("ingest");
  const stateText = useStateText("endpoint");
  const { q, state, line, endpoint } = useSearch({ from: "/_app/ingest/endpoints" });
  const navigate = useNavigate({ from: "/ingest/endpoints" });
  const filters = { q, state, lineCode: line };
  const list = useRows<EndpointRow>(
    [...endpointsKey, "list", filters],
    "/ingest/endpoints",
    filters,
  );
  const lines = useLineChoices();
  useLive(["ingestEndpoint.", "machine."], [endpointsKey]);
  const set = (patch: Record<string, string | undefined>) =>
    void navigate({ search: (old) => ({ ...old, ...patch }), replace: true });
  return (
    <Page title={t("endpoints.title")} lead={t("endpoints.lead")} beside={<IngestLinks />}>
      <FilterBar
        searchLabel={t("endpoints.search")}
        values={{ q, state, line }}
        onChange={set}
        filters={[
          {
            key: "state",
            label: t("filter.state"),
            choices: states.map((value) => ({ value, label: stateText(value) })),
          },
          {
            key: "line",
            label: t("line"),
            choices: lines.map(({ code, name }) => ({ value: code, label: `${code} ${name}` })),
          },
        ]}
      />
      {list.error && <Refusal error={list.error} onRetry={list.retry} />}
      {list.isLoading && <Loading lines={6} />}
      {!list.isLoading && !list.error && list.rows.length === 0 && (
        <Empty icon={Cpu} title={t("endpoints.none")} hint={t("endpoints.noneHint")} />
      )}
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        {list.rows.map((row) => (
          <EndpointCard
            key={row.id}
            endpoint={row}
            reach={EndpointDrawer.reach}
            onOpen={() => set({ endpoint: row.id })}
          />
        ))}
      </div>
      {list.hasMore && (
        <div>
          <Button onClick={list.more} isBusy={list.isLoadingMore}>
            {t("common:loadMore")}
          </Button>
        </div>
      )}
      {endpoint && <EndpointDrawer id={endpoint} onClose={() => set({ endpoint: undefined })} />}
    </Page>
  );
}
