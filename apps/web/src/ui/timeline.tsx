import { clsx } from "clsx";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { type Tone, toneSolid, toneText } from "./status.ts";

/** What happened to one thing, oldest first, top to bottom. */
export function Timeline({ children, label }: { children: ReactNode; label: string }) {
  return (
    <ol aria-label={label} className="flex flex-col">
      {children}
    </ol>
  );
}

interface TimelineItemProps {
  tone: Tone;
  icon: LucideIcon;
  title: ReactNode;
  /** Left of the line on a desk, above the title on a phone: the time. */
  when?: ReactNode;
  /** Behind the title: who, where, how long. */
  facts?: ReactNode;
  /** A detour (defect, repair): set off to the side of the main line. */
  isBranch?: boolean;
  /** Still to come: a dashed line and quiet text. */
  isAhead?: boolean;
  children?: ReactNode;
}

export function TimelineItem(props: TimelineItemProps) {
  const { tone, icon: Icon, title, when, facts, isBranch, isAhead, children } = props;
  return (
    <li
      className={clsx(
        "group grid grid-cols-[1.75rem_1fr] gap-x-3 sm:grid-cols-[7.5rem_1.75rem_1fr]",
        isAhead && "text-ink-3",
      )}
    >
      <div className="hidden pt-1 text-end text-[13px] text-ink-3 sm:block">{when}</div>
      <div className="relative flex justify-center">
        <span
          aria-hidden
          className={clsx(
            "absolute inset-y-0 border-s-2 group-last:bottom-auto group-last:h-3",
            isAhead ? "border-dashed border-line" : "border-line-strong",
          )}
        />
        <span
          className={clsx(
            "relative mt-0.5 grid size-7 place-items-center rounded-full",
            isAhead ? "border-2 border-line bg-surface" : toneSolid[tone],
            isBranch && "translate-x-4",
          )}
        >
          <Icon
            aria-hidden
            strokeWidth={2.4}
            className={clsx("size-4", isAhead || tone === "none" ? "text-ink-3" : "text-on-status")}
          />
        </span>
      </div>
      <div className={clsx("min-w-0 pb-5", isBranch && "ms-4 border-s-2 border-line ps-3")}>
        {when && <div className="text-[13px] text-ink-3 sm:hidden">{when}</div>}
        <div className="flex flex-wrap items-baseline gap-x-3 pt-1">
          <span className={clsx("font-medium", !isAhead && tone === "bad" && toneText.bad)}>
            {title}
          </span>
          {facts && <span className="text-[13px] text-ink-3">{facts}</span>}
        </div>
        {children && <div className="mt-1.5">{children}</div>}
      </div>
    </li>
  );
}
