import type { ClockCard } from "@lineside/domain/time-rule";
import { countdown, faceOf } from "~/lib/clock-face.ts";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { ClockRow } from "~/ui/clock-row.tsx";
import { Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";
import { useMinutesText } from "../sentence.ts";
import { RunLink, SubjectLink } from "./links.tsx";
import { WaiveClock } from "./waive-clock.tsx";

interface ClockLineProps {
  clock: ClockCard;
  now: number;
}

/** One running clock: how long still, of whom, by which rule, and the way out of it. */
export function ClockLine({ clock, now }: ClockLineProps) {
  const t = useT("time-rule");
  const local = useLocalName();
  const minutes = useMinutesText();
  const face = faceOf(clock, now);
  return (
    <ClockRow
      state={face.state}
      count={countdown(face.remainingMs)}
      left={face.left}
      warnAt={face.warnAt}
      subject={<SubjectLink clock={clock} />}
      rule={
        <>
          {local({ name: clock.ruleName, nameZh: clock.ruleNameZh })}
          {clock.onExpiry === "BLOCK" && <Text tone="bad"> · {t("blocks")}</Text>}
        </>
      }
      place={
        <>
          {clock.runNo && <RunLink runNo={clock.runNo} />}
          {clock.productCode && (
            <Text isQuiet className="block truncate">
              {clock.productCode}
            </Text>
          )}
        </>
      }
      span={
        <>
          <Time at={clock.startedAt} style="time" zone={false} /> →{" "}
          <Time at={clock.expiresAt} style="time" zone={false} /> · {minutes(clock.durationMinutes)}
        </>
      }
      action={<WaiveClock clock={clock} isDue={face.state !== "RUNNING"} />}
    />
  );
}
