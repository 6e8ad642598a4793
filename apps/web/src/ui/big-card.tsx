import { clsx } from "clsx";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { type Tone, toneBorder, toneSolid } from "./status.ts";

interface BigCardProps {
  tone: Tone;
  icon: LucideIcon;
  /** The state in a word or two, read across the hall. */
  word: ReactNode;
  /** Which thing it is about. */
  subject?: ReactNode;
  /** Beside the subject: what kind it is. */
  detail?: ReactNode;
  /** The sentence: what may be done, or why not. */
  lead?: ReactNode;
  children?: ReactNode;
}

/** What was scanned, as large as the screen allows: its state on the colour, what to do with it below. */
export function BigCard({ tone, icon: Icon, word, subject, detail, lead, children }: BigCardProps) {
  const isCalm = tone === "none";
  return (
    <section
      data-card={tone}
      className={clsx("overflow-hidden rounded-lg border-2 bg-surface", toneBorder[tone])}
    >
      <header
        role={tone === "bad" ? "alert" : "status"}
        aria-atomic
        className={clsx(
          "flex flex-wrap items-center gap-x-6 gap-y-1 px-4 py-3 sm:px-6",
          isCalm ? "bg-sunken text-ink" : toneSolid[tone],
          !isCalm && "text-on-status",
        )}
      >
        <Icon aria-hidden strokeWidth={2.25} className="size-12 shrink-0 sm:size-20 2xl:size-28" />
        <div className="min-w-0 flex-1 basis-52">
          <p className="text-[clamp(2.25rem,5.2vw,6rem)] leading-[1.05] font-bold text-balance">
            {word}
          </p>
          {lead && (
            <p className="mt-1 text-xl font-bold text-balance sm:text-2xl sm:font-medium 2xl:text-3xl">
              {lead}
            </p>
          )}
        </div>
        {subject && (
          <div className="min-w-0 sm:max-w-[45%] sm:text-end">
            <p className="font-mono text-2xl leading-tight font-semibold break-all sm:text-4xl 2xl:text-5xl">
              {subject}
            </p>
            {detail && (
              <p className="text-[19px] font-bold 2xl:text-2xl 2xl:font-medium">{detail}</p>
            )}
          </div>
        )}
      </header>
      {children && <div className="flex flex-col gap-4 px-4 py-4 sm:px-6">{children}</div>}
    </section>
  );
}

interface CountdownProps {
  /** What is counted down to. */
  label: ReactNode;
  /** The time that is left, or the word that it is over. */
  value: ReactNode;
  /** When exactly. */
  detail?: ReactNode;
  bar?: ReactNode;
}

/** Time that counts: what it is, how long still, until when. */
export function Countdown({ label, value, detail, bar }: CountdownProps) {
  return (
    <div className="flex min-w-0 flex-1 basis-64 flex-col gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="text-base text-ink-2 2xl:text-xl">{label}</span>
        <span className="text-base text-ink-3 2xl:text-xl">{detail}</span>
      </div>
      <b className="text-3xl leading-none font-semibold 2xl:text-5xl">{value}</b>
      {bar}
    </div>
  );
}
