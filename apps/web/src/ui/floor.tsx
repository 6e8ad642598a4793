import { clsx } from "clsx";
import type { LucideIcon } from "lucide-react";
import { type ComponentProps, type ReactNode, type RefObject, useLayoutEffect } from "react";
import { type Tone, toneBorder, toneSolid, toneText } from "./status.ts";

/** The page of a terminal at the line: as high as the screen, read at two metres. */
export function Floor({
  className,
  ref,
  ...rest
}: ComponentProps<"div"> & { ref: RefObject<HTMLDivElement | null> }) {
  // Banners above come, go and wrap, and take their share of the screen: the page grows with them.
  useLayoutEffect(() => {
    const measure = () => {
      const top = (ref.current?.getBoundingClientRect().top ?? 0) + scrollY;
      ref.current?.style.setProperty("--top", `${top}px`);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [ref]);
  return (
    <div
      {...rest}
      ref={ref}
      className={clsx("flex min-h-[calc(100dvh-var(--top,3rem))] flex-col text-base", className)}
    />
  );
}

/** A strip of facts above or below the work. */
export function FloorStrip({ isBottom, children }: { isBottom?: boolean; children: ReactNode }) {
  return (
    <div
      className={clsx(
        "flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 border-line bg-surface px-4 py-1.5 sm:gap-x-6 sm:px-6 2xl:min-h-18 2xl:text-xl",
        isBottom ? "sticky bottom-0 z-10 border-t" : "border-b",
      )}
    >
      {children}
    </div>
  );
}

/** The work on the left, what else is here on the right; below each other on a phone. */
export function FloorBody({ children, side }: { children: ReactNode; side: ReactNode }) {
  return (
    <div className="flex min-h-0 flex-1 flex-col lg:grid lg:grid-cols-[minmax(0,1fr)_20rem] 2xl:grid-cols-[minmax(0,1fr)_26rem]">
      <main className="flex min-w-0 flex-1 flex-col gap-3 px-4 py-3 sm:px-6">{children}</main>
      <aside className="border-line bg-surface max-lg:border-t lg:relative lg:border-s">
        <div className="lg:absolute lg:inset-0 lg:overflow-y-auto">{side}</div>
      </aside>
    </div>
  );
}

/** The scan line at the end of the work: in sight however long the work is. */
export function FloorScan({
  isAboveStrip,
  children,
}: {
  isAboveStrip?: boolean;
  children: ReactNode;
}) {
  return (
    <div
      className={clsx(
        "z-9 -mx-1 mt-auto -mb-3 bg-canvas px-1 pt-1 pb-3",
        isAboveStrip ? "lg:sticky lg:bottom-16" : "sticky bottom-0",
      )}
    >
      {children}
    </div>
  );
}

/** The name of the place: the biggest word of a strip. */
export function PlaceName({ name, detail }: { name: string; detail: ReactNode }) {
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <b className="font-mono text-2xl font-bold whitespace-nowrap 2xl:text-4xl" translate="no">
        {name}
      </b>
      <span className="truncate text-ink-3">{detail}</span>
    </span>
  );
}

/** A number of the shift with what it counts. */
export function Count({ value, label, tone }: { value: ReactNode; label: string; tone?: Tone }) {
  return (
    <span className="flex items-baseline gap-1.5 whitespace-nowrap">
      <span className="text-[15px] text-ink-3 2xl:text-lg">{label}</span>
      <b className={clsx("text-xl font-semibold 2xl:text-3xl", tone && toneText[tone])}>{value}</b>
    </span>
  );
}

interface PromptProps {
  icon: LucideIcon;
  title: ReactNode;
  children?: ReactNode;
}

/** What to do now, in one sentence that fills the middle of the screen. */
export function Prompt({ icon: Icon, title, children }: PromptProps) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-2 py-2 text-center">
      <Icon aria-hidden strokeWidth={1.25} className="size-20 text-ink-3 sm:size-24 2xl:size-36" />
      <p className="text-4xl leading-tight font-semibold text-balance sm:text-6xl 2xl:text-7xl">
        {title}
      </p>
      {children && <div className="text-lg text-ink-2 sm:text-xl 2xl:text-2xl">{children}</div>}
    </div>
  );
}

