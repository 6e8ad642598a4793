import { clsx } from "clsx";
import {
  CircleCheck,
  CircleDashed,
  type LucideIcon,
  OctagonAlert,
  TriangleAlert,
} from "lucide-react";
import type { ReactNode } from "react";
import { type Tone, toneBorder, toneSolid, toneText, toneTint } from "./status.ts";

/** How well something is: its colour never comes without its shape. */
export const toneIcon: Partial<Record<Tone, LucideIcon>> = {
  ok: CircleCheck,
  warn: TriangleAlert,
  bad: OctagonAlert,
};

interface VerdictBandProps {
  tone: Tone;
  title: string;
  /** When it was looked at, where. */
  facts: ReactNode;
  actions?: ReactNode;
}

/** The whole in one look: calm when all is well, loud when it is not. */
export function VerdictBand({ tone, title, facts, actions }: VerdictBandProps) {
  const Icon = toneIcon[tone] ?? CircleDashed;
  return (
    <section
      aria-live="polite"
      className={clsx(
        "flex flex-wrap items-center gap-x-5 gap-y-3 rounded-lg border-2 px-5 py-4",
        toneBorder[tone],
        tone === "ok" ? "bg-surface" : toneTint[tone],
      )}
    >
      <Icon aria-hidden className={clsx("size-11 shrink-0", toneText[tone])} />
      <div className="min-w-0 flex-1 basis-64">
        <p className="text-2xl font-semibold text-balance">{title}</p>
        <div className="mt-0.5 flex flex-wrap gap-x-4 text-ink-2">{facts}</div>
      </div>
      {actions && <div className="no-print flex flex-wrap gap-2">{actions}</div>}
    </section>
  );
}

export interface Stop {
  id: string;
  icon: LucideIcon;
  name: string;
  tone: Tone;
  /** "5 well", "1 alarm". */
  word: string;
}

/** The plant's way of a number, from the machines to the backup, as well as each part of it is. */
export function VitalPath({ label, stops }: { label: string; stops: readonly Stop[] }) {
  return (
    <nav aria-label={label}>
      <ol className="grid grid-cols-[repeat(auto-fit,minmax(6.5rem,1fr))] gap-y-2">
        {stops.map((stop, at) => (
          <PathStop key={stop.id} stop={stop} isFirst={at === 0} />
        ))}
      </ol>
    </nav>
  );
}

function PathStop({ stop, isFirst }: { stop: Stop; isFirst: boolean }) {
  const Sign = toneIcon[stop.tone] ?? CircleDashed;
  return (
    <li className="relative flex justify-center">
      {!isFirst && (
        <span
          aria-hidden
          className={clsx(
            "absolute top-9 end-1/2 hidden h-0.5 w-full -translate-y-1/2 lg:block",
            toneSolid[stop.tone],
          )}
        />
      )}
      <a
        href={`#${stop.id}`}
        className="relative z-10 flex flex-col items-center gap-1.5 rounded-lg px-3 pb-2 text-center hover:bg-hover"
      >
        <span
          className={clsx(
            "relative grid size-18 place-items-center rounded-full border-2 bg-surface",
            toneBorder[stop.tone],
          )}
        >
          <stop.icon aria-hidden className={clsx("size-8", toneText[stop.tone])} />
          <Sign
            aria-hidden
            className={clsx(
              "absolute -end-1 -bottom-1 size-6 rounded-full bg-surface",
              toneText[stop.tone],
            )}
          />
        </span>
        <span className="font-semibold">{stop.name}</span>
        <span className={clsx("text-[13px]", toneText[stop.tone])}>{stop.word}</span>
      </a>
    </li>
  );
}

/** Numbers that move, side by side. */
export function VitalRow({ children }: { children: ReactNode }) {
  return <ul className="grid grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))] gap-3">{children}</ul>;
}

interface VitalProps {
  label: string;
  value: ReactNode;
  tone: Tone;
  trend?: readonly number[];
  icon?: LucideIcon;
  detail?: ReactNode;
}

