import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";

/** What a value was and what it is, in words: struck out before, marked after. */
export function BeforeAfter({ before, after }: { before?: ReactNode; after?: ReactNode }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      {before !== undefined && (
        <del className="rounded bg-bad-tint px-1.5 break-words text-bad-ink">{before}</del>
      )}
      {before !== undefined && after !== undefined && (
        <ArrowRight aria-hidden className="size-3.5 shrink-0 text-ink-3" />
      )}
      {after !== undefined && (
        <ins className="rounded bg-ok-tint px-1.5 break-words text-ok-ink no-underline">
          {after}
        </ins>
      )}
    </span>
  );
}
