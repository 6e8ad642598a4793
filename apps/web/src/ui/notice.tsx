import { clsx } from "clsx";
import { CircleAlert, Hand, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { type Tone, toneBorder, toneText } from "./status.ts";

const icons: Record<Tone, LucideIcon> = {
  ok: Info,
  wait: Info,
  warn: TriangleAlert,
  bad: CircleAlert,
  held: Hand,
  none: Info,
};

interface NoticeProps {
  tone: Tone;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}

/** Something a person has to know before going on; stays where it is. */
export function Notice({ tone, title, children, action }: NoticeProps) {
  const Icon = icons[tone];
  return (
    <div
      role={tone === "bad" ? "alert" : "status"}
      className={clsx(
        "flex flex-wrap items-start gap-x-4 gap-y-2 rounded-md border border-s-4 bg-surface px-4 py-3",
        toneBorder[tone],
      )}
    >
      <Icon aria-hidden className={clsx("mt-0.5 size-5 shrink-0", toneText[tone])} />
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">{title}</p>
        {children && <div className="mt-0.5 text-ink-2">{children}</div>}
      </div>
      {action && <div className="flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}
