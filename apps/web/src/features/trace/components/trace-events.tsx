import type { TraceAnswer, TraceEvent } from "@lineside/domain/trace";
import { ScrollText } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { DiffTable, differencesOf } from "~/ui/diff.tsx";
import { Disclosure } from "~/ui/disclosure.tsx";
import { ButtonLink } from "~/ui/link.tsx";
import { useRefusalText } from "~/ui/refusal.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";

/** The raw trail below the story: every change and every refused attempt, folded away. */
export function TraceEvents({ trace }: { trace: TraceAnswer }) {
  const t = useT("trace");
  const mayAudit = useMay("audit:read");
  const { events, hasMoreEvents, unit } = trace;
  return (
    <Disclosure
      summary={
        <Text isStrong>
          {t("events")} ({events.length}
          {hasMoreEvents && "+"})
        </Text>
      }
    >
      <div className="flex flex-col gap-3">
        {mayAudit && (
          <div className="no-print">
            <ButtonLink
              to="/audit"
              search={{ entityKey: unit.sn }}
              size="small"
              look="quiet"
              icon={ScrollText}
            >
              {t(hasMoreEvents ? "allEventsMore" : "allEvents")}
            </ButtonLink>
          </div>
        )}
        <DataTable
          rows={events}
          label={t("events")}
          columns={useColumns()}
          rowKey={(event) => event.id}
          maxHeight="none"
        />
      </div>
    </Disclosure>
  );
}

function useColumns(): Column<TraceEvent>[] {
  const t = useT("trace");
  const tEvents = useT("events");
  const timeHeader = useTimeHeader();
  return [
    {
      key: "what",
      header: t("what"),
      isLead: true,
      cell: (event) => (
        <span className="flex flex-wrap items-center gap-x-2">
          {tEvents(event.type)}
          {event.outcome === "REFUSED" && <StatusPill kind="outcome" state="REFUSED" />}
        </span>
      ),
    },
    {
      key: "when",
      header: timeHeader(t("when")),
      width: "11rem",
      cell: (event) => <Time at={event.occurredAt} zone={false} />,
    },
    { key: "who", header: t("who"), cell: (event) => event.actorName },
    {
      key: "station",
      header: t("station"),
      cell: (event) => event.stationCode,
      isEmpty: (event) => !event.stationCode,
    },
    {
      key: "details",
      header: t("details"),
      cell: (event) => <Details event={event} />,
      isEmpty: (event) => !event.code && changesOf(event).length === 0,
    },
  ];
}

/** Why it was refused, or what it changed. */
function Details({ event }: { event: TraceEvent }) {
  const t = useT("trace");
  const refusalText = useRefusalText();
  if (event.code)
    return (
      <Text isSmall>{refusalText({ code: event.code, context: record(event.data.context) })}</Text>
    );
  const changes = changesOf(event);
  if (changes.length === 0) return <Text isQuiet>–</Text>;
  return (
    <Disclosure summary={<Text isSmall>{t("changes", { count: changes.length })}</Text>}>
      <DiffTable differences={changes} />
    </Disclosure>
  );
}

function changesOf({ data }: TraceEvent) {
  if (!data.before && !data.after) return [];
  return differencesOf(record(data.before), record(data.after));
}

function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>) : {};
}
