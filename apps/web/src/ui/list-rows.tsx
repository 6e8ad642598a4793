import { clsx } from "clsx";
import { type CSSProperties, type KeyboardEvent, type ReactNode, type Ref, useRef } from "react";

export interface SortableListProps<T> {
  label: string;
  items: readonly T[];
  keyOf: (item: T) => string;
  /** Absent: the order is fixed and has no handles. */
  onMove?: (from: number, to: number) => void;
  handleLabel: (item: T) => string;
  isSelected?: (item: T) => boolean;
  /** Something is wrong here: the row is marked at its edge; say what inside the row. */
  isFaulty?: (item: T) => boolean;
  onSelect?: (item: T) => void;
  onRemove?: (item: T) => void;
  render: (item: T, at: number) => ReactNode;
}

/** ↑ ↓ go from row to row, Alt ↑ ↓ take the row along, Enter opens, Delete removes. */
export function useListKeys<T>({ items, onMove, onSelect, onRemove }: SortableListProps<T>) {
  const box = useRef<HTMLOListElement>(null);
  const focus = (at: number) =>
    requestAnimationFrame(() => (box.current?.children[at] as HTMLElement | undefined)?.focus());
  const onKey = (event: KeyboardEvent, at: number) => {
    if (event.target !== event.currentTarget) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const to = at + (step ?? 0);
    const item = items[at] as T;
    if (step && (to < 0 || to >= items.length)) event.preventDefault();
    else if (step) {
      event.preventDefault();
      if (event.altKey) onMove?.(at, to);
      focus(to);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      onSelect?.(item);
    } else if (event.key === "Delete" && onRemove) {
      onRemove(item);
      focus(Math.min(at, items.length - 2));
    }
  };
  return { box, onKey };
}

export const listLook =
  "flex flex-col divide-y divide-line rounded-md border border-line bg-surface";

interface ListRowProps<T> {
  list: SortableListProps<T>;
  item: T;
  at: number;
  onKey: (event: KeyboardEvent, at: number) => void;
  handle?: ReactNode;
  /** While it is dragged. */
  isLifted?: boolean;
  ref?: Ref<HTMLLIElement>;
  style?: CSSProperties;
}

export function ListRow<T>({ list, item, at, onKey, handle, isLifted, ...row }: ListRowProps<T>) {
  const isSelected = list.isSelected?.(item) ?? false;
  return (
    <li
      {...row}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: rows are walked and moved with the arrow keys
      tabIndex={0}
      aria-current={isSelected || undefined}
      onKeyDown={(event) => onKey(event, at)}
      className={clsx(
        "relative flex scroll-my-4 items-start gap-1 border-s-4 py-2 pe-2 ps-1 first:rounded-t-md last:rounded-b-md",
        "focus-visible:-outline-offset-2",
        isLifted && "z-10 shadow-(--lift)",
        isSelected ? "bg-accent-tint" : "bg-surface hover:bg-hover",
        list.isFaulty?.(item)
          ? "!border-s-bad"
          : isSelected
            ? "border-s-accent"
            : "border-s-transparent",
      )}
    >
      {handle ?? <span className="w-2" />}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the row itself hears the keys */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the row itself hears the keys */}
      <div className="min-w-0 flex-1 cursor-default" onClick={() => list.onSelect?.(item)}>
        {list.render(item, at)}
      </div>
    </li>
  );
}

/** The order as it stands. */
export function FixedList<T>(list: SortableListProps<T>) {
  const { box, onKey } = useListKeys(list);
  return (
    <ol ref={box} aria-label={list.label} className={listLook}>
      {list.items.map((item, at) => (
        <ListRow key={list.keyOf(item)} list={list} item={item} at={at} onKey={onKey} />
      ))}
    </ol>
  );
}
