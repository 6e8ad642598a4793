import { processTypes, sources } from "@lineside/domain/plant";
import type { RouteRow } from "@lineside/domain/routing";
import { useQuery } from "@tanstack/react-query";
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
import { Page } from "~/ui/page.tsx";
import { Badge, StatusPill, useStateText } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";
import { productsQuery } from "../api/choices.ts";
import { VersionBadge } from "../components/version-badge.tsx";

const RouteDrawer = onDemand(() => import("../components/route-drawer.tsx"), "RouteDrawer");

/** Every route: what it is for, and whether a run can be made from it. */
export function RoutesPage() {
  const t = useT("route");
  const may = useMay("route:configure");
  const search = useSearch({ from: "/_app/routes/" });
  const navigate = useNavigate({ from: "/routes/" });
  const [isCreating, setCreating] = useState(false);
  const filter = {
    q: search.q,
    processType: search.process,
    productId: search.product,
    source: search.source,
    isActive: search.ready ? true : search.state && search.state === "ACTIVE",
    limit: search.ready ? 200 : undefined,
  };
  const routes = useRows<RouteRow>(["routes", filter], "/routes", filter);
  const isShown = (route: RouteRow) => !search.ready || route.readyVersionNo === null;
  useLive(["route."], [["routes"]]);
  const open = (code: string) => navigate({ to: "/routes/$code", params: { code } });
  const create = may && (
    <Button look="primary" icon={Plus} {...RouteDrawer.reach} onClick={() => setCreating(true)}>
      {t("create")}
    </Button>
  );
  return (
    <Page title={t("title")} lead={t("lead")} actions={create}>
      <FilterBar
        searchLabel={t("search")}
        values={search}
        onChange={(patch) => navigate({ search: (old) => ({ ...old, ...patch }), replace: true })}
        filters={useFilters()}
      />
      <DataTable
        {...routes}
        rows={routes.rows.filter(isShown)}
        label={t("title")}
        columns={useColumns()}
        rowKey={(route) => route.id}
        onOpen={(route) => open(route.code)}
        empty={<Empty title={t("none")} hint={t("noneHint")} action={create || undefined} />}
      />
      {isCreating && <RouteDrawer route={null} onClose={() => setCreating(false)} onSaved={open} />}
    </Page>
  );
}

function useFilters() {
  const t = useT("route");
  const stateText = useStateText("active");
  const products = useQuery({ ...productsQuery(""), enabled: useMay("plant:read") }).data ?? [];
  return [
    {
      key: "process",
      label: t("process"),
      choices: processTypes.map((value) => ({ value, label: value })),
    },
    {
      key: "product",
      label: t("product"),
      choices: products.map(({ id, code, name }) => ({ value: id, label: `${code} · ${name}` })),
    },
    {
      key: "source",
      label: t("source"),
      choices: sources.map((value) => ({ value, label: t(`source.${value}`) })),
    },
    {
      key: "state",
      label: t("state"),
      choices: ["ACTIVE", "INACTIVE"].map((value) => ({ value, label: stateText(value) })),
    },
    { key: "ready", label: t("ready"), choices: [{ value: "NONE", label: t("ready.NONE") }] },
  ];
}

function useColumns(): Column<RouteRow>[] {
  const t = useT("route");
  const timeHeader = useTimeHeader();
  return [
    {
      key: "code",
      header: t("code"),
      isLead: true,
      cell: (route) => (
        <span translate="no" className="whitespace-nowrap">
          {route.code}
        </span>
      ),
    },
    { key: "name", header: t("name"), cell: (route) => route.name },
    { key: "process", header: t("process"), cell: (route) => route.processType },
    {
      key: "product",
      header: t("product"),
      cell: (route) => route.productCode ?? <Text isQuiet>{t("anyProduct")}</Text>,
    },
    { key: "source", header: t("source"), cell: (route) => <Badge>{route.source}</Badge> },
    { key: "steps", header: t("steps"), align: "end", cell: (route) => route.stepCount },
    { key: "version", header: t("version"), cell: (route) => <VersionBadge route={route} /> },
    {
      key: "state",
      header: t("state"),
      cell: (route) => <StatusPill kind="active" state={route.isActive ? "ACTIVE" : "INACTIVE"} />,
    },
    {
      key: "changed",
      header: timeHeader(t("changed")),
      cell: (route) => <Time at={route.updatedAt} style="minute" zone={false} />,
    },
  ];
}
