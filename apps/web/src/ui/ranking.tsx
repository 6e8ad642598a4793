import { clsx } from "clsx";
import type { ReactNode } from "react";

interface RankingProps {
  label: string;
  rows: readonly {
    key: string;
    lead: ReactNode;
    detail?: ReactNode;
    /** The one this is about. */
    isOwn?: boolean;
    /** Listed, but it does not count. */
    isOut?: boolean;
  }[];
}

/** Who goes before whom: the first that fits wins. */
export function Ranking({ label, rows }: RankingProps) {
  const inPlay = rows.filter((row) => !row.isOut);
  return (
    <ol aria-label={label} className="divide-y divide-line rounded-md border border-line">
      {rows.map((row) => (
        <li
          key={row.key}
          className={clsx(
            "flex min-h-10 items-center gap-3 px-3 py-1.5",
            row.isOwn && "bg-accent-tint",
            row.isOut && "text-ink-3",
          )}
        >
          <b className="w-5 shrink-0 text-center font-semibold">
            {row.isOut ? "–" : inPlay.indexOf(row) + 1}
          </b>
          <span className={clsx("min-w-0 flex-1", row.isOwn && "font-semibold")}>{row.lead}</span>
          <span className="text-[13px] text-ink-3">{row.detail}</span>
        </li>
      ))}
    </ol>
  );
}
