import { clsx } from "clsx";
import type { ReactNode } from "react";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { type Tone, toneSolid, toneTint } from "./status.ts";

export interface RiverBlock {
  key: string;
  tone: Tone;
  /** The word: waiting, in station, failed, held, done. */
  label: string;
  quantity: number;
  /** Work that has left the step: quiet, so that what is still here stands out. */
  isPast?: boolean;
  onOpen?: () => void;
}

export interface RiverStep {
  key: string;
  /** 10, 20, 30 … */
  number: ReactNode;
  name: string;
  blocks: RiverBlock[];
  isBottleneck?: boolean;
}

interface RiverProps {
  steps: readonly RiverStep[];
  /** The quantity that fills a column; default: the fullest step. */
  full?: number;
  label: string;
}

const heightPx = 168;
/** A single board must still be seen and hit (WCAG 2.5.8 asks for 24). */
const blockMinPx = 24;

/** Work flowing through the steps: one column per step, blocks as high as their quantity. */
export function River({ steps, full, label }: RiverProps) {
  const most = full ?? Math.max(1, ...steps.map((step) => sum(step.blocks)));
  return (
    <ol aria-label={label} className="flex gap-1 overflow-x-auto pb-1">
      {steps.map((step) => (
        <Column key={step.key} step={step} most={most} />
      ))}
    </ol>
  );
}

function Column({ step, most }: { step: RiverStep; most: number }) {
  const t = useT();
  const blocks = step.blocks.filter((block) => block.quantity > 0);
  return (
    <li className="flex min-w-12 flex-1 flex-col gap-1.5 sm:min-w-20">
      <div
        className="flex flex-col justify-end border-b-2 border-line-strong"
        style={{ height: heightPx + 2 }}
      >
        {blocks.map((block) => (
          <Block key={block.key} block={block} height={blockHeight(block, { most, blocks })} />
        ))}
      </div>
      <div className="min-w-0 px-1">
        <div
          className="line-clamp-2 text-xs font-medium break-words hyphens-auto sm:line-clamp-1 sm:text-sm"
          title={step.name}
        >
          {step.name}
        </div>
        <div className="text-xs text-ink-3">
          {step.number}
          {step.isBottleneck && (
            <span className="block font-medium text-warn-ink sm:ms-1.5 sm:inline">
              ▲ {t("river.bottleneck")}
            </span>
          )}
        </div>
      </div>
    </li>
  );
}

function Block({ block, height }: { block: RiverBlock; height: number }) {
  const text = `${block.label}: ${formatNumber(block.quantity)}`;
  const style = { height };
  const className = clsx(
    "grid w-full place-items-center overflow-hidden rounded-sm border-t border-surface px-1 text-[19px] leading-none font-bold",
    block.isPast ? toneTint[block.tone] : toneSolid[block.tone],
    !block.isPast && (block.tone === "none" ? "text-ink" : "text-on-status"),
  );
  if (!block.onOpen)
    return (
      <div title={text} style={style} className={className}>
        {formatNumber(block.quantity)}
      </div>
    );
  return (
    <button
      type="button"
      title={text}
      aria-label={text}
      onClick={block.onOpen}
      style={style}
      className={clsx(className, "hover:brightness-110")}
    >
      {formatNumber(block.quantity)}
    </button>
  );
}

interface LegendItem {
  tone: Tone;
  label: string;
  isPast?: boolean;
}

/** Every block its least height, the rest of the column shared by quantity: no column outgrows the bank. */
function blockHeight(
  block: RiverBlock,
  { most, blocks }: { most: number; blocks: readonly RiverBlock[] },
): number {
  const room = Math.max(0, heightPx - blocks.length * blockMinPx);
  return blockMinPx + (Math.min(block.quantity, most) / Math.max(most, sum(blocks))) * room;
}

/** What the colours of a drawing mean. */
export function Legend({ items }: { items: readonly LegendItem[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-[13px] text-ink-2">
      {items.map((item) => (
        <li key={item.label} className="flex items-center gap-1.5">
          <span
            aria-hidden
            className={clsx("size-3 rounded-sm", (item.isPast ? toneTint : toneSolid)[item.tone])}
          />
          {item.label}
        </li>
      ))}
    </ul>
  );
}

function sum(blocks: readonly RiverBlock[]): number {
  return blocks.reduce((total, block) => total + block.quantity, 0);
}
