import { clsx } from "clsx";
import type { ReactNode } from "react";

/** A few things side by side, one of which the page is about. */
export function PickCards({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset
      aria-label={label}
      className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,17rem),1fr))] gap-3"
    >
      {children}
    </fieldset>
  );
}

interface PickCardProps {
  isPicked: boolean;
  onPick: () => void;
  children: ReactNode;
}

export function PickCard({ isPicked, onPick, children }: PickCardProps) {
  return (
    <button
      type="button"
      aria-pressed={isPicked}
      onClick={onPick}
      className={clsx(
        "flex min-w-0 flex-col gap-1 rounded-md border bg-surface px-4 py-3 text-start hover:bg-hover",
        isPicked ? "border-accent outline outline-accent" : "border-line",
      )}
    >
      {children}
    </button>
  );
}
