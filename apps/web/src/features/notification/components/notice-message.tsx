import type { NoticeRow } from "@lineside/domain/notification";
import { MailOpen, X } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { IconButton } from "~/ui/button.tsx";
import { Message } from "~/ui/message-list.tsx";
import { Ago } from "~/ui/time.tsx";
import { hideNotice, readNotice } from "../api/notices.ts";
import { noticesKey } from "../api/unread.ts";
import { addressOfNotice } from "./notice-address.ts";
import { useNoticeSentence } from "./notice-sentence.ts";

interface NoticeMessageProps {
  notice: NoticeRow;
  /** The inbox can take a notice away; the popover only reads. */
  canHide?: boolean;
  onLeave?: () => void;
}

/** One notice: how urgent, what, where, when. Opening it reads it and goes to what it is about. */
export function NoticeMessage({ notice, canHide, onLeave }: NoticeMessageProps) {
  const t = useT("notification");
  const say = useNoticeSentence();
  const read = useCommand(readNotice, { touches: [noticesKey] });
  const hide = useCommand(hideNotice, { touches: [noticesKey] });
  const isUnread = notice.readAt === null;
  return (
    <Message
      severity={notice.severity}
      isUnread={isUnread}
      to={addressOfNotice(notice) as "/"}
      onClick={() => {
        if (isUnread) read.mutate(notice.id);
        onLeave?.();
      }}
      text={say(notice)}
      facts={
        <>
          <Ago at={notice.createdAt} />
          {notice.lineCode && <span>{notice.lineCode}</span>}
          {notice.runNo && <span>{notice.runNo}</span>}
        </>
      }
      actions={
        <>
          {isUnread && (
            <IconButton
              size="small"
              icon={MailOpen}
              label={t("read")}
              isBusy={read.isPending}
              onClick={() => read.mutate(notice.id)}
            />
          )}
          {canHide && (
            <IconButton
              size="small"
              icon={X}
              label={t("hide")}
              isBusy={hide.isPending}
              onClick={() => hide.mutate(notice.id)}
            />
          )}
        </>
      }
    />
  );
}
