import type { IngestEventAnswer } from "@lineside/domain/ingest";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useMayAll } from "~/lib/session.ts";
import { ButtonLink, TextLink } from "~/ui/link.tsx";
import { Page, Split } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { eventQuery } from "../api/event.ts";
import { ingestKey } from "../api/monitor.ts";
import { Effects } from "../components/effects.tsx";
import { EventActions } from "../components/event-actions.tsx";
import { EventFacts } from "../components/event-facts.tsx";
import { EventStory } from "../components/event-story.tsx";
import { Judged } from "../components/judged.tsx";

const RawText = onDemand(() => import("../components/raw-text.tsx"), "RawText");

/** One event: what came, what was read from it, what it did, and what can be done about it. */
export function EventPage() {
  const { id } = useParams({ from: "/_app/ingest/events/$id" });
  const t = useT("ingest");
  const { data, error, refetch } = useQuery(eventQuery(id));
  useLive(
    ["ingest.", "unit."],
    [[...ingestKey, "event", id]],
    ({ entityKey }) =>
      entityKey === data?.dedupeKey || (data?.effects.some(({ sn }) => sn === entityKey) ?? false),
  );
  return (
    <Page
      title={data ? titleOf(data, (type) => t(`type.${type}`)) : t("event")}
      beside={data && <StatusPill kind="ingest" state={data.state} />}
      lead={data && [data.sourceSystem, data.stationCode, data.sn].filter(Boolean).join(" · ")}
      actions={data && <EventActions event={data} />}
      back={<TextLink to="/ingest/events">{t("toList")}</TextLink>}
    >
      {error && !data && <Refusal error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading lines={10} />}
      {data && <Told event={data} />}
    </Page>
  );
}

function Told({ event }: { event: IngestEventAnswer }) {
  const isOpen =
    event.code !== null && ["PARKED", "REJECTED", "DEAD", "CONFLICT"].includes(event.state);
  return (
    <>
      {isOpen && (
        <Refusal
          error={{
            code: event.code ?? "",
            context: { dedupeKey: event.dedupeKey, ...event.context },
            // A board that is not there yet comes by itself: nobody has to move it.
            resolvedBy: event.code === "STEP_MISMATCH" ? null : event.resolvedBy,
          }}
          isWaiting={event.state === "PARKED"}
          action={<WayOut event={event} />}
        />
      )}
      <Split side={<EventFacts event={event} />}>
        <EventStory event={event} />
        <Effects event={event} />
        <Judged event={event} />
        <RawText event={event} />
      </Split>
    </>
  );
}

/** Where the cause is put right, for who may. */
function WayOut({ event }: { event: IngestEventAnswer }) {
  const t = useT("ingest");
  const may = useMayAll();
  if (event.code === "ENDPOINT_NOT_ASSIGNED" && may("ingest:config"))
    return (
      <ButtonLink to="/ingest/endpoints" search={{ q: event.sourceSystem }}>
        {t("endpoint.assign")}
      </ButtonLink>
    );
  if (event.sn && event.runNo && may("trace:read"))
    return (
      <ButtonLink to="/trace/$sn" params={{ sn: event.sn }}>
        {t("toTrace")}
      </ButtonLink>
    );
  return null;
}

/** A CFX message by its last name, another event by its type. */
const titleOf = (
  { messageName, eventType }: IngestEventAnswer,
  typeText: (type: IngestEventAnswer["eventType"]) => string,
) => messageName?.split(".").at(-1) ?? typeText(eventType);
