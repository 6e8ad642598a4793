import type { ChannelRow } from "@lineside/domain/notification";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { Button } from "~/ui/button.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { Page } from "~/ui/page.tsx";
import { StatusPill, useStateText } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";
import { channelsKey, channelsQuery } from "../api/channels.ts";
import { useLastError } from "../components/last-error.ts";
import { useTopicText } from "../components/topics.ts";

const ChannelDrawer = onDemand(() => import("../components/channel-drawer.tsx"), "ChannelDrawer");

/** The ways notices leave the house besides the inbox, and whether they arrive. */
export function ChannelsPage() {
  const t = useT("notification");
  const [opened, setOpened] = useState<string | null>(null);
  const { data, error, isPending, refetch } = useQuery(channelsQuery);
  useLive(["noticeChannel.", "notice.delivered", "notice.undelivered"], [channelsKey]);
  const row = data?.find((channel) => channel.id === opened) ?? null;
  return (
    <Page
      title={t("channels")}
      lead={t("channelsLead")}
      actions={
        <Button
          look="primary"
          icon={Plus}
          {...ChannelDrawer.reach}
          onClick={() => setOpened("new")}
        >
          {t("createChannel")}
        </Button>
      }
    >
      <DataTable
        rows={data ?? []}
        isLoading={isPending}
        error={error}
        retry={() => void refetch()}
        label={t("channels")}
        columns={useColumns()}
        rowKey={(channel) => channel.id}
        onOpen={(channel) => setOpened(channel.id)}
        reach={ChannelDrawer.reach}
        empty={<Empty title={t("noChannels")} hint={t("noChannelsHint")} />}
      />
      {(opened === "new" || row) && (
        <ChannelDrawer key={opened} row={row} onClose={() => setOpened(null)} />
      )}
    </Page>
  );
}

function useColumns(): Column<ChannelRow>[] {
  const t = useT("notification");
  const timeHeader = useTimeHeader();
  const severityText = useStateText("notice");
  const topicText = useTopicText();
  return [
    { key: "name", header: t("name"), isLead: true, width: "14rem", cell: (row) => row.name },
    { key: "kind", header: t("kind"), cell: (row) => t(`kind.${row.kind}`) },
    {
      key: "carries",
      header: t("carries"),
      cell: (row) =>
        [
          t("fromSeverity", { severity: severityText(row.minSeverity) }),
          row.topics.map(topicText).join(t("common:listSeparator")),
          row.lineIds.length > 0 && t("someLines", { count: row.lineIds.length }),
        ]
          .filter(Boolean)
          .join(" · "),
    },
    {
      key: "lastSent",
      header: timeHeader(t("lastSent")),
      cell: (row) => <Time at={row.lastSentAt} zone={false} style="minute" />,
    },
    {
      key: "lastError",
      header: t("lastError"),
      cell: (row) => <LastError row={row} />,
      isEmpty: (row) => row.lastError === null && row.waiting === 0,
    },
    {
      key: "state",
      header: t("state"),
      cell: (row) => <StatusPill kind="active" state={row.isActive ? "ACTIVE" : "INACTIVE"} />,
    },
  ];
}

/** What failed last, when nothing has arrived since; and what still waits to go out. */
export function LastError({ row }: { row: ChannelRow }) {
  const t = useT("notification");
  const lastError = useLastError();
  const isOver = row.lastSentAt !== null && (row.lastErrorAt ?? "") < row.lastSentAt;
  return (
    <span className="flex flex-col">
      {row.lastError && (
        <Text tone={isOver ? undefined : "bad"} isQuiet={isOver}>
          <Time at={row.lastErrorAt} zone={false} style="minute" /> {lastError(row)}
        </Text>
      )}
      {row.waiting > 0 && <Text tone="warn">{t("waiting", { count: row.waiting })}</Text>}
    </span>
  );
}
