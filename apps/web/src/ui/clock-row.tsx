import { clsx } from "clsx";
import type { ReactNode } from "react";
import { DrainBar } from "./drain-bar.tsx";
import { statusOf, toneBorder, toneText } from "./status.ts";
import { useStateText } from "./status-pill.tsx";

interface Draining {
  /** RUNNING, WARNING, EXPIRED … */
  state: string;
  /** What is left, or how long over: `0:42:10`, `+0:04:31`. */
  count: string;
  /** The share of the time that is left. */
  left: number;
  /** The share at which people are warned. */
  warnAt: number;
}

interface ClockRowProps extends Draining {
  subject: ReactNode;
  rule: ReactNode;
  place: ReactNode;
  /** From when to when. */
  span: ReactNode;
  action: ReactNode;
}

/** A clock on a desk or a phone: what is left in large, draining beside it, then whose time it is. */
export function ClockRow(props: ClockRowProps) {
  const { state, count, subject, rule, place, span, action } = props;
  const { tone, icon: Icon } = statusOf("clock", state);
  const word = useStateText("clock")(state);
  return (
    <div data-clock={state} className="clock-row border-b border-line bg-surface px-3 py-2">
      <div className="clock-count">
        <span
          className={clsx(
            "flex items-center gap-1.5 text-xl leading-tight font-semibold",
            tone === "wait" ? "text-ink" : toneText[tone],
          )}
        >
          <Icon aria-hidden strokeWidth={2.4} className="size-4.5 shrink-0" />
          {count}
        </span>
        <span className={clsx("text-[13px]", toneText[tone])}>{word}</span>
      </div>
      <div className="clock-bar flex min-w-0 flex-col gap-1">
        <Drained {...props} word={word} />
        <span className="truncate text-[13px] text-ink-3">{span}</span>
      </div>
      <div className="clock-subject min-w-0">
        <div className="truncate">{subject}</div>
        <div className="truncate text-[13px] text-ink-3">{rule}</div>
      </div>
      <div className="clock-place min-w-0 truncate text-[13px]">{place}</div>
      <div className="clock-action">{action}</div>
    </div>
  );
}

/** An expired bar is full and red: what is over must be seen, not an empty line. */
function Drained({ state, count, left, warnAt, word }: Draining & { word: string }) {
  const { tone } = statusOf("clock", state);
  const isOver = state === "EXPIRED";
  return (
    <DrainBar
      left={isOver ? 1 : left}
      warnAt={isOver ? undefined : warnAt}
      tone={tone}
      label={`${word} ${count}`}
      isTall
    />
  );
}

interface ClockHeadingProps {
  name: ReactNode;
  counts: readonly { state: string; count: number }[];
}

/** A line above its clocks, with how many of them stand where. */
export function ClockHeading({ name, counts }: ClockHeadingProps) {
  const stateText = useStateText("clock");
  return (
    <h2 className="flex min-h-11 flex-wrap items-end gap-x-4 border-b border-line-strong px-3 pt-3 pb-1.5">
      <span className="text-base font-semibold">{name}</span>
      {counts.map(({ state, count }) => {
        const { tone, icon: Icon } = statusOf("clock", state);
        return (
          <span
            key={state}
            className={clsx("flex items-center gap-1 text-[13px] font-medium", toneText[tone])}
          >
            <Icon aria-hidden strokeWidth={2.4} className="size-3.5" />
            {stateText(state)} {count}
          </span>
        );
      })}
    </h2>
  );
}

interface CountChipProps {
  state: string;
  count: number;
  isChosen: boolean;
  onChoose: () => void;
}

/** How many are in a state, and the filter for it. */
export function CountChip({ state, count, isChosen, onChoose }: CountChipProps) {
  const { tone, icon: Icon } = statusOf("clock", state);
  const word = useStateText("clock")(state);
  const isCalm = count === 0;
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className={clsx(
        "flex min-h-16 min-w-0 items-center gap-2 rounded-lg border bg-surface px-2.5 py-2 text-start hover:bg-hover sm:gap-3 sm:px-4 sm:pe-8",
        isChosen ? "border-accent outline-1 outline-accent" : "border-line",
        !isChosen && !isCalm && tone === "bad" && toneBorder[tone],
      )}
    >
      <Icon
        aria-hidden
        strokeWidth={2.2}
        className={clsx("size-6 shrink-0 max-sm:hidden", isCalm ? "text-ink-3" : toneText[tone])}
      />
      <span>
        <b
          className={clsx(
            "block text-2xl leading-tight font-semibold",
            isCalm ? "text-ink-3" : toneText[tone],
          )}
        >
          {count}
        </b>
        <span className="block text-[13px] text-ink-3">{word}</span>
      </span>
    </button>
  );
}
