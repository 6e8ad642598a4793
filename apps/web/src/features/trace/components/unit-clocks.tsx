import type { TraceAnswer } from "@lineside/domain/trace";
import { countdown, faceOf } from "~/lib/clock-face.ts";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { useNow } from "~/lib/use-now.ts";
import { DrainBar } from "~/ui/drain-bar.tsx";
import { TextLink } from "~/ui/link.tsx";
import { Section } from "~/ui/page.tsx";
import { statusOf } from "~/ui/status.ts";
import { StatusPill, useStateText } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Duration, Time } from "~/ui/time.tsx";

type UnitClock = TraceAnswer["clocks"][number];

/** The time limits the board went through, beside its story: kept, lost, or waived and by whom. */
export function UnitClocks({ trace }: { trace: TraceAnswer }) {
  const t = useT("trace");
  const mayRead = useMay("clock:read");
  if (trace.clocks.length === 0) return null;
  return (
    <Section
      title={t("clocks")}
      actions={
        mayRead && (
          <TextLink to="/clocks" search={{ subject: trace.unit.sn }} className="no-print">
            {t("toClocks")}
          </TextLink>
        )
      }
    >
      <ul className="flex flex-col gap-4">
        {trace.clocks.map((clock) => (
          <li key={clock.id}>
            <UnitClockRow clock={clock} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function UnitClockRow({ clock }: { clock: UnitClock }) {
  const t = useT("trace");
  const local = useLocalName();
  const isOpen = clock.endedAt === null;
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center justify-between gap-x-2">
        <Text isStrong>{local({ name: clock.ruleName, nameZh: clock.ruleNameZh })}</Text>
        {!isOpen && <StatusPill kind="clock" state={clock.state} />}
      </div>
      {isOpen && <Draining clock={clock} />}
      <Text isSmall isQuiet>
        <Time at={clock.startedAt} style="minute" zone={false} /> →{" "}
        <Time at={clock.expiresAt} style="minute" zone={false} />
        {clock.elapsedSeconds !== null && (
          <>
            {" · "}
            {t("clockTook")} <Duration ms={clock.elapsedSeconds * 1000} />
          </>
        )}
      </Text>
      {clock.waiveReason !== null && (
        <Text isSmall>{t("clockWaived", { who: clock.waivedByName, why: clock.waiveReason })}</Text>
      )}
    </div>
  );
}

/** A clock that still counts. */
function Draining({ clock }: { clock: UnitClock }) {
  const face = faceOf(clock, useNow());
  const word = useStateText("clock")(face.state);
  const { tone } = statusOf("clock", face.state);
  const count = countdown(face.remainingMs);
  return (
    <>
      <span className="flex items-baseline justify-between gap-2">
        <StatusPill kind="clock" state={face.state} />
        <Text isStrong tone={tone}>
          {count}
        </Text>
      </span>
      <DrainBar
        left={face.remainingMs <= 0 ? 1 : face.left}
        warnAt={face.remainingMs <= 0 ? undefined : face.warnAt}
        tone={tone}
        label={`${word} ${count}`}
      />
    </>
  );
}
