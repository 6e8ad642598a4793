import type { AuditRow } from "@lineside/domain/audit";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useT } from "~/lib/i18n.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useRows } from "~/lib/pages.ts";
import { plantDayEnd, plantDayStart } from "~/lib/plant-day.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { FilterBar } from "~/ui/filter-bar.tsx";
import { Page } from "~/ui/page.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill, useStateText } from "~/ui/status-pill.tsx";
import { Code } from "~/ui/text.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";
import { useEventText } from "../components/event-text.ts";
import { entityTypes, eventTypes } from "../event-types.ts";

const EventDrawer = onDemand(() => import("../components/event-drawer.tsx"), "EventDrawer");

/** Who did what, when and where: every change and every refusal, newest first. */
export function AuditPage() {
  const t = useT("audit");
  const search = useSearch({ from: "/_app/audit" });
  const navigate = useNavigate({ from: "/audit" });
  const { event, from, to, ...filters } = search;
  const rows = useRows<AuditRow>(["audit", filters, from, to], "/audit-logs", {
    ...filters,
    from: from && plantDayStart(from),
    to: to && plantDayEnd(to),
  });
  const set = (patch: Partial<typeof search>, replace = true) =>
    navigate({ search: (old) => ({ ...old, ...patch }), replace });
  return (
    <Page title={t("title")} lead={t("lead")}>
      <FilterBar searchLabel={t("search")} values={search} onChange={set} filters={useFilters()} />
      <DataTable
        {...rows}
        label={t("title")}
        columns={useColumns()}
        rowKey={(row) => row.id}
        onOpen={(row) => set({ event: row.id }, false)}
        reach={EventDrawer.reach}
        isSelected={(row) => row.id === event}
        empty={<Empty title={t("none")} hint={t("noneHint")} />}
      />
      {event && <EventDrawer id={event} onClose={() => set({ event: undefined })} />}
    </Page>
  );
}

function useFilters() {
  const t = useT("audit");
  const eventText = useEventText();
  const stateText = useStateText("outcome");
  return [
    {
      key: "type",
      label: t("what"),
      choices: eventTypes.map((value) => ({ value, label: eventText(value) })),
    },
    {
      key: "outcome",
      label: t("outcome"),
      choices: ["DONE", "REFUSED"].map((value) => ({ value, label: stateText(value) })),
    },
    {
      key: "entityType",
      label: t("thing"),
      choices: entityTypes.map((value) => ({ value, label: t(`thing.${value}`) })),
    },
    { key: "entityKey", label: t("key"), kind: "text" as const },
    { key: "code", label: t("code"), kind: "text" as const },
    { key: "from", label: t("from"), kind: "date" as const },
    { key: "to", label: t("to"), kind: "date" as const },
  ];
}

function useColumns(): Column<AuditRow>[] {
  const t = useT("audit");
  const eventText = useEventText();
  const timeHeader = useTimeHeader();
  return [
    {
      key: "what",
      header: t("what"),
      isLead: true,
      cell: (row) => (
        <span className="flex flex-wrap items-baseline gap-x-2">
          {eventText(row.type)} <Sn value={row.entityKey} />
        </span>
      ),
    },
    {
      key: "outcome",
      header: t("outcome"),
      cell: (row) => (
        <span className="flex flex-wrap items-center gap-x-2">
          <StatusPill kind="outcome" state={row.outcome} />
          {row.code && <Code value={row.code} />}
        </span>
      ),
    },
    { key: "who", header: t("who"), cell: (row) => row.actorName },
    {
      key: "where",
      header: t("where"),
      cell: (row) => row.stationCode ?? row.lineCode,
      isEmpty: (row) => !row.stationCode && !row.lineCode,
    },
    {
      key: "run",
      header: t("run"),
      cell: (row) => row.runNo && <Sn value={row.runNo} />,
      isEmpty: (row) => !row.runNo,
    },
    {
      key: "when",
      header: timeHeader(t("when")),
      width: "11rem",
      cell: (row) => <Time at={row.occurredAt} zone={false} />,
    },
  ];
}
