import type { ReactNode } from "react";

interface KeyValuesProps {
  items: readonly (readonly [label: string, value: ReactNode] | null | false)[];
  /** Side by side in columns instead of one below the other. */
  isWide?: boolean;
}

/** Facts of a thing: label and value. Empty values are shown as a dash, not left out. */
export function KeyValues({ items, isWide }: KeyValuesProps) {
  const shown = items.filter((item) => item !== null && item !== false);
  return (
    <dl
      className={
        isWide
          ? "grid grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))] gap-x-6 gap-y-3"
          : "flex flex-col gap-2"
      }
    >
      {shown.map(([label, value]) => (
        <div
          key={label}
          className={isWide ? "min-w-0" : "grid grid-cols-[minmax(6rem,38%)_1fr] gap-x-3"}
        >
          <dt className="text-[13px] text-ink-3">{label}</dt>
          <dd className="min-w-0 break-words">
            {value === null || value === undefined || value === "" ? (
              <span className="text-ink-3">–</span>
            ) : (
              value
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
