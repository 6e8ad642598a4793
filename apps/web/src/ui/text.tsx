import { clsx } from "clsx";
import type { ReactNode } from "react";
import { type Tone, toneText } from "./status.ts";

interface TextProps {
  /** Quieter than the text around it. */
  isQuiet?: boolean;
  isStrong?: boolean;
  isSmall?: boolean;
  /** Only where it means that status. */
  tone?: Tone;
  className?: string;
  children: ReactNode;
}

export function Text({ isQuiet, isStrong, isSmall, tone, className, children }: TextProps) {
  return (
    <span
      className={clsx(
        isQuiet && "text-ink-3",
        isStrong && "font-semibold",
        isSmall && "text-[13px]",
        tone && toneText[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}

/** A number people compare, big, with what it counts below. */
export function Figure({ value, label, tone }: { value: ReactNode; label: string; tone?: Tone }) {
  return (
    <div className="min-w-0">
      <div className={clsx("text-2xl leading-tight font-semibold", tone && toneText[tone])}>
        {value}
      </div>
      <div className="text-[13px] text-ink-3">{label}</div>
    </div>
  );
}

/** A code as the server says it: the same in every language. */
export function Code({ value }: { value: string }) {
  return (
    <span className="font-mono text-xs break-all text-ink-2" translate="no">
      {value}
    </span>
  );
}
