import { type ApiKeyRow, apiKeyStates } from "@lineside/domain/auth";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useRows } from "~/lib/pages.ts";
import { Button } from "~/ui/button.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { FilterBar } from "~/ui/filter-bar.tsx";
import { Page } from "~/ui/page.tsx";
import { StatusPill, useStateText } from "~/ui/status-pill.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { Ago, Time, useTimeHeader } from "~/ui/time.tsx";
import { apiKeysKey } from "../api/api-keys.ts";

const ApiKeyDrawer = onDemand(() => import("../components/api-key-drawer.tsx"), "ApiKeyDrawer");

/** The keys machines and other systems send with, who uses them, and the way to end one. */
export function ApiKeysPage() {
  const t = useT("api-keys");
  const stateText = useStateText("apiKey");
  const search = useSearch({ from: "/_app/admin/api-keys" });
  const navigate = useNavigate({ from: "/admin/api-keys" });
  const [opened, setOpened] = useState<ApiKeyRow | "new" | null>(null);
  const keys = useRows<ApiKeyRow>([...apiKeysKey, search], "/api-keys", search);
  useLive(["apiKey"], [apiKeysKey]);
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={
        <Button look="primary" icon={Plus} {...ApiKeyDrawer.reach} onClick={() => setOpened("new")}>
          {t("create")}
        </Button>
      }
    >
      <FilterBar
        searchLabel={t("search")}
        values={search}
        onChange={(patch) => navigate({ search: (old) => ({ ...old, ...patch }), replace: true })}
        filters={[
          {
            key: "state",
            label: t("state"),
            choices: apiKeyStates.map((value) => ({ value, label: stateText(value) })),
          },
        ]}
      />
      <DataTable
        {...keys}
        label={t("title")}
        columns={useColumns()}
        rowKey={(key) => key.id}
        onOpen={setOpened}
        reach={ApiKeyDrawer.reach}
        empty={<Empty title={t("none")} hint={t("noneHint")} />}
      />
      {opened && (
        <ApiKeyDrawer row={opened === "new" ? null : opened} onClose={() => setOpened(null)} />
      )}
    </Page>
  );
}

function useColumns(): Column<ApiKeyRow>[] {
  const t = useT("api-keys");
  const timeHeader = useTimeHeader();
  return [
    { key: "name", header: t("name"), isLead: true, width: "14rem", cell: (row) => row.name },
    { key: "prefix", header: t("prefix"), cell: (row) => <Code value={`${row.prefix}…`} /> },
    {
      key: "sources",
      header: t("sources"),
      cell: (row) => row.sources?.join(t("common:listSeparator")) ?? t("anySource"),
    },
    {
      key: "lines",
      header: t("lines"),
      cell: (row) =>
        row.lines.map((line) => line.code).join(t("common:listSeparator")) || t("allLines"),
    },
    {
      key: "rate",
      header: t("rate"),
      align: "end",
      cell: (row) => t("perMinute", { count: row.ratePerMinute }),
    },
    {
      key: "lastUsed",
      header: t("lastUsed"),
      cell: (row) =>
        row.lastUsedAt ? (
          <span className="flex flex-col">
            <Ago at={row.lastUsedAt} />
            {row.lastUsedIp && <Code value={row.lastUsedIp} />}
          </span>
        ) : (
          <Text isQuiet>{t("neverUsed")}</Text>
        ),
    },
    {
      key: "expires",
      header: timeHeader(t("expires")),
      cell: (row) => <Time at={row.expiresAt} zone={false} style="minute" />,
      isEmpty: (row) => row.expiresAt === null,
    },
    {
      key: "state",
      header: t("state"),
      cell: (row) => <StatusPill kind="apiKey" state={row.state} />,
    },
  ];
}
