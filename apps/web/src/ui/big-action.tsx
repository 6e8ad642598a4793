import { clsx } from "clsx";
import { LoaderCircle, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface BigActionProps {
  /** The key that presses it. */
  number: number;
  icon: LucideIcon;
  label: string;
  /** What follows from it. */
  detail?: ReactNode;
  /** The usual next step. */
  isNext?: boolean;
  isDanger?: boolean;
  isBusy?: boolean;
  isDisabled?: boolean;
  onPress: () => void;
}

/** A step a gloved hand takes: large, with its key. */
export function BigAction(props: BigActionProps) {
  const { number, icon: Icon, label, detail, isNext, isDanger, isBusy, isDisabled } = props;
  return (
    <button
      type="button"
      data-key={number}
      disabled={isDisabled || isBusy}
      aria-busy={isBusy || undefined}
      onClick={props.onPress}
      className={clsx(
        "flex min-h-16 min-w-0 items-center gap-3 rounded-md border-2 px-3 py-2 sm:min-h-20 sm:gap-4 sm:px-4 text-start disabled:opacity-55 2xl:min-h-28",
        isNext
          ? "border-transparent bg-accent text-on-accent hover:bg-accent-hover"
          : "bg-surface hover:bg-hover",
        !isNext && (isDanger ? "border-bad text-bad-ink" : "border-line-strong"),
      )}
    >
      {isBusy ? (
        <LoaderCircle aria-hidden className="spin size-9 shrink-0" />
      ) : (
        <Icon aria-hidden className="size-7 shrink-0 sm:size-9 2xl:size-12" />
      )}
      <span className="min-w-0 flex-1">
        <span className="block text-xl leading-tight sm:text-2xl font-semibold 2xl:text-4xl">
          {label}
        </span>
        {detail && (
          <span className="block text-[15px] leading-snug break-words opacity-80 2xl:text-xl">
            {detail}
          </span>
        )}
      </span>
      <kbd
        aria-hidden
        className="shrink-0 rounded border border-current px-2.5 font-sans text-lg leading-8 font-semibold opacity-80 max-sm:hidden"
      >
        {number}
      </kbd>
    </button>
  );
}

interface BigActionsProps {
  label: string;
  /** Short words: four of them stand side by side, two on a phone. */
  isTight?: boolean;
  children: ReactNode;
}

export function BigActions({ label, isTight, children }: BigActionsProps) {
  return (
    <fieldset
      aria-label={label}
      className={clsx(
        "grid",
        isTight
          ? "grid-cols-2 gap-2 sm:grid-cols-[repeat(auto-fit,minmax(min(100%,13.5rem),1fr))] sm:gap-3"
          : "grid-cols-[repeat(auto-fill,minmax(min(100%,17rem),1fr))] gap-3",
      )}
    >
      {children}
    </fieldset>
  );
}

interface ClosedActionProps {
  icon: LucideIcon;
  label: string;
  /** Why not now. */
  why: ReactNode;
  /** From when on, where time alone opens it. */
  from?: ReactNode;
  /** The way past it, for who may. */
  children?: ReactNode;
}

/** A step that is not open now: says why and, where only time is missing, from when. */
export function ClosedAction({ icon: Icon, label, why, from, children }: ClosedActionProps) {
  return (
    <li className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 border-t border-line py-2 text-base 2xl:text-xl">
      <Icon aria-hidden className="size-6 shrink-0 text-ink-3" />
      <span className="min-w-0 flex-1 basis-60">
        <b className="font-semibold">{label}</b> <span className="text-ink-2">{why}</span>
      </span>
      {from && <span className="shrink-0 text-lg font-semibold 2xl:text-2xl">{from}</span>}
      {children}
    </li>
  );
}
