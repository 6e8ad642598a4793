import { clsx } from "clsx";
import { Check, ChevronDown } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { useFieldWiring } from "./field.tsx";

export const controlClass = clsx(
  "w-full min-w-0 rounded-md border border-line-strong bg-surface px-3 text-ink",
  "min-h-9 pointer-coarse:min-h-11 pointer-coarse:text-base",
  "placeholder:text-ink-3 aria-invalid:border-bad [&[readonly]]:bg-sunken disabled:bg-sunken disabled:text-ink-3",
  "focus-visible:outline-offset-0",
);

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...useFieldWiring()} {...rest} className={clsx(controlClass, className)} />;
}

/** A code or serial number: monospaced, never corrected by the browser. */
export function CodeInput({ className, ...rest }: ComponentProps<"input">) {
  return (
    <Input
      autoComplete="off"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      {...rest}
      className={clsx("font-mono", className)}
    />
  );
}

interface NumberInputProps extends ComponentProps<"input"> {
  /** Shown behind the number: °C, %, pcs. */
  unit?: ReactNode;
}

/** type=text with a decimal keyboard: number inputs lose what was typed wrong and scroll by wheel. */
export function NumberInput({ unit, className, ...rest }: NumberInputProps) {
  return (
    <span className="flex items-center gap-2">
      <Input
        inputMode="decimal"
        autoComplete="off"
        {...rest}
        className={clsx("text-end", className)}
      />
      {unit && <span className="shrink-0 text-ink-3">{unit}</span>}
    </span>
  );
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      rows={3}
      {...useFieldWiring()}
      {...rest}
      className={clsx(controlClass, "py-2 leading-normal", className)}
    />
  );
}

/** Text a machine reads: monospaced, never corrected by the browser. */
export function CodeArea(props: ComponentProps<"textarea">) {
  return (
    <Textarea spellCheck={false} autoCorrect="off" {...props} className="font-mono text-[13px]" />
  );
}

export interface Choice {
  value: string;
  label: string;
}

interface SelectProps extends ComponentProps<"select"> {
  choices: readonly Choice[];
  /** The text of the empty choice; left out when a choice is always made. */
  emptyLabel?: string;
}

/** The browser's own list: best on phones and with a keyboard. For long lists use Combobox. */
export function Select({ choices, emptyLabel, className, ...rest }: SelectProps) {
  return (
    <span className="relative block">
      <select
        {...useFieldWiring()}
        {...rest}
        className={clsx(controlClass, "appearance-none pe-9", className)}
      >
        {emptyLabel !== undefined && <option value="">{emptyLabel}</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute inset-y-0 end-3 my-auto size-4 text-ink-3"
      />
    </span>
  );
}

interface CheckboxProps extends Omit<ComponentProps<"input">, "type"> {
  label: ReactNode;
  hint?: ReactNode;
}

export function Checkbox({ label, hint, className, ...rest }: CheckboxProps) {
  return (
    <label
      className={clsx(
        "flex items-start gap-2.5 py-1 pointer-coarse:min-h-11 pointer-coarse:py-2.5",
        "has-disabled:opacity-60",
        className,
      )}
    >
      <span className="relative mt-px grid size-[18px] shrink-0 place-items-center">
        <input
          type="checkbox"
          {...rest}
          className="peer absolute inset-0 appearance-none rounded border border-line-strong bg-surface checked:border-accent checked:bg-accent"
        />
        <Check
          aria-hidden
          strokeWidth={3}
          className="pointer-events-none relative hidden size-3.5 text-on-accent peer-checked:block"
        />
      </span>
      <span className="min-w-0">
        {label}
        {hint && <span className="block text-[13px] text-ink-3">{hint}</span>}
      </span>
    </label>
  );
}
