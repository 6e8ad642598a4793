import type { TraceAnswer } from "@lineside/domain/trace";
import { RadioTower } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { Disclosure } from "~/ui/disclosure.tsx";
import { TextLink } from "~/ui/link.tsx";
import { Badge, StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";

type MachineEvent = TraceAnswer["machineEvents"][number];

/** Which machine made a visit, by which message, and where it judged otherwise than we do. */
export function MachineEvents({ events }: { events: MachineEvent[] }) {
  return events.map((event) => <OneEvent key={`${event.eventId} ${event.effect}`} event={event} />);
}

function OneEvent({ event }: { event: MachineEvent }) {
  const t = useT("trace");
  const may = useMay("ingest:read");
  const { eventId, sourceSystem, door, messageName, flags, said, result } = event;
  const isOtherwise = said !== null && result !== null && said !== "MIXED" && said !== result;
  const what = messageName?.split(".").at(-1) ?? t(`source.${event.eventType as "AUTO"}`);
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Badge icon={RadioTower}>{sourceSystem}</Badge>
      <Text isSmall>
        {may ? (
          <TextLink to="/ingest/events/$id" params={{ id: eventId }}>
            {what}
          </TextLink>
        ) : (
          what
        )}
      </Text>
      <Text isQuiet isSmall>
        {door}
      </Text>
      {isOtherwise && (
        <Text isSmall>
          {t("machineSaid")} <StatusPill kind="result" state={said} />
        </Text>
      )}
      {flags.map((flag) => (
        <StatusPill key={flag} kind="ingestFlag" state={flag} />
      ))}
    </span>
  );
}

/** What machines told about the board that made no visit: seen there, material, evidence, a hold. */
export function OtherMachineEvents({ trace }: { trace: TraceAnswer }) {
  const t = useT("trace");
  const visits = new Set(trace.tracks.map(({ id }) => id));
  const events = trace.machineEvents.filter(
    ({ trackId }) => trackId === null || !visits.has(trackId),
  );
  if (events.length === 0) return null;
  return (
    <Disclosure
      summary={
        <Text isStrong>
          {t("machineEvents")} ({events.length})
        </Text>
      }
    >
      <ul className="flex flex-col gap-2">
        {events.map((event) => (
          <li
            key={`${event.eventId} ${event.effect}`}
            className="flex flex-wrap items-center gap-x-3"
          >
            <Time at={event.occurredAt} />
            <Text>{t(`effect.${event.effect}`)}</Text>
            <OneEvent event={event} />
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
