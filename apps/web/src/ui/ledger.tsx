import { clsx } from "clsx";
import type { ReactNode } from "react";
import { type Tone, toneSolid } from "./status.ts";

/** Things to be settled one by one: each with its state, what is known, and what can be done. */
export function Ledger({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul
      aria-label={label}
      className="divide-y divide-line overflow-hidden rounded-md border border-line bg-surface"
    >
      {children}
    </ul>
  );
}

interface LedgerRowProps {
  /** Marks the row at its edge; null: nothing special about it. */
  tone: Tone | null;
  /** The state: a pill. */
  mark: ReactNode;
  title: ReactNode;
  /** Behind the title: small facts and badges. */
  beside?: ReactNode;
  /** At the far end: how old. */
  end?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}

export function LedgerRow(props: LedgerRowProps) {
  const { tone, mark, title, beside, end, actions, children } = props;
  return (
    <li className="relative grid gap-x-4 gap-y-1.5 px-4 py-3 grid-cols-[auto_minmax(0,1fr)] sm:grid-cols-[6.5rem_minmax(0,1fr)_auto]">
      {tone && (
        <span aria-hidden className={clsx("absolute inset-y-0 start-0 w-1", toneSolid[tone])} />
      )}
      <div className="pt-0.5">{mark}</div>
      {/* On a phone the title stands beside its state, the rest below both. */}
      <div className="flex min-w-0 flex-col gap-1 max-sm:contents">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-2.5 gap-y-1">
          <span className="font-semibold">{title}</span>
          {beside}
        </div>
        <div className="flex min-w-0 flex-col gap-1 empty:hidden max-sm:col-span-2">{children}</div>
      </div>
      <div className="flex flex-col gap-2 empty:hidden max-sm:col-span-2 sm:items-end">
        <span className="text-[13px] text-ink-3 empty:hidden">{end}</span>
        <span className="flex flex-wrap gap-2 empty:hidden sm:justify-end">{actions}</span>
      </div>
    </li>
  );
}
