import { clsx } from "clsx";
import type { ReactNode } from "react";
import { type Tone, toneBorder } from "./status.ts";

/** Things by where they stand; scrolls sideways on a desk, one below the other on a phone. */
export function BoardColumns({ children }: { children: ReactNode }) {
  return (
    <div className="grid items-start gap-4 sm:gap-3 sm:auto-cols-[minmax(10rem,1fr)] sm:grid-flow-col sm:overflow-x-auto sm:pb-2">
      {children}
    </div>
  );
}

interface BoardColumnProps {
  title: string;
  count: number;
  children: ReactNode;
}

export function BoardColumn({ title, count, children }: BoardColumnProps) {
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h2 className="flex items-baseline justify-between gap-2 border-b border-line-strong pb-1.5 text-[13px] font-semibold text-ink-2">
        {title}
        <span className="text-ink-3">{count}</span>
      </h2>
      <ul className={clsx("flex flex-col gap-2", count === 0 && "min-h-4")}>{children}</ul>
    </section>
  );
}

/** One thing; the edge says how it stands. */
export function BoardCard({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <li
      className={clsx(
        "rounded-md border border-s-4 bg-surface hover:bg-hover",
        tone === "warn" || tone === "bad" ? toneBorder[tone] : "border-line",
      )}
    >
      {children}
    </li>
  );
}
