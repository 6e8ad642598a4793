import type { ReactNode } from "react";

/** Stays at the lower edge while something on the page is not saved: what, and the way out. */
export function SaveBar({ children, actions }: { children: ReactNode; actions: ReactNode }) {
  return (
    <div
      role="status"
      className="sticky bottom-2 z-20 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-accent bg-surface px-4 py-2.5 shadow-(--lift) max-lg:bottom-20"
    >
      <div className="min-w-0 flex-1 basis-56">{children}</div>
      <div className="flex flex-wrap gap-2">{actions}</div>
    </div>
  );
}
