import { clsx } from "clsx";
import type { ReactNode } from "react";

interface SaveBarProps {
  /** Inside a panel or drawer that scrolls by itself, not at the edge of the page. */
  isInside?: boolean;
  actions: ReactNode;
  children: ReactNode;
}

/** Stays at the lower edge while something on the page is not saved: what, and the way out. */
export function SaveBar({ isInside, actions, children }: SaveBarProps) {
  return (
    <div
      role="status"
      className={clsx(
        "sticky z-20 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-accent bg-surface px-4 py-2.5 shadow-(--lift)",
        isInside ? "bottom-0" : "bottom-2 max-lg:bottom-20",
      )}
    >
      <div className="min-w-0 flex-1 basis-40">{children}</div>
      <div className="flex flex-wrap gap-2">{actions}</div>
    </div>
  );
}
