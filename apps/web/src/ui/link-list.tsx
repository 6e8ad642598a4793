import { createLink } from "@tanstack/react-router";
import { clsx } from "clsx";
import { ChevronRight } from "lucide-react";
import type { ComponentProps, KeyboardEvent, ReactNode } from "react";

/** Things that open when pressed; arrow keys move from one to the next. */
export function LinkList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul
      aria-label={label}
      onKeyDown={moveByArrow}
      className="divide-y divide-line rounded-md border border-line bg-surface"
    >
      {children}
    </ul>
  );
}

interface RowAnchorProps extends ComponentProps<"a"> {
  lead: ReactNode;
  detail?: ReactNode;
  end?: ReactNode;
  /** The lead is a sentence: it has a line of its own. */
  isSentence?: boolean;
}

function RowAnchor({
  lead,
  detail,
  end,
  isSentence,
  className: _,
  children: __,
  ...rest
}: RowAnchorProps) {
  return (
    <li>
      <a
        {...rest}
        className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-0.5 px-3 py-1.5 hover:bg-hover focus-visible:-outline-offset-2"
      >
        <span className={clsx("min-w-0 font-medium", isSentence && "basis-full")}>{lead}</span>
        <span
          className={clsx(
            "min-w-0 flex-1 text-ink-3",
            isSentence
              ? "basis-40 max-sm:line-clamp-2 max-sm:basis-full sm:truncate"
              : "basis-40 truncate",
          )}
        >
          {detail}
        </span>
        <span className="ms-auto flex items-center gap-4">
          {end}
          <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-3" />
        </span>
      </a>
    </li>
  );
}

/** <LinkRow to="/trace/$sn" params={{ sn }} lead={…} detail={…} end={…} /> */
export const LinkRow = createLink(RowAnchor);

/** Also from a search field into the lists below it: call it from an element around both. */
export function moveByArrow(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>("input, li > a")];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const next = stops[at + step];
  if (at < 0 || !next) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
}
