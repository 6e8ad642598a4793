import type { AuditRow } from "@lineside/domain/audit";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Download, PenLine, ShieldCheck } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useRows } from "~/lib/pages.ts";
import { Button } from "~/ui/button.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { type Filter, FilterBar } from "~/ui/filter-bar.tsx";
import { Page } from "~/ui/page.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill, useStateText } from "~/ui/status-pill.tsx";
import { Code } from "~/ui/text.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";
import { asked } from "../api/asked.ts";
import { useEventText } from "../components/event-text.ts";
import { SealBadge } from "../components/seal-badge.tsx";
import { entityTypes, eventTypes } from "../event-types.ts";

const EventDrawer = onDemand(() => import("../components/event-drawer.tsx"), "EventDrawer");
const ExportDrawer = onDemand(() => import("../components/export-drawer.tsx"), "ExportDrawer");
const SealsDrawer = onDemand(() => import("../components/seals-drawer.tsx"), "SealsDrawer");
const SignaturesDrawer = onDemand(
  () => import("../components/signatures-drawer.tsx"),
  "SignaturesDrawer",
);

/** Who did what, when and where: every change and every refusal, newest first. */
export function AuditPage() {
  const t = useT("audit");
  const search = useSearch({ from: "/_app/audit" });
  const navigate = useNavigate({ from: "/audit" });
  const { event, panel, ...shown } = search;
  const rows = useRows<AuditRow>(["audit", shown], "/audit-logs", asked(search));
  const filters = useFilters();
  const set = (patch: Partial<typeof search>, replace = true) =>
    navigate({ search: (old) => ({ ...old, ...patch }), replace });
  const close = () => set({ panel: undefined });
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={<Actions onOpen={(to) => set({ panel: to })} />}
    >
      <FilterBar searchLabel={t("search")} values={search} onChange={set} filters={filters} />
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
      {panel === "seals" && <SealsDrawer onClose={close} />}
      {panel === "signatures" && (
        <SignaturesDrawer
          onClose={close}
          onRequest={(requestId) => set({ panel: undefined, requestId }, false)}
        />
      )}
      {panel === "export" && (
        <ExportDrawer
          search={search}
          filters={readable(filters, shown, t("any"))}
          onClose={close}
        />
      )}
    </Page>
  );
}

function Actions({ onOpen }: { onOpen: (panel: string) => void }) {
  const t = useT("audit");
  return (
    <>
      <Button icon={PenLine} {...SignaturesDrawer.reach} onClick={() => onOpen("signatures")}>
        {t("signatures.title")}
      </Button>
      <Button icon={ShieldCheck} {...SealsDrawer.reach} onClick={() => onOpen("seals")}>
        {t("seals.title")}
      </Button>
      <Button icon={Download} {...ExportDrawer.reach} onClick={() => onOpen("export")}>
        {t("export.open")}
      </Button>
    </>
  );
}

/** The filters that are set, in the words of their chips; those only an address can set, by their name. */
function readable(
  filters: readonly Filter[],
  values: Record<string, string | undefined>,
  any: string,
): [string, string][] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (!value) return [];
    const filter = filters.find((each) => each.key === key);
    const label = filter?.choices?.find((choice) => choice.value === value)?.label ?? value;
    return [[filter?.label ?? (key === "q" ? any : key), label]];
  });
}

function useFilters(): Filter[] {
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
    { key: "actor", label: t("who"), kind: "text" },
    {
      key: "actorKind",
      label: t("actorKind"),
      choices: ["USER", "MACHINE", "SYSTEM"].map((value) => ({
        value,
        label: t(`actorKind.${value}`),
      })),
    },
    {
      key: "entityType",
      label: t("thing"),
      choices: entityTypes.map((value) => ({ value, label: t(`thing.${value}`) })),
    },
    { key: "entityKey", label: t("key"), kind: "text" },
    { key: "code", label: t("code"), kind: "text" },
    { key: "requestId", label: t("request"), kind: "text" },
    { key: "from", label: t("from"), kind: "date" },
    { key: "to", label: t("to"), kind: "date" },
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
      key: "seal",
      header: t("seal"),
      width: "8rem",
      cell: (row) => <SealBadge seal={row.seal} />,
    },
    {
      key: "when",
      header: timeHeader(t("when")),
      width: "11rem",
      cell: (row) => <Time at={row.occurredAt} zone={false} />,
    },
  ];
}
