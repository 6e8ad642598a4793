import { clsx } from "clsx";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { type Tone, toneTint } from "./status.ts";

interface SaidBandProps {
  tone: Tone;
  icon: LucideIcon;
  /** At the end: when. */
  aside?: ReactNode;
  children: ReactNode;
}

/** What was just done, large enough to be seen in passing; stays until something else is done. */
export function SaidBand({ tone, icon: Icon, aside, children }: SaidBandProps) {
  return (
    <p
      role="status"
      data-said={tone}
      className={clsx(
        "flex min-h-14 items-center gap-3 rounded-md px-4 py-1.5 text-xl font-semibold sm:text-2xl 2xl:text-4xl",
        toneTint[tone],
      )}
    >
      <Icon aria-hidden strokeWidth={2.5} className="size-8 shrink-0" />
      <span className="min-w-0 flex-1">{children}</span>
      {aside && <span className="text-lg font-medium whitespace-nowrap 2xl:text-2xl">{aside}</span>}
    </p>
  );
}
