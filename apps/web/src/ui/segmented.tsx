import { clsx } from "clsx";
import { useId } from "react";
import type { Choice } from "./input.tsx";

interface SegmentedProps {
  label: string;
  choices: readonly Choice[];
  value: string;
  onChange: (value: string) => void;
  isDisabled?: boolean;
}

/** Two to five choices side by side, all visible; arrow keys move between them. */
export function Segmented({ label, choices, value, onChange, isDisabled }: SegmentedProps) {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className="inline-flex w-fit max-w-full flex-wrap rounded-md border border-line-strong bg-surface p-0.5"
    >
      {choices.map((choice) => (
        <label
          key={choice.value}
          className={clsx(
            "relative inline-flex min-h-8 cursor-pointer items-center justify-center rounded px-3 text-[13px] font-medium pointer-coarse:min-h-10 pointer-coarse:min-w-16",
            "has-focus-visible:outline-2 has-focus-visible:outline-accent has-disabled:opacity-55",
            choice.value === value ? "bg-accent text-on-accent" : "text-ink-2 hover:bg-hover",
          )}
        >
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            disabled={isDisabled}
            onChange={() => onChange(choice.value)}
            className="absolute inset-0 cursor-pointer appearance-none outline-none"
          />
          {choice.label}
        </label>
      ))}
    </div>
  );
}
