import { clsx } from "clsx";
import { type Tone, toneSolid } from "./status.ts";

interface DrainBarProps {
  /** The share that is left: 1 is full, 0 is over. */
  left: number;
  tone: Tone;
  /** What drains and how much is left, for who cannot see it. */
  label: string;
  /** The share at which people are warned: a mark on the bar. */
  warnAt?: number | undefined;
  /** Tall for what is read from two metres. */
  isTall?: boolean;
}

/** Time that runs out: the bar gets shorter towards the start and empties at the limit. */
export function DrainBar({ left, tone, label, warnAt, isTall }: DrainBarProps) {
  const share = Math.min(1, Math.max(0, left));
  return (
    <span
      role="img"
      aria-label={label}
      title={label}
      className={clsx(
        "relative block w-full min-w-16 overflow-hidden rounded-full bg-line",
        isTall ? "h-5" : "h-2",
        // An empty bar says "over" in the colour of what it means.
        share === 0 && tone === "bad" && "outline-2 -outline-offset-2 outline-bad",
      )}
    >
      <span
        className={clsx("block h-full", toneSolid[tone])}
        style={{ width: `${share * 100}%` }}
      />
      {warnAt !== undefined && warnAt > 0 && (
        <span
          className="absolute inset-y-0 w-0.5 bg-ink-3"
          style={{ insetInlineStart: `${warnAt * 100}%` }}
        />
      )}
    </span>
  );
}
