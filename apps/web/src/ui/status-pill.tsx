import { clsx } from "clsx";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "~/lib/i18n.ts";
import { type StatusKind, statusOf, type Tone, toneTint } from "./status.ts";

interface BadgeProps {
  tone?: Tone;
  icon?: LucideIcon;
  children: ReactNode;
}

/** A word with a shape and a colour. Prefer StatusPill for states of things. */
export function Badge({ tone = "none", icon: Icon, children }: BadgeProps) {
  return (
    <span
      className={clsx(
        "inline-flex items-center gap-1 rounded px-1.5 text-[13px] leading-6 font-medium whitespace-nowrap",
        toneTint[tone],
      )}
    >
      {Icon && <Icon aria-hidden strokeWidth={2.4} className="size-3.5 shrink-0" />}
      {children}
    </span>
  );
}

/** The state of an order, run, unit, defect, version …: icon, word and colour from one table. */
export function StatusPill({ kind, state }: { kind: StatusKind; state: string }) {
  const t = useT("states");
  const { tone, icon } = statusOf(kind, state);
  return (
    <Badge tone={tone} icon={icon}>
      {t(`${kind}.${state}`)}
    </Badge>
  );
}

/** The word of a state, e.g. for filter choices. */
export function useStateText(kind: StatusKind): (state: string) => string {
  const t = useT("states");
  return (state) => t(`${kind}.${state}`);
}
