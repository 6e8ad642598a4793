import { useQuery } from "@tanstack/react-query";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Empty } from "~/ui/empty.tsx";
import { TextLink } from "~/ui/link.tsx";
import { MessageList } from "~/ui/message-list.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { newestQuery, readAllNotices } from "../api/notices.ts";
import { noticesKey, unreadQuery } from "../api/unread.ts";
import { NoticeMessage } from "./notice-message.tsx";

/** What the bell opens: the newest notices, each leading to what it is about. */
export function Newest({ onLeave }: { onLeave: () => void }) {
  const t = useT("notification");
  const { data, error, refetch } = useQuery(newestQuery);
  const unread = useQuery(unreadQuery).data?.unread ?? 0;
  const readAll = useCommand(readAllNotices, { touches: [noticesKey] });
  return (
    <section aria-label={t("title")} className="flex w-96 max-w-full flex-col gap-3">
      <header className="flex items-center justify-between gap-2">
        <TextLink to="/inbox" onClick={onLeave}>
          {t("toInbox")}
        </TextLink>
        {unread > 0 && (
          <Button
            size="small"
            look="quiet"
            isBusy={readAll.isPending}
            onClick={() => readAll.mutate(null)}
          >
            {t("readAll")}
          </Button>
        )}
      </header>
      {(error ?? readAll.error) && (
        <Refusal error={(error ?? readAll.error)!} onRetry={() => void refetch()} />
      )}
      {!data && !error && <Loading lines={3} />}
      {data?.length === 0 && <Empty title={t("none")} />}
      {data && data.length > 0 && (
        <MessageList label={t("title")} isSmall>
          {data.map((notice) => (
            <NoticeMessage key={notice.id} notice={notice} onLeave={onLeave} />
          ))}
        </MessageList>
      )}
    </section>
  );
}
