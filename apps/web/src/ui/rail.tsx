import { clsx } from "clsx";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { type Tone, toneBorder, toneSolid, toneText } from "./status.ts";

/** 0: the line things are meant to take. 1: beside it, while something is put right. */
export type Lane = 0 | 1;

/** What happened to one thing, oldest first, on two lanes: detours leave the main line and rejoin it. */
export function Rail({ children, label }: { children: ReactNode; label: string }) {
  return (
    <ol aria-label={label} className="flex flex-col">
      {children}
    </ol>
  );
}

interface RailRowProps {
  lane: Lane;
  /** The row above; null: the first one. Where the lanes differ the line changes over. */
  from: Lane | null;
  isLast?: boolean;
  /** Of the mark, and of the side line below it unless that says otherwise. */
  tone: Tone;
  sideTone?: Tone;
  icon: LucideIcon;
  /** Left of the line on a desk, above the title on a phone. */
  when?: ReactNode;
  title: ReactNode;
  facts?: ReactNode;
  /** At the end of the title's line: the judgement. */
  end?: ReactNode;
  /** Still to come: dashed and quiet. */
  isAhead?: boolean;
  /** Taken back: struck through, still readable. */
  isStruck?: boolean;
  children?: ReactNode;
}

export function RailRow(props: RailRowProps) {
  const { tone, when, title, facts, end, isAhead, isStruck, children } = props;
  return (
    <li
      className={clsx(
        "grid min-h-12 break-inside-avoid grid-cols-[3.25rem_minmax(0,1fr)] gap-x-2 sm:grid-cols-[6rem_3.25rem_minmax(0,1fr)]",
        isAhead && "text-ink-3",
      )}
    >
      <div className="hidden pt-1 text-end text-[13px] text-ink-3 sm:block">{when}</div>
      <Track {...props} />
      <div className="min-w-0 pb-5">
        {when && <div className="pt-1 text-[13px] text-ink-3 sm:hidden">{when}</div>}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 pt-0.5">
          <span
            className={clsx(
              "font-medium",
              isStruck && "line-through decoration-2",
              !isAhead && tone === "bad" && toneText.bad,
            )}
          >
            {title}
          </span>
          {facts && <span className="text-[13px] text-ink-3">{facts}</span>}
          {end && <span className="ms-auto flex items-center gap-2">{end}</span>}
        </div>
        {children && <div className="mt-1.5">{children}</div>}
      </div>
    </li>
  );
}

/** The two lanes of a row, 24 px apart, and the mark on one of them. */
function Track(props: RailRowProps) {
  const { lane, from, isLast, tone, sideTone = tone, icon: Icon, isAhead, isStruck } = props;
  const isSide = lane === 1;
  const isPlain = isAhead || isStruck || tone === "none";
  const line = isAhead ? "border-dashed border-line-strong" : "border-line-strong";
  return (
    <div aria-hidden className="relative">
      {from !== null && (from === lane || lane === 1) && (
        <span
          className={clsx(
            "absolute start-[0.8125rem] border-s-2",
            isSide ? "top-0 border-dashed border-line-strong" : `top-0 h-4 ${line}`,
            isSide && (isLast ? "h-4" : "bottom-0"),
          )}
        />
      )}
      {isSide && from === 0 && <Fork tone={sideTone} />}
      {!isSide && from === 1 && <Join isAhead={isAhead} />}
      {isSide && from === 1 && (
        <span
          className={clsx("absolute start-[2.3125rem] top-0 h-4 border-s-2", toneBorder[sideTone])}
        />
      )}
      {!isLast && (
        <span
          className={clsx(
            "absolute top-4 bottom-0 border-s-2",
            isSide ? `start-[2.3125rem] ${toneBorder[sideTone]}` : `start-[0.8125rem] ${line}`,
          )}
        />
      )}
      <span
        className={clsx(
          "relative mt-0.5 grid size-7 place-items-center rounded-full",
          isSide && "ms-6",
          isPlain ? `border-2 bg-surface ${line}` : toneSolid[tone],
        )}
      >
        <Icon
          strokeWidth={2.4}
          className={clsx("size-4", isPlain ? "text-ink-3" : "text-on-status")}
        />
      </span>
    </div>
  );
}

function Fork({ tone }: { tone: Tone }) {
  return (
    <span
      className={clsx(
        "absolute start-[0.8125rem] top-0 h-4 w-6 rounded-es-xl border-s-2 border-b-2",
        toneBorder[tone],
      )}
    />
  );
}

function Join({ isAhead }: { isAhead: boolean | undefined }) {
  return (
    <span
      className={clsx(
        "absolute start-[0.8125rem] top-0 h-4 w-[1.625rem] rounded-ee-xl border-e-2 border-b-2 border-line-strong",
        isAhead && "border-dashed",
      )}
    />
  );
}
