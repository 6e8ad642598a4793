import { clsx } from "clsx";
import { formatNumber } from "~/lib/format.ts";
import { type Tone, toneSolid } from "./status.ts";

interface ProgressProps {
  parts: readonly { tone: Tone; label: string; quantity: number }[];
  /** What fills the bar. */
  total: number;
  /** `18 / 250` beside the bar. */
  isCounted?: boolean;
}

/** A thin bar of parts: done, failed, held … of a total; the rest stays empty. */
export function Progress({ parts, total, isCounted }: ProgressProps) {
  const text = parts.map((part) => `${part.label} ${formatNumber(part.quantity)}`).join(", ");
  const first = parts[0]?.quantity ?? 0;
  return (
    <span className="flex items-center gap-2" title={`${text} / ${formatNumber(total)}`}>
      <span
        role="img"
        aria-label={`${text} / ${formatNumber(total)}`}
        className="flex h-2 min-w-16 flex-1 overflow-hidden rounded-full bg-line"
      >
        {parts.map((part) => (
          <span
            key={part.label}
            className={clsx("h-full", toneSolid[part.tone])}
            style={{ width: `${total > 0 ? Math.min(100, (part.quantity / total) * 100) : 0}%` }}
          />
        ))}
      </span>
      {isCounted && (
        <span className="text-[13px] whitespace-nowrap text-ink-2">
          {formatNumber(first)} / {formatNumber(total)}
        </span>
      )}
    </span>
  );
}
