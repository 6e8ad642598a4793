import type { RequestEvent } from "@lineside/domain/log";
import { useQuery } from "@tanstack/react-query";
import { Ban, Check } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { addressOf } from "~/shell/feature.ts";
import { ButtonLink, TextLink } from "~/ui/link.tsx";
import { Section } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";
import { Timeline, TimelineItem } from "~/ui/timeline.tsx";
import { requestEventsQuery } from "../api/request-events.ts";

/** What the request did or was refused, with the unit, run and order it was about. */
export function RequestTrail({ requestId }: { requestId: string }) {
  const t = useT("log");
  const mayAudit = useMay("audit:read");
  const title = requestId.startsWith("job-") ? t("trail.job") : t("trail");
  const { data, error, refetch } = useQuery(requestEventsQuery(requestId));
  return (
    <Section title={title} lead={t("trail.lead")}>
      {error && <Refusal error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && data.items.length === 0 && <Text isQuiet>{t("trail.none")}</Text>}
      {data && data.items.length > 0 && (
        <Timeline label={title}>
          {data.items.map((event) => (
            <EventItem key={event.id} event={event} />
          ))}
        </Timeline>
      )}
      {mayAudit && data && data.items.length > 0 && (
        <div className="flex pt-2">
          <ButtonLink to="/audit" search={{ requestId }}>
            {data.hasMore ? t("trail.all") : t("trail.audit")}
          </ButtonLink>
        </div>
      )}
    </Section>
  );
}

const kinds: Record<string, string> = {
  unit: "UNIT",
  panel: "PANEL",
  carrier: "CARRIER",
  product: "PRODUCT",
  route: "ROUTE",
};

function EventItem({ event }: { event: RequestEvent }) {
  const tEvents = useT("events");
  const { type, entityType, entityKey, runNo, woNo } = event;
  const isRefused = event.outcome === "REFUSED";
  const own = addressOf(kinds[entityType] ?? "", entityKey);
  const run = runNo ?? (entityType === "run" ? entityKey : null);
  const order = woNo ?? (entityType === "workOrder" ? entityKey : null);
  return (
    <TimelineItem
      tone={isRefused ? "bad" : "ok"}
      icon={isRefused ? Ban : Check}
      title={
        <span className="flex flex-wrap items-baseline gap-x-2">
          {tEvents(type)}
          {own ? (
            <TextLink to={own as "/"}>
              <Sn value={entityKey} />
            </TextLink>
          ) : (
            entityKey !== "" && <Sn value={entityKey} />
          )}
          {isRefused && <StatusPill kind="outcome" state="REFUSED" />}
          {event.code && <Code value={event.code} />}
        </span>
      }
      when={<Time at={event.recordedAt} style="time" zone={false} />}
      facts={<Places event={event} run={run} order={order} />}
    />
  );
}

interface PlacesProps {
  event: RequestEvent;
  run: string | null;
  order: string | null;
}

function Places({ event, run, order }: PlacesProps) {
  const t = useT("log");
  return (
    <span className="flex flex-wrap gap-x-3">
      {run && (
        <TextLink to="/runs/$runNo" params={{ runNo: run }}>
          {t("run", { key: run })}
        </TextLink>
      )}
      {order && (
        <TextLink to="/orders/$woNo" params={{ woNo: order }}>
          {t("order", { key: order })}
        </TextLink>
      )}
      {(event.stationCode ?? event.lineCode) && (
        <Text isQuiet>{event.stationCode ?? event.lineCode}</Text>
      )}
      {event.actorName && <Text isQuiet>{event.actorName}</Text>}
    </span>
  );
}
