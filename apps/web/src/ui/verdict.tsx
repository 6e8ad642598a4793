import { clsx } from "clsx";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { type Tone, toneSolid } from "./status.ts";

interface VerdictCoverProps {
  tone: Exclude<Tone, "none">;
  icon: LucideIcon;
  /** One word, read across the hall. */
  word: string;
  /** What it is about: the board. */
  subject?: ReactNode;
  /** The sentence. */
  lead?: ReactNode;
  /** What has to be read before going on: below the colour, on a calm ground. */
  children?: ReactNode;
}

/** The answer to a scan over the whole screen: colour, shape and word. */
export function VerdictCover({
  tone,
  icon: Icon,
  word,
  subject,
  lead,
  children,
}: VerdictCoverProps) {
  return (
    <div
      role={tone === "bad" ? "alert" : "status"}
      aria-atomic
      data-verdict={tone}
      className="fixed inset-0 z-30 flex flex-col overflow-y-auto bg-surface"
    >
      <div
        className={clsx(
          "verdict flex flex-col items-center justify-center gap-2 px-4 py-5 text-center text-on-status",
          children ? "min-h-[55%]" : "flex-1",
          toneSolid[tone],
        )}
      >
        <div className="flex flex-wrap items-center justify-center gap-x-8">
          <Icon
            aria-hidden
            strokeWidth={2.25}
            className={clsx("shrink-0", children ? "size-16 sm:size-32" : "size-28 sm:size-48")}
          />
          <p
            className={clsx(
              "leading-none font-bold",
              children ? "text-[clamp(3rem,8.5vw,8.5rem)]" : "text-[clamp(4rem,13vw,13rem)]",
            )}
          >
            {word}
          </p>
        </div>
        {subject && (
          <p className="font-mono text-3xl font-semibold break-all sm:text-6xl 2xl:text-7xl">
            {subject}
          </p>
        )}
        {lead && (
          <p className="max-w-[46ch] text-2xl font-medium text-balance sm:text-4xl 2xl:text-5xl">
            {lead}
          </p>
        )}
      </div>
      {children && (
        <div className="flex flex-1 flex-col gap-4 px-4 py-5 text-lg sm:px-10 sm:text-xl 2xl:text-2xl">
          {children}
        </div>
      )}
    </div>
  );
}

/** Facts of a verdict in columns, each large enough to be read standing. */
export function VerdictFacts({
  items,
}: {
  items: readonly (readonly [label: string, value: ReactNode])[];
}) {
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-3">
      {items.map(([label, value]) => (
        <div key={label} className="min-w-0">
          <dt className="text-[15px] text-ink-3 2xl:text-lg">{label}</dt>
          <dd className="font-semibold break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What to do next: the sentence that counts, after the reason. */
export function NextMove({ icon: Icon, children }: { icon: LucideIcon; children: ReactNode }) {
  return (
    <p className="flex items-center gap-3 text-2xl font-semibold text-balance sm:text-3xl 2xl:text-4xl">
      <Icon aria-hidden className="size-9 shrink-0 text-accent" />
      {children}
    </p>
  );
}
