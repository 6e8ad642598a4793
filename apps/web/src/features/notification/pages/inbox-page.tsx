import type { NoticeRow } from "@lineside/domain/notification";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { CheckCheck } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { type Rows, useRows } from "~/lib/pages.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Empty } from "~/ui/empty.tsx";
import { FilterBar } from "~/ui/filter-bar.tsx";
import { MessageList } from "~/ui/message-list.tsx";
import { Page } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { readAllNotices } from "../api/notices.ts";
import { noticesKey, useUnreadCount } from "../api/unread.ts";
import { NoticeMessage } from "../components/notice-message.tsx";

/** Everything the reader was told, newest first, until it is taken away. */
export function InboxPage() {
  const t = useT("notification");
  const search = useSearch({ from: "/_app/inbox" });
  const navigate = useNavigate({ from: "/inbox" });
  const unread = useUnreadCount();
  const readAll = useCommand(readAllNotices, { touches: [noticesKey] });
  const rows = useRows<NoticeRow>([...noticesKey, search], "/notices", search);
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      width="narrow"
      actions={
        <Button
          icon={CheckCheck}
          isBusy={readAll.isPending}
          disabledReason={unread === 0 ? t("nothingUnread") : null}
          onClick={() => readAll.mutate(null)}
        >
          {t("readAll")}
        </Button>
      }
    >
      <FilterBar
        values={search}
        filters={useFilters()}
        onChange={(patch) => navigate({ search: (old) => ({ ...old, ...patch }), replace: true })}
      />
      {readAll.error && <Refusal error={readAll.error} />}
      <Messages rows={rows} isFiltered={Object.keys(search).length > 0} />
    </Page>
  );
}

function useFilters() {
  const t = useT("notification");
  const severityText = useStateText("notice");
  return [
    { key: "unread", label: t("state"), choices: [{ value: "true", label: t("unread") }] },
    {
      key: "severity",
      label: t("severity"),
      choices: ["ALARM", "WARNING", "INFO"].map((value) => ({ value, label: severityText(value) })),
    },
  ];
}

function Messages({ rows, isFiltered }: { rows: Rows<NoticeRow>; isFiltered: boolean }) {
  const t = useT("notification");
  if (rows.isLoading) return <Loading lines={8} />;
  if (rows.error) return <Refusal error={rows.error} onRetry={rows.retry} />;
  if (rows.rows.length === 0)
    return <Empty title={t(isFiltered ? "noneFound" : "none")} hint={t("noneHint")} />;
  return (
    <>
      <MessageList label={t("title")}>
        {rows.rows.map((notice) => (
          <NoticeMessage key={notice.id} notice={notice} canHide />
        ))}
      </MessageList>
      {rows.hasMore && (
        <Button isBusy={rows.isLoadingMore} onClick={rows.more} className="self-center">
          {t("common:loadMore")}
        </Button>
      )}
    </>
  );
}
