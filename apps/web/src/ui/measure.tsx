import { clsx } from "clsx";
import type { LucideIcon } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { useId } from "react";
import { type Tone, toneBorder, toneText } from "./status.ts";

interface MeasureProps {
  label: ReactNode;
  isRequired?: boolean;
  unit?: string | null;
  /** `235 – 250`, shown as long as the field is. */
  limits?: ReactNode;
  tone: Tone;
  /** The judgement of what stands in the field: word and shape, never colour alone. */
  judged: { icon: LucideIcon; word: string } | null;
  /** Why it stands in the way. */
  problem?: string | null;
  children: (wiring: {
    id: string;
    "aria-describedby": string;
    "aria-invalid"?: true;
  }) => ReactNode;
}

/** A value of a board: its name, its field, its limits and the judgement as it is typed. */
export function Measure(props: MeasureProps) {
  const { label, isRequired, unit, limits, tone, judged, problem, children } = props;
  const id = useId();
  return (
    <div className={clsx("rounded-md border-2 bg-surface px-4 py-1.5", toneBorder[tone])}>
      <div className="grid items-center gap-x-4 gap-y-1 sm:grid-cols-[minmax(7rem,14rem)_minmax(9.5rem,1fr)_9rem_8.5rem]">
        <label htmlFor={id} className="text-lg leading-tight font-medium 2xl:text-2xl">
          {label}
          {isRequired && <span className="text-bad-ink"> *</span>}
        </label>
        <span className="flex min-w-0 items-center gap-2">
          {children({
            id,
            "aria-describedby": `${id}-note`,
            ...(problem && { "aria-invalid": true }),
          })}
          {unit && <span className="shrink-0 text-xl text-ink-2">{unit}</span>}
        </span>
        <span className="text-lg whitespace-nowrap text-ink-2 2xl:text-2xl">{limits}</span>
        <span
          role="status"
          className={clsx("flex items-center gap-2 text-xl font-semibold", toneText[tone])}
        >
          {judged && <judged.icon aria-hidden strokeWidth={2.5} className="size-7 shrink-0" />}
          {judged?.word}
        </span>
      </div>
      <p id={`${id}-note`} className="text-[17px] font-medium text-bad-ink empty:hidden">
        {problem}
      </p>
    </div>
  );
}

/** A field to be read at two metres. */
export function MeasureInput({ className, ...rest }: ComponentProps<"input">) {
  return (
    <input
      autoComplete="off"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      {...rest}
      className={clsx(
        "min-h-12 w-full min-w-0 rounded-md border border-line-strong bg-surface px-3 font-mono text-2xl text-ink placeholder:font-sans placeholder:text-xl placeholder:text-ink-3 focus-visible:outline-offset-0 2xl:min-h-16 2xl:text-4xl",
        className,
      )}
    />
  );
}

interface ChoicesProps {
  id: string;
  name: string;
  choices: readonly { value: string; label: string }[];
  value: string;
  onChange: (value: string) => void;
  /** The field that has the focus when nothing else does. */
  isHome?: boolean;
  inputProps?: ComponentProps<"input">;
}

/** A few answers side by side: arrows or the key of its number choose. */
export function Choices({ id, name, choices, value, onChange, isHome, inputProps }: ChoicesProps) {
  return (
    <span id={id} role="radiogroup" className="flex flex-wrap gap-2">
      {choices.map((choice, at) => (
        <label
          key={choice.value}
          className="relative flex min-h-12 items-center gap-2 rounded-md border border-line-strong px-4 text-xl has-checked:border-accent has-checked:bg-accent-tint has-checked:font-semibold has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            {...inputProps}
            name={name}
            data-home={
              isHome && (choice.value === value || (value === "" && at === 0)) ? "" : undefined
            }
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
            className="absolute inset-0 appearance-none outline-none"
          />
          {at < 9 && <span className="text-[15px] text-ink-3">{at + 1}</span>}
          {choice.label}
        </label>
      ))}
    </span>
  );
}
