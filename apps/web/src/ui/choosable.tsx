import { clsx } from "clsx";
import type { ReactNode } from "react";

interface ChoosableProps {
  /** The key that chooses it. */
  number: number;
  name: ReactNode;
  detail?: ReactNode;
  isChosen?: boolean;
  /** Enter would choose it. */
  isNext?: boolean;
  onChoose: () => void;
}

/** One of a few, chosen by a gloved hand or by the key of its number. */
export function Choosable({ number, name, detail, isChosen, isNext, onChoose }: ChoosableProps) {
  return (
    <button
      type="button"
      data-key={number}
      aria-pressed={isChosen}
      onClick={onChoose}
      className={clsx(
        "flex min-h-16 min-w-0 items-center gap-3 rounded-md border-2 px-3 py-1.5 text-start hover:bg-hover",
        isChosen ? "border-accent bg-accent-tint" : "border-line-strong bg-surface",
        isNext && !isChosen && "border-accent",
      )}
    >
      <kbd className="w-8 shrink-0 rounded border border-line-strong text-center font-sans text-lg leading-8 font-semibold text-ink-2">
        {number}
      </kbd>
      <span className="min-w-0">
        <span className="block truncate text-lg leading-tight font-semibold 2xl:text-xl">
          {name}
        </span>
        {detail && (
          <span className="block truncate font-mono text-[15px] text-ink-3">{detail}</span>
        )}
      </span>
    </button>
  );
}
