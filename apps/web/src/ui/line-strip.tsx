import { clsx } from "clsx";
import { ChevronRight, type LucideIcon, Plus } from "lucide-react";

export interface StripPlace {
  key: string;
  code: string;
  name: string;
  icon: LucideIcon;
  /** The word of the icon, and what else is worth a line. */
  notes: readonly string[];
  isActive: boolean;
}

interface LineStripProps {
  label: string;
  places: readonly StripPlace[];
  onOpen: (key: string) => void;
  /** A free place at the end. */
  add?: { label: string; onAdd: () => void };
}

const box =
  "flex min-h-20 w-full flex-col items-start gap-0.5 rounded-md border px-3 py-2 text-start hover:border-accent";

/** The stations of a line as boards pass them, first to last; below one another on a phone. */
export function LineStrip({ label, places, onOpen, add }: LineStripProps) {
  return (
    <ol aria-label={label} className="flex flex-wrap gap-y-2">
      {places.map((place, at) => (
        <li key={place.key} className="flex w-full items-center sm:w-[10.5rem]">
          <button
            type="button"
            onClick={() => onOpen(place.key)}
            className={clsx(
              box,
              place.isActive ? "border-line-strong bg-surface" : "hatched border-line text-ink-3",
            )}
          >
            <span className="flex w-full items-center gap-2">
              <span className="font-mono font-semibold break-all">{place.code}</span>
              <place.icon aria-hidden className="ms-auto size-4 shrink-0 text-ink-3" />
            </span>
            <span className="break-words">{place.name}</span>
            <span className="text-xs text-ink-3">{place.notes.join(" · ")}</span>
          </button>
          <ChevronRight
            aria-hidden
            className={clsx(
              "mx-0.5 size-4 shrink-0 text-ink-3 max-sm:hidden",
              at === places.length - 1 && !add && "invisible",
            )}
          />
        </li>
      ))}
      {add && (
        <li className="w-full sm:w-[9.25rem]">
          <button
            type="button"
            onClick={add.onAdd}
            className={clsx(
              box,
              "!items-center justify-center border-dashed border-line-strong text-ink-2 hover:bg-hover max-sm:min-h-12",
            )}
          >
            <span className="flex items-center gap-2">
              <Plus aria-hidden className="size-4" />
              {add.label}
            </span>
          </button>
        </li>
      )}
    </ol>
  );
}
