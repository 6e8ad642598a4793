import { clsx } from "clsx";
import { formatNumber } from "~/lib/format.ts";
import { type Tone, toneSolid, toneText } from "./status.ts";

interface BulletProps {
  value: number;
  lower: number | null;
  upper: number | null;
  target?: number | null;
  unit?: string | null;
  tone: Tone;
}

/** A measured value against its limits: the band is allowed, the mark is what was measured. */
export function Bullet({ value, lower, upper, target, unit, tone }: BulletProps) {
  const { from, to } = range(value, lower, upper);
  const at = (x: number) => `${((x - from) / (to - from)) * 100}%`;
  const bandStart = lower === null ? from : lower;
  const bandEnd = upper === null ? to : upper;
  const limits = `${lower === null ? "" : formatNumber(lower)}–${upper === null ? "" : formatNumber(upper)}`;
  return (
    <span className="inline-flex items-center gap-2">
      <span
        role="img"
        aria-label={`${formatNumber(value)} ${unit ?? ""} (${limits})`}
        className="relative h-4 w-28 shrink-0 rounded-sm bg-sunken"
      >
        <span
          className="absolute inset-y-1 rounded-sm bg-line"
          style={{ left: at(bandStart), right: `calc(100% - ${at(bandEnd)})` }}
        />
        {target !== null && target !== undefined && (
          <span className="absolute inset-y-1 w-px bg-line-strong" style={{ left: at(target) }} />
        )}
        <span
          className={clsx("absolute inset-y-0 w-1 -translate-x-1/2 rounded-sm", toneSolid[tone])}
          style={{ left: at(value) }}
        />
      </span>
      <span className={clsx("font-medium", toneText[tone])}>
        {formatNumber(value)} {unit}
      </span>
      <span className="text-xs text-ink-3">{limits}</span>
    </span>
  );
}

function range(value: number, lower: number | null, upper: number | null) {
  const low = Math.min(value, lower ?? value, upper ?? value);
  const high = Math.max(value, lower ?? value, upper ?? value);
  const room = (high - low || Math.abs(value) || 1) * 0.15;
  return { from: low - room, to: high + room };
}
