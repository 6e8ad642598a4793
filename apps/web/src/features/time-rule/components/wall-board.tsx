import type { ClockCard } from "@lineside/domain/time-rule";
import { Minimize2, TimerReset } from "lucide-react";
import { countdown, faceOf } from "~/lib/clock-face.ts";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { Button } from "~/ui/button.tsx";
import { Wall, WallClock, WallCount, WallTitle } from "~/ui/clock-wall.tsx";
import { Empty } from "~/ui/empty.tsx";
import { Text } from "~/ui/text.tsx";
import { countStates } from "./clock-board.tsx";

interface WallBoardProps {
  /** Soonest deadline first. */
  clocks: ClockCard[];
  now: number;
  lineCode: string | undefined;
  onLeave: () => void;
}

const perPage = 9;
const secondsPerPage = 12;

/** The same clocks for the wall: what runs out first on top, turning its pages by itself. */
export function WallBoard({ clocks, now, lineCode, onLeave }: WallBoardProps) {
  const t = useT("time-rule");
  // What needs nobody yet is a number in the head: pages are turned as far as the urgent ones reach.
  const urgent = clocks.filter((clock) => faceOf(clock, now).state !== "RUNNING").length;
  const pages = Math.max(1, Math.ceil(urgent / perPage));
  // Told by the time, so that boards side by side turn together.
  const page = Math.floor(now / 1000 / secondsPerPage) % pages;
  return (
    <Wall
      head={
        <>
          <WallTitle>{lineCode ? t("wallOfLine", { line: lineCode }) : t("title")}</WallTitle>
          {countStates(clocks, now).map(({ state, count }) => (
            <WallCount key={state} state={state} count={count} />
          ))}
          {pages > 1 && (
            <Text isQuiet>
              {page + 1} / {pages}
            </Text>
          )}
          <Button look="quiet" size="small" icon={Minimize2} onClick={onLeave}>
            {t("leaveWall")}
          </Button>
        </>
      }
    >
      {clocks.length === 0 && <Empty icon={TimerReset} title={t("none")} />}
      <ul aria-label={t("board")} className="flex flex-col gap-[0.8dvh]">
        {clocks.slice(page * perPage, (page + 1) * perPage).map((clock) => (
          <li key={clock.id}>
            <WallLine clock={clock} now={now} hasLine={!lineCode} />
          </li>
        ))}
      </ul>
    </Wall>
  );
}

interface WallLineProps {
  clock: ClockCard;
  now: number;
  hasLine: boolean;
}

function WallLine({ clock, now, hasLine }: WallLineProps) {
  const local = useLocalName();
  const face = faceOf(clock, now);
  return (
    <WallClock
      {...face}
      count={countdown(face.remainingMs)}
      subject={clock.subjectKey}
      rule={local({ name: clock.ruleName, nameZh: clock.ruleNameZh })}
      place={(hasLine ? clock.lineCode : clock.runNo) ?? ""}
    />
  );
}
