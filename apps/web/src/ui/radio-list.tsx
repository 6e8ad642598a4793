import { clsx } from "clsx";
import { type ReactNode, useId } from "react";

interface RadioListProps {
  label: string;
  choices: readonly { value: string; label: ReactNode; hint?: ReactNode }[];
  value: string;
  onChange: (value: string) => void;
}

/** One of a few, each explained in a sentence; arrow keys move between them. */
export function RadioList({ label, choices, value, onChange }: RadioListProps) {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className="divide-y divide-line rounded-md border border-line-strong"
    >
      {choices.map((choice) => (
        <label
          key={choice.value}
          className={clsx(
            "flex cursor-pointer items-start gap-2.5 px-3 py-2 has-disabled:cursor-default has-disabled:opacity-60",
            choice.value === value ? "bg-accent-tint" : "hover:bg-hover",
          )}
        >
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
            className="mt-0.5 size-[18px] shrink-0 accent-accent"
          />
          <span className="min-w-0">
            <span className="font-medium">{choice.label}</span>
            {choice.hint && <span className="block text-[13px] text-ink-2">{choice.hint}</span>}
          </span>
        </label>
      ))}
    </div>
  );
}
