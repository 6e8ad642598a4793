import type { LogPage, LogRow } from "@lineside/domain/log";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Pause, Play } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { Button } from "~/ui/button.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { type Filter, FilterBar } from "~/ui/filter-bar.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Page } from "~/ui/page.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";
import { useLogs } from "../api/logs.ts";
import { LevelBadge } from "../components/level-badge.tsx";

const LogDrawer = onDemand(() => import("../components/log-drawer.tsx"), "LogDrawer");

/** What the server logged, newest first; the number under an error message leads to its reason. */
export function LogsPage() {
  const t = useT("log");
  const search = useSearch({ from: "/_app/admin/logs" });
  const navigate = useNavigate({ from: "/admin/logs" });
  const { about, ...rows } = useLogs(search);
  const set = (patch: Partial<typeof search>, replace = true) =>
    navigate({ search: (old) => ({ ...old, ...patch }), replace });
  const opened = rows.rows.find(({ id }) => id === search.line);
  const isLive = search.live === "1";
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={
        <Button
          icon={isLive ? Pause : Play}
          onClick={() => set({ live: isLive ? undefined : "1" })}
        >
          {isLive ? t("live.stop") : t("live.start")}
        </Button>
      }
    >
      <FilterBar searchLabel={t("search")} values={search} onChange={set} filters={useFilters()}>
        {about && <Text isQuiet>{t("node", { node: about.node })}</Text>}
      </FilterBar>
      {about && <Gaps about={about} />}
      <DataTable
        {...rows}
        label={t("title")}
        columns={useColumns()}
        rowKey={(row) => row.id}
        onOpen={(row) => set({ line: row.id }, false)}
        reach={LogDrawer.reach}
        isSelected={(row) => row.id === search.line}
        empty={<Empty title={t("none")} hint={t("noneHint")} />}
      />
      {opened && <LogDrawer row={opened} onClose={() => set({ line: undefined })} />}
    </Page>
  );
}

/** Whatever is not in the list although it was logged. */
function Gaps({ about }: { about: LogPage }) {
  const t = useT("log");
  return (
    <>
      {about.dir === null && (
        <Notice tone="wait" title={t("noFiles")}>
          {t("noFilesHint")}
        </Notice>
      )}
      {about.lost > 0 && (
        <Notice tone="warn" title={t("lost", { count: about.lost })}>
          {t("lostHint", { dir: about.dir ?? "" })}
        </Notice>
      )}
    </>
  );
}

const levels = ["error", "warn", "info", "debug"] as const;

function useFilters(): Filter[] {
  const t = useT("log");
  return [
    {
      key: "level",
      label: t("level"),
      choices: levels.map((value) => ({ value, label: t(`from.${value}`) })),
    },
    { key: "requestId", label: t("request"), kind: "text" },
    { key: "from", label: t("since"), kind: "date" },
    { key: "to", label: t("until"), kind: "date" },
    {
      key: "place",
      label: t("place"),
      choices: ["FILES", "MEMORY"].map((value) => ({ value, label: t(`place.${value}`) })),
    },
  ];
}

const summaryMax = 120;

/** What the line says beside its message, as far as it is short. */
function summary({ fields }: LogRow): string {
  const told = Object.entries(fields)
    .filter(([, value]) => value !== null && typeof value !== "object")
    .map(([key, value]) => `${key}=${value}`)
    .join(" ");
  return told.length > summaryMax ? `${told.slice(0, summaryMax)}…` : told;
}

function useColumns(): Column<LogRow>[] {
  const t = useT("log");
  const timeHeader = useTimeHeader();
  return [
    {
      key: "level",
      header: t("level"),
      width: "7.5rem",
      cell: (row) => <LevelBadge level={row.level} />,
    },
    {
      key: "message",
      header: t("message"),
      isLead: true,
      cell: (row) => (
        <span className="flex flex-wrap items-baseline gap-x-2">
          {row.message}
          <Text isQuiet>{row.error ?? summary(row)}</Text>
        </span>
      ),
    },
    {
      key: "request",
      header: t("request"),
      width: "20rem",
      cell: (row) => row.requestId !== null && <Code value={row.requestId} />,
      isEmpty: (row) => row.requestId === null,
    },
    {
      key: "when",
      header: timeHeader(t("when")),
      width: "11rem",
      cell: (row) => <Time at={row.time} zone={false} />,
    },
  ];
}