/** What stands in the station: the number as large as it fits, what it is above, where it is beside. */
export function Subject({
  what,
  name,
  beside,
}: {
  what: ReactNode;
  name: ReactNode;
  beside: ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-1">
      <div className="min-w-0">
        <div className="text-lg text-ink-2">{what}</div>
        <div className="text-3xl leading-tight break-all sm:text-5xl 2xl:text-6xl">{name}</div>
      </div>
      <div className="text-xl sm:text-2xl 2xl:text-3xl">{beside}</div>
    </div>
  );
}

interface FloorPanelProps {
  title: ReactNode;
  lead?: ReactNode;
  children: ReactNode;
}

/** A question in place of the work: what is asked, how it is answered, large. */
export function FloorPanel({ title, lead, children }: FloorPanelProps) {
  return (
    <section className="flex flex-col gap-4 text-lg 2xl:text-2xl">
      <header>
        <h2 className="text-2xl font-semibold sm:text-3xl 2xl:text-4xl">{title}</h2>
        {lead && <p className="text-ink-2">{lead}</p>}
      </header>
      {children}
    </section>
  );
}

interface CellProps {
  number: number;
  tone: Tone;
  icon: LucideIcon;
  word: string;
  detail?: ReactNode;
  /** One of many: twice as many on the screen. */
  isSmall?: boolean;
  isDisabled?: boolean;
  isPressed?: boolean;
  onPress: () => void;
}

/** One board of a panel or carrier where it sits; pressed by hand or by the key of its position. */
export function PositionCell(props: CellProps) {
  const { number, tone, icon: Icon, word, detail, isSmall, isDisabled, isPressed, onPress } = props;
  return (
    <button
      type="button"
      disabled={isDisabled}
      aria-pressed={isPressed}
      onClick={onPress}
      className={clsx(
        "flex min-w-0 items-center rounded-md border-2 text-start",
        isSmall ? "min-h-16 gap-2 px-2 py-1" : "min-h-24 gap-3 px-4 py-2",
        isDisabled ? "hatched border-line text-ink-3" : "bg-surface hover:bg-hover",
        !isDisabled && toneBorder[tone],
      )}
    >
      <b className={isSmall ? "text-2xl font-bold" : "text-4xl font-bold 2xl:text-5xl"}>{number}</b>
      <span className="min-w-0">
        <span
          className={clsx(
            "flex items-center gap-1.5 font-semibold",
            isSmall ? "text-base" : "text-xl",
            toneText[tone],
          )}
        >
          <Icon
            aria-hidden
            strokeWidth={2.5}
            className={clsx("shrink-0", isSmall ? "size-4" : "size-6")}
          />
          {word}
        </span>
        <span className="block truncate text-[15px] text-ink-2">{detail}</span>
      </span>
    </button>
  );
}

/** A dot of colour with its word, for rows that are read in passing. */
export function Dot({ tone }: { tone: Tone }) {
  return <span aria-hidden className={clsx("size-2.5 shrink-0 rounded-full", toneSolid[tone])} />;
}

interface FloorRowProps {
  isChosen?: boolean;
  onPress?: (() => void) | undefined;
  children: ReactNode;
}

/** The row of a queue: tall enough for a glove. */
export function FloorRow({ isChosen, onPress, children }: FloorRowProps) {
  const Row = onPress ? "button" : "div";
  return (
    <li className={clsx("border-b border-line", isChosen && "bg-accent-tint")}>
      <Row
        type={onPress && "button"}
        onClick={onPress}
        className={clsx(
          "flex min-h-12 w-full items-center gap-2 px-4 py-1 text-start 2xl:text-xl",
          onPress && "hover:bg-hover",
        )}
      >
        {children}
      </Row>
    </li>
  );
}

export function FloorHeading({ children, beside }: { children: ReactNode; beside?: ReactNode }) {
  return (
    <h2 className="sticky top-0 z-1 flex items-baseline justify-between gap-2 border-b border-line bg-sunken px-4 py-1.5 text-[15px] font-semibold text-ink-2">
      <span>{children}</span>
      {beside !== undefined && <span>{beside}</span>}
    </h2>
  );
}

/** A station as a target for a gloved hand: its code large, what it is below. */
export function Place({ name, detail }: { name: string; detail: ReactNode }) {
  return (
    <span className="min-w-0">
      <span className="block truncate font-mono text-2xl font-bold" translate="no">
        {name}
      </span>
      {detail && <span className="block truncate text-base opacity-80">{detail}</span>}
    </span>
  );
}
