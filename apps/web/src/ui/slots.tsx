import { clsx } from "clsx";

export interface Slot {
  number: number;
  /** Null: nothing lies there. */
  sn: string | null;
  /** Put there by the last scan. */
  isNew?: boolean;
}

/** The places of a carrier as they are numbered: what lies where, what is free. */
export function Slots({ label, slots }: { label: string; slots: readonly Slot[] }) {
  return (
    <ol
      aria-label={label}
      className="grid grid-cols-[repeat(auto-fill,minmax(5.5rem,1fr))] gap-1.5 sm:grid-cols-[repeat(auto-fill,minmax(6.5rem,1fr))]"
    >
      {slots.map(({ number, sn, isNew }) => (
        <li
          key={number}
          data-slot={number}
          className={clsx(
            "flex min-h-11 min-w-0 items-center gap-2 rounded-md border px-2",
            sn === null && "hatched border-line text-ink-2",
            sn !== null && (isNew ? "border-ok bg-ok-tint" : "border-line-strong bg-surface"),
          )}
        >
          <span className="text-[13px] text-ink-2">{number}</span>
          {sn !== null && (
            <b className="min-w-0 truncate font-mono" title={sn} translate="no">
              {tailOf(sn)}
            </b>
          )}
        </li>
      ))}
    </ol>
  );
}

/** What changes from one board to the next. */
const tailOf = (sn: string) => (sn.length > 6 ? `…${sn.slice(-5)}` : sn);
