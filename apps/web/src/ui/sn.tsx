import { clsx } from "clsx";

interface SnProps {
  value: string;
  /** How many characters at the end change from one to the next. */
  tail?: number;
  className?: string;
}

/** A serial, panel, run or order number: monospaced; the part that changes stands out and stays. */
export function Sn({ value, tail, className }: SnProps) {
  const cut = tail === undefined ? lastRun(value) : Math.max(0, value.length - tail);
  return (
    <span className={clsx("font-mono whitespace-nowrap", className)} translate="no" title={value}>
      <span className="inline-flex max-w-full align-bottom">
        <span className={clsx("truncate", cut < value.length && "text-ink-2")}>
          {value.slice(0, cut)}
        </span>
        <span className="flex-none font-bold text-ink">{value.slice(cut)}</span>
      </span>
    </span>
  );
}

/** Where the last run of digits begins, at most six of them: -0047, 260212. Without digits: nowhere. */
function lastRun(value: string): number {
  const digits = value.match(/\d+$/)?.[0].length ?? 0;
  return value.length - Math.min(digits, 6);
}
