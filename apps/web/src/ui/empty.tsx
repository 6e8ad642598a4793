import { Inbox, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyProps {
  icon?: LucideIcon;
  title: string;
  /** What to do about it. */
  hint?: ReactNode;
  action?: ReactNode;
}

/** Nothing here, said on purpose, with the way on. */
export function Empty({ icon: Icon = Inbox, title, hint, action }: EmptyProps) {
  return (
    <div className="flex flex-col items-center gap-1 px-4 py-12 text-center">
      <Icon aria-hidden strokeWidth={1.5} className="mb-1 size-8 text-ink-3" />
      <p className="font-medium">{title}</p>
      {hint && <p className="max-w-md text-ink-3">{hint}</p>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
