import { clsx } from "clsx";

interface DayPart {
  key: string;
  label: string;
  /** Minutes after midnight; an end not after the start goes on past midnight. */
  startMinute: number;
  endMinute: number;
  isActive: boolean;
  onOpen?: () => void;
}

const day = 1440;

/** A day from midnight to midnight with its shifts; a night shift shows as two pieces. */
export function DayBar({ label, parts }: { label: string; parts: readonly DayPart[] }) {
  const pieces = parts.flatMap((part) => {
    const { startMinute: start, endMinute: end } = part;
    if (end > start) return [{ part, start, end }];
    const rest = end > 0 ? [{ part, start: 0, end }] : [];
    return [{ part, start, end: day }, ...rest];
  });
  return (
    <div className="flex flex-col gap-1">
      <ul aria-label={label} className="hatched relative h-11 overflow-hidden rounded-md">
        {pieces.map(({ part, start, end }) => (
          <li
            key={`${part.key}-${start}`}
            className="absolute inset-y-0"
            style={{ left: `${(start / day) * 100}%`, width: `${((end - start) / day) * 100}%` }}
          >
            <button
              type="button"
              onClick={part.onOpen}
              title={part.label}
              className={clsx(
                "size-full truncate border-e-2 border-canvas px-2 text-[13px] font-medium focus-visible:-outline-offset-2",
                part.isActive ? "bg-accent-tint text-ink" : "hatched text-ink-3",
              )}
            >
              {part.label}
            </button>
          </li>
        ))}
      </ul>
      <div aria-hidden className="flex justify-between text-xs text-ink-3">
        {[0, 4, 8, 12, 16, 20, 24].map((hour) => (
          <span key={hour}>{`${String(hour).padStart(2, "0")}:00`}</span>
        ))}
      </div>
    </div>
  );
}
