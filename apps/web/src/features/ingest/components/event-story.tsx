import type { IngestAttempt, IngestEventAnswer } from "@lineside/domain/ingest";
import { Hourglass, RadioTower, RotateCcw } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { Section } from "~/ui/page.tsx";
import { useRefusalText } from "~/ui/refusal.tsx";
import { statusOf } from "~/ui/status.ts";
import { useStateText } from "~/ui/status-pill.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";
import { Timeline, TimelineItem } from "~/ui/timeline.tsx";
import { momentsOf } from "../event-moments.ts";

/** From its arrival to what it is now: tries, waits and what people decided. */
export function EventStory({ event }: { event: IngestEventAnswer }) {
  const t = useT("ingest");
  const stateText = useStateText("ingest");
  return (
    <Section title={t("story")}>
      <Timeline label={t("story")}>
        <TimelineItem
          tone="wait"
          icon={RadioTower}
          title={t("story.received")}
          when={<Time at={event.receivedAt} style="time" zone={false} />}
          facts={
            <>
              {t(`door.${event.door}`)} · {event.keyName ?? event.sentByName}
            </>
          }
        />
        {momentsOf(event).map((moment) => {
          if (moment.kind === "attempt")
            return <Attempt key={moment.attempt.id} attempt={moment.attempt} />;
          if (moment.kind === "decision")
            return <Decision key={moment.decision.id} decision={moment.decision} />;
          return (
            <TimelineItem
              key="state"
              {...statusOf("ingest", event.state)}
              title={stateText(event.state)}
              when={moment.at && <Time at={moment.at} style="time" zone={false} />}
              facts={event.code && <Code value={event.code} />}
            />
          );
        })}
        {event.nextLookAt && (
          <TimelineItem
            isAhead
            tone="none"
            icon={Hourglass}
            title={t("story.next")}
            when={<Time at={event.nextLookAt} style="time" zone={false} />}
          />
        )}
      </Timeline>
    </Section>
  );
}

function Attempt({ attempt }: { attempt: IngestAttempt }) {
  const t = useT("ingest");
  const say = useRefusalText();
  const { startedAt, outcome, code, context } = attempt;
  return (
    <TimelineItem
      {...statusOf("attempt", outcome ?? "COMPLETED")}
      title={t("story.tried")}
      when={<Time at={startedAt} style="time" zone={false} />}
      facts={code && <Code value={code} />}
    >
      {code && <Text isSmall>{say({ code, context: context ?? {} })}</Text>}
    </TimelineItem>
  );
}

function Decision({ decision }: { decision: IngestEventAnswer["decisions"][number] }) {
  const tEvents = useT("events");
  const { type, at, by, reason, code } = decision;
  const look =
    type === "ingest.replayed"
      ? ({ tone: "wait", icon: RotateCcw } as const)
      : statusOf("ingest", type === "ingest.discarded" ? "DISCARDED" : "REJECTED");
  return (
    <TimelineItem
      {...look}
      title={tEvents(type)}
      when={<Time at={at} style="time" zone={false} />}
      facts={
        <>
          {by} {code && <Code value={code} />}
        </>
      }
    >
      {reason && <p>{reason}</p>}
    </TimelineItem>
  );
}
