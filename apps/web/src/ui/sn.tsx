import { clsx } from "clsx";

interface SnProps {
  value: string;
  /** How many characters at the end change from one to the next. */
  tail?: number;
  className?: string;
}

/** A serial, panel, run or order number: monospaced, the part that changes stands out. */
export function Sn({ value, tail, className }: SnProps) {
  const cut = tail === undefined ? lastRun(value) : Math.max(0, value.length - tail);
  return (
    <span className={clsx("font-mono whitespace-nowrap", className)} translate="no">
      <span className="text-ink-2">{value.slice(0, cut)}</span>
      <span className="font-bold text-ink">{value.slice(cut)}</span>
    </span>
  );
}

/** Where the last run of digits begins, at most six characters long: -0047, 260212. */
function lastRun(value: string): number {
  const digits = value.match(/\d+$/)?.[0].length ?? Math.min(4, value.length);
  return value.length - Math.min(digits, 6);
}