/** One number and how it went in the last hour. */
export function Vital({ label, value, tone, trend = [], icon: Icon, detail }: VitalProps) {
  return (
    <li className="flex min-w-0 flex-col gap-1 rounded-lg border border-line bg-surface px-4 py-3">
      <span className="text-[13px] text-ink-3">{label}</span>
      <span className="flex items-center gap-2">
        {Icon && <Icon aria-hidden className={clsx("size-6 shrink-0", toneText[tone])} />}
        <span
          className={clsx(
            "min-w-0 text-xl leading-tight font-semibold",
            tone === "warn" || tone === "bad" ? toneText[tone] : "text-ink",
          )}
        >
          {value}
        </span>
      </span>
      {detail && <span className="text-[13px] text-ink-3">{detail}</span>}
      {trend.length > 1 && <Spark values={trend} tone={tone} />}
    </li>
  );
}

/** A line without axes: whether it rises, falls or jumps. Its last number stands beside it. */
export function Spark({ values, tone }: { values: readonly number[]; tone: Tone }) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  // What hardly moves is drawn flat, not blown up.
  const range = Math.max(high - low, Math.abs(high) * 0.1, 1e-9);
  const middle = (high + low) / 2;
  const points = values.map((value, at) => {
    const x = (at / (values.length - 1)) * 100;
    const y = 15 - ((value - middle) / range) * 24;
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 100 30"
      preserveAspectRatio="none"
      className={clsx("mt-auto h-7 w-full", tone === "ok" ? "text-ink-3" : toneText[tone])}
    >
      <polyline
        points={points.join(" ")}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

interface TroubleProps {
  tone: Tone;
  name: string;
  sentence: string;
  since: ReactNode;
  fixTitle: string;
  fix: string | null;
  actions?: ReactNode;
}

/** What is wrong, since when, and what to do about it. */
export function Trouble(props: TroubleProps) {
  const { tone, name, sentence, since, fixTitle, fix, actions } = props;
  const Icon = toneIcon[tone] ?? CircleDashed;
  return (
    <li
      className={clsx(
        "grid gap-x-6 gap-y-3 rounded-lg border border-s-4 bg-surface px-4 py-3.5 sm:px-5 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]",
        toneBorder[tone],
      )}
    >
      <div className="flex min-w-0 gap-3">
        <Icon aria-hidden className={clsx("mt-0.5 size-6 shrink-0", toneText[tone])} />
        <div className="min-w-0">
          <p className={clsx("text-[13px] font-semibold", toneText[tone])}>{name}</p>
          <p className="text-base font-medium">{sentence}</p>
          <p className="mt-1 text-[13px] text-ink-3">{since}</p>
        </div>
      </div>
      <div className="min-w-0">
        {fix && (
          <>
            <p className="text-[13px] font-semibold text-ink-3">{fixTitle}</p>
            <p className="text-pretty">{fix}</p>
          </>
        )}
        {actions && <div className="no-print mt-2 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </li>
  );
}

export function Troubles({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul aria-label={label} className="flex flex-col gap-3">
      {children}
    </ul>
  );
}

/** Boxes of unequal height, packed. */
export function CheckBoard({ children }: { children: ReactNode }) {
  return <div className="gap-4 md:columns-2 2xl:columns-3">{children}</div>;
}

/** The checks of one part. */
export function CheckBox({
  id,
  icon: Icon,
  name,
  children,
}: {
  id: string;
  icon: LucideIcon;
  name: string;
  children: ReactNode;
}) {
  return (
    <section
      id={id}
      className="mb-4 flex min-w-0 scroll-mt-4 break-inside-avoid flex-col rounded-lg border border-line bg-surface"
    >
      <h2 className="flex items-center gap-2 border-b border-line px-4 py-2.5 font-semibold">
        <Icon aria-hidden className="size-4 text-ink-3" />
        {name}
      </h2>
      <ul className="divide-y divide-line">{children}</ul>
    </section>
  );
}

interface CheckLineProps {
  tone: Tone;
  /** How it is, in a word; for those who do not see the colour. */
  word: string;
  name: string;
  sentence: string;
  trend?: readonly number[];
}

export function CheckLine({ tone, word, name, sentence, trend = [] }: CheckLineProps) {
  const Icon = toneIcon[tone] ?? CircleDashed;
  return (
    <li className="flex items-start gap-3 px-4 py-2.5">
      <Icon aria-hidden className={clsx("mt-0.5 size-5 shrink-0", toneText[tone])} />
      <span className="sr-only">{word}</span>
      <div className="min-w-0 flex-1">
        <p className="font-medium">{name}</p>
        <p className="text-[13px] text-ink-3">{sentence}</p>
      </div>
      {trend.length > 1 && (
        <div className="w-18 shrink-0 self-center">
          <Spark values={trend} tone={tone} />
        </div>
      )}
    </li>
  );
}
