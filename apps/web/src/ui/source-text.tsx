import { clsx } from "clsx";
import { useEffect, useRef } from "react";

interface SourceTextProps {
  lines: readonly string[];
  /** Line numbers from 0 that are looked for; the first of them is brought into view. */
  hits?: ReadonlySet<number> | null;
  label: string;
}

/** Lines at most that are laid out; a page of a hundred thousand is read by nobody. */
const linesMax = 5_000;

/** A text of a machine, line by line, in its own scrolling box. */
export function SourceText({ lines, hits = null, label }: SourceTextProps) {
  const first = useRef<HTMLLIElement>(null);
  const firstHit = hits?.values().next().value;
  useEffect(() => {
    if (firstHit !== undefined) first.current?.scrollIntoView({ block: "nearest" });
  }, [firstHit]);
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must scroll by keyboard
      tabIndex={0}
      className="max-h-[32rem] overflow-auto rounded-md border border-line bg-sunken py-2"
      translate="no"
    >
      <ol className="font-mono text-xs leading-5">
        {lines.slice(0, linesMax).map((line, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text never change places
            key={index}
            ref={index === firstHit ? first : undefined}
            className={clsx(
              "px-3 break-all whitespace-pre-wrap text-ink-2",
              hits?.has(index) && "bg-warn-tint text-warn-ink",
            )}
          >
            {line}
          </li>
        ))}
      </ol>
    </section>
  );
}
