import { clsx } from "clsx";
import type { ReactNode } from "react";
import { statusOf, toneSolid, toneText } from "./status.ts";
import { useStateText } from "./status-pill.tsx";

/** A board on a wall: everything is measured by the height of the screen, so that it reads the same on any. */
export function Wall({ head, children }: { head: ReactNode; children: ReactNode }) {
  return (
    <main className="flex h-[calc(100dvh-3rem)] flex-col overflow-hidden px-[2dvh] pb-[1dvh]">
      <header className="flex min-h-[9dvh] flex-wrap items-center gap-x-[4dvh]">{head}</header>
      <div className="flex min-h-0 flex-1 flex-col">{children}</div>
    </main>
  );
}

export function WallTitle({ children }: { children: ReactNode }) {
  return <h1 className="flex-1 text-[4.5dvh] leading-tight font-bold">{children}</h1>;
}

/** A number of the board with its state: colour, shape and word. */
export function WallCount({ state, count }: { state: string; count: number }) {
  const { tone, icon: Icon } = statusOf("clock", state);
  const word = useStateText("clock")(state);
  return (
    <span
      className={clsx(
        "flex items-center gap-[1dvh] text-[3dvh]",
        count === 0 ? "text-ink-3" : toneText[tone],
      )}
    >
      <Icon aria-hidden strokeWidth={2.4} className="size-[3.4dvh]" />
      {word}
      <b className="text-[4.5dvh] leading-none font-bold">{count}</b>
    </span>
  );
}

interface WallClockProps {
  state: string;
  count: string;
  left: number;
  warnAt: number;
  subject: string;
  rule: string;
  place: string;
}

/** One clock read across the hall: the bar is the row, what it says stands on it. */
export function WallClock(props: WallClockProps) {
  const { state, count, left, warnAt, subject, rule, place } = props;
  const { tone, icon: Icon } = statusOf("clock", state);
  const word = useStateText("clock")(state);
  const isOver = state === "EXPIRED";
  return (
    <div
      data-clock={state}
      className="relative flex h-[8.4dvh] items-center gap-[2dvh] overflow-hidden rounded-[1dvh] bg-surface px-[2dvh]"
    >
      <span
        aria-hidden
        className={clsx("absolute inset-y-0 start-0", toneSolid[tone], !isOver && "opacity-45")}
        style={{ width: `${(isOver ? 1 : left) * 100}%` }}
      />
      {!isOver && (
        <span
          aria-hidden
          className="absolute inset-y-0 w-[0.4dvh] bg-ink-3"
          style={{ insetInlineStart: `${warnAt * 100}%` }}
        />
      )}
      <span
        className={clsx(
          "relative flex w-full items-center gap-[2dvh] whitespace-nowrap",
          isOver && "text-on-status",
        )}
      >
        <Icon aria-hidden strokeWidth={2.4} className="size-[4.5dvh] shrink-0" />
        <span className="sr-only">{word}</span>
        <b
          className={clsx(
            "w-[29dvh] shrink-0 text-[5.4dvh] leading-none font-bold",
            tone === "warn" && toneText[tone],
          )}
        >
          {count}
        </b>
        <span className="min-w-0 flex-1 truncate font-mono text-[4.2dvh]">{subject}</span>
        <span className="truncate text-[3.2dvh]">{rule}</span>
        <span className="w-[24dvh] shrink-0 truncate text-end text-[3.2dvh] font-semibold">
          {place}
        </span>
      </span>
    </div>
  );
}
