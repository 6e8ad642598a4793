import { clsx } from "clsx";
import { IconButton, type IconButtonProps } from "./button.tsx";
import { type Tone, toneSolid } from "./status.ts";

interface CountButtonProps extends IconButtonProps {
  /** How many wait; nothing is shown at zero. */
  count: number;
  tone?: Tone | undefined;
}

/** A button of the top bar with how many things wait behind it. */
export function CountButton({ count, tone, ...button }: CountButtonProps) {
  return (
    <span className="relative">
      <IconButton {...button} />
      {count > 0 && (
        <span
          aria-hidden
          className={clsx(
            "pointer-events-none absolute -end-1 -top-1 pointer-coarse:end-0 pointer-coarse:top-0 min-w-5 rounded-full px-1 text-center text-xs leading-5 font-semibold",
            tone ? clsx(toneSolid[tone], "text-on-status") : "bg-ink-2 text-surface",
          )}
        >
          {count > 99 ? "99+" : count}
        </span>
      )}
    </span>
  );
}
