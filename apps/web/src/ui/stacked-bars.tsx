import { clsx } from "clsx";
import { formatNumber, formatTime, usePlantZone } from "~/lib/format.ts";
import { type Tone, toneSolid } from "./status.ts";

export interface BarPart {
  key: string;
  tone: Tone;
  label: string;
  quantity: number;
}

export interface StackedBar {
  at: string;
  parts: readonly BarPart[];
}

interface StackedBarsProps {
  bars: readonly StackedBar[];
  /** What is drawn, for who cannot see it; the numbers stand in a table beside it. */
  label: string;
  /** The mouse's way to the rows of a bar; the keyboard's is the table. */
  onOpen?: (bar: StackedBar) => void;
}

const heightPx = 144;
/** A single one among thousands must still be seen. */
const partMinPx = 2;

/** How many of what over time: one bar for every stretch, its parts as high as their quantity. */
export function StackedBars({ bars, label, onOpen }: StackedBarsProps) {
  usePlantZone();
  const most = Math.max(1, ...bars.map(sum));
  const marks = [bars[0], bars[Math.floor(bars.length / 2)], bars.at(-1)];
  return (
    <figure
      className="flex min-w-0 flex-col gap-1 rounded-md border border-line bg-surface p-3"
      aria-label={label}
    >
      <div className="flex gap-2">
        <div
          aria-hidden
          className="flex flex-col justify-between text-end text-xs text-ink-3 tabular-nums"
          style={{ height: heightPx }}
        >
          <span>{formatNumber(most)}</span>
          <span>0</span>
        </div>
        <div
          aria-hidden
          className="flex min-w-0 flex-1 items-end gap-px border-b border-line-strong"
          style={{ height: heightPx }}
        >
          {bars.map((bar) => (
            <Bar key={bar.at} bar={bar} most={most} onOpen={onOpen} />
          ))}
        </div>
      </div>
      <div aria-hidden className="flex justify-between ps-8 text-xs text-ink-3">
        {marks.map((bar, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: first, middle and last never change places
          <span key={index}>{bar && formatTime(bar.at, "minute").slice(-5)}</span>
        ))}
      </div>
    </figure>
  );
}

function Bar({
  bar,
  most,
  onOpen,
}: { bar: StackedBar; most: number } & Pick<StackedBarsProps, "onOpen">) {
  const parts = bar.parts.filter(({ quantity }) => quantity > 0);
  const said = parts.map(({ label, quantity }) => `${label} ${formatNumber(quantity)}`);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a short cut of the mouse; see onOpen
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <div
      title={[formatTime(bar.at, "minute"), ...said].join("\n")}
      className={clsx(
        "flex h-full min-w-0 flex-1 flex-col justify-end",
        onOpen && parts.length > 0 && "cursor-pointer hover:bg-hover",
      )}
      onClick={onOpen && parts.length > 0 ? () => onOpen(bar) : undefined}
    >
      {parts.map(({ key, tone, quantity }) => (
        <span
          key={key}
          className={toneSolid[tone]}
          style={{ height: Math.max(partMinPx, (quantity / most) * heightPx) }}
        />
      ))}
    </div>
  );
}

const sum = ({ parts }: StackedBar) => parts.reduce((total, { quantity }) => total + quantity, 0);
