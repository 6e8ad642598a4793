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

type Told =
  | { kind: "attempt"; at: string; attempt: IngestAttempt }
  | { kind: "decision"; at: string; decision: IngestEventAnswer["decisions"][number] };

/** From its arrival to what it is now: tries, waits and what people decided. */
export function EventStory({ event }: { event: IngestEventAnswer }) {
  const t = useT("ingest");
  const stateText = useStateText("ingest");
  const now = statusOf("ingest", event.state);
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
        {toldOf(event).map((told) =>
          told.kind === "attempt" ? (
            <Attempt key={told.attempt.id} attempt={told.attempt} />
          ) : (
            <Decision key={told.decision.id} decision={told.decision} />
          ),
        )}
        <TimelineItem
          {...now}
          title={stateText(event.state)}
          when={event.decidedAt && <Time at={event.decidedAt} style="time" zone={false} />}
          facts={event.code && <Code value={event.code} />}
        />
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

function toldOf({ attempts, decisions }: IngestEventAnswer): Told[] {
  return [
    ...attempts.map((attempt) => ({ kind: "attempt", at: attempt.startedAt, attempt }) as const),
    ...decisions.map((decision) => ({ kind: "decision", at: decision.at, decision }) as const),
  ].toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
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
