import type { RunRow } from "@lineside/domain/work-order";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useT } from "~/lib/i18n.ts";
import { useLineChoices } from "~/lib/line-choices.ts";
import { useLive } from "~/lib/live.ts";
import { useRows } from "~/lib/pages.ts";
import { useMay } from "~/lib/session.ts";
import { DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { FilterBar } from "~/ui/filter-bar.tsx";
import { ButtonLink } from "~/ui/link.tsx";
import { Page } from "~/ui/page.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { useRunColumns } from "../components/run-columns.tsx";

/** Every run: what is prepared, what runs, what stands still. */
export function RunsPage() {
  const t = useT("run");
  const search = useSearch({ from: "/_app/runs/" });
  const navigate = useNavigate({ from: "/runs/" });
  const filters = {
    q: search.q,
    state: search.state === "OPEN" ? undefined : search.state,
    open: search.state === "OPEN" ? true : undefined,
    lineCode: search.line,
    woNo: search.order,
  };
  const runs = useRows<RunRow>(["runs", "list", filters], "/runs", filters);
  const mayCut = useMay("run:create");
  useLive(["run.", "unit.finished", "unit.scrapped", "unit.trackedOut"], [["runs", "list"]]);
  return (
    <Page title={t("title")} lead={t("lead")}>
      <FilterBar
        searchLabel={t("search")}
        values={search}
        onChange={(patch) => navigate({ search: (old) => ({ ...old, ...patch }), replace: true })}
        filters={useFilters()}
      />
      <DataTable
        {...runs}
        label={t("title")}
        columns={useRunColumns()}
        rowKey={(run) => run.id}
        onOpen={(run) => navigate({ to: "/runs/$runNo", params: { runNo: run.runNo } })}
        empty={
          <Empty
            title={t("none")}
            hint={t("noneHint")}
            action={mayCut && <ButtonLink to="/orders">{t("toOrders")}</ButtonLink>}
          />
        }
      />
    </Page>
  );
}

const states = ["PREP", "AUTHORIZED", "IN_PROGRESS", "ON_HOLD", "COMPLETED", "CANCELLED"];

function useFilters() {
  const t = useT("run");
  const stateText = useStateText("run");
  const lines = useLineChoices();
  return [
    {
      key: "state",
      label: t("state"),
      choices: [
        { value: "OPEN", label: t("open") },
        ...states.map((value) => ({ value, label: stateText(value) })),
      ],
    },
    {
      key: "line",
      label: t("line"),
      choices: lines.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` })),
    },
    { key: "order", label: t("order"), kind: "text" as const },
  ];
}
