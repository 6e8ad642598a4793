import { deviceOf, type SessionRow } from "@lineside/domain/auth";
import { useQuery } from "@tanstack/react-query";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Badge } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";
import { toast } from "~/ui/toast.tsx";
import { revokeSessions, sessionsQuery } from "../api/sessions.ts";

/** Where somebody is signed in, and the way to end it. userId null: the reader's own. */
export function SessionList({ userId }: { userId: string | null }) {
  const t = useT("auth");
  const query = sessionsQuery(userId);
  const sessions = useQuery(query);
  const revoke = useCommand(revokeSessions, {
    touches: [query.queryKey],
    onDone: ({ ended }) => toast(t("sessions.ended", { count: ended })),
  });
  if (sessions.error) return <Refusal error={sessions.error} />;
  if (!sessions.data) return <Loading lines={3} />;
  const { items } = sessions.data;
  const others = items.filter((item) => !item.isCurrent);
  if (items.length === 0) return <Text isQuiet>{t("sessions.none")}</Text>;
  return (
    <div className="flex flex-col gap-4">
      <ul className="flex flex-col gap-3">
        {items.map((item) => (
          <Session
            key={item.id}
            session={item}
            onEnd={() => revoke.mutateAsync({ userId, sessionId: item.id })}
          />
        ))}
      </ul>
      {others.length > 1 && (
        <div>
          <ReasonButton
            label={t(userId ? "sessions.endAll" : "sessions.endOthers")}
            question={t("sessions.endAllQuestion")}
            reason="none"
            onConfirm={() => revoke.mutateAsync({ userId })}
          />
        </div>
      )}
    </div>
  );
}

function Session({ session, onEnd }: { session: SessionRow; onEnd: () => Promise<unknown> }) {
  const t = useT("auth");
  return (
    <li className="flex flex-wrap items-center justify-between gap-3">
      <div className="flex min-w-0 flex-col gap-0.5">
        <span className="flex items-center gap-2" title={session.userAgent ?? undefined}>
          <Text isStrong>{deviceOf(session.userAgent) ?? t("sessions.unknownDevice")}</Text>
          {session.isCurrent && <Badge tone="ok">{t("sessions.current")}</Badge>}
          {session.operatorName && <Badge>{session.operatorName}</Badge>}
        </span>
        <Text isQuiet isSmall>
          {session.ip ?? t("sessions.unknownAddress")} · {t("sessions.seen")}{" "}
          <Time at={session.lastSeenAt ?? session.createdAt} style="minute" />
        </Text>
      </div>
      {!session.isCurrent && (
        <ReasonButton
          size="small"
          look="plain"
          label={t("sessions.end")}
          question={t("sessions.endQuestion")}
          reason="none"
          onConfirm={onEnd}
        />
      )}
    </li>
  );
}
