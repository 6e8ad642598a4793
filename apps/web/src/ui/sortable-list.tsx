import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { clsx } from "clsx";
import { GripVertical } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useRef } from "react";

interface SortableListProps<T> {
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

/**
 * An ordered list: drag by the handle; with the keyboard ↑ ↓ go from row to row, Alt ↑ ↓ take the row
 * along, Enter opens, Delete removes.
 */
export function SortableList<T>(props: SortableListProps<T>) {
  const { label, items, keyOf, onMove } = props;
  const box = useRef<HTMLOListElement>(null);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const keys = items.map(keyOf);
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
      props.onSelect?.(item);
    } else if (event.key === "Delete" && props.onRemove) {
      props.onRemove(item);
      focus(Math.min(at, items.length - 2));
    }
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={({ active, over }) => {
        const [from, to] = [keys.indexOf(String(active.id)), keys.indexOf(String(over?.id))];
        if (to >= 0 && from !== to) onMove?.(from, to);
      }}
    >
      <SortableContext items={keys} strategy={verticalListSortingStrategy}>
        <ol
          ref={box}
          aria-label={label}
          className="flex flex-col divide-y divide-line rounded-md border border-line bg-surface"
        >
          {items.map((item, at) => (
            <Row key={keys[at]} {...props} item={item} at={at} onKey={onKey} />
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  );
}

interface RowProps<T> extends SortableListProps<T> {
  item: T;
  at: number;
  onKey: (event: KeyboardEvent, at: number) => void;
}

function Row<T>({ item, at, onKey, ...list }: RowProps<T>) {
  const isFixed = !list.onMove;
  const row = useSortable({ id: list.keyOf(item), disabled: isFixed });
  const isSelected = list.isSelected?.(item) ?? false;
  return (
    <li
      ref={row.setNodeRef}
      style={{ transform: CSS.Translate.toString(row.transform), transition: row.transition }}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: rows are walked and moved with the arrow keys
      tabIndex={0}
      aria-current={isSelected || undefined}
      onKeyDown={(event) => onKey(event, at)}
      className={clsx(
        "relative flex scroll-my-4 items-start gap-1 border-s-4 py-2 pe-2 ps-1 first:rounded-t-md last:rounded-b-md",
        "focus-visible:-outline-offset-2",
        row.isDragging && "z-10 shadow-(--lift)",
        isSelected ? "bg-accent-tint" : "bg-surface hover:bg-hover",
        list.isFaulty?.(item)
          ? "!border-s-bad"
          : isSelected
            ? "border-s-accent"
            : "border-s-transparent",
      )}
    >
      {isFixed ? (
        <span className="w-2" />
      ) : (
        <button
          type="button"
          aria-label={list.handleLabel(item)}
          {...row.attributes}
          {...row.listeners}
          className="grid size-8 shrink-0 cursor-grab touch-none place-items-center rounded text-ink-3 hover:bg-sunken pointer-coarse:size-11"
        >
          <GripVertical aria-hidden className="size-4" />
        </button>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the row itself hears the keys */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the row itself hears the keys */}
      <div className="min-w-0 flex-1 cursor-default" onClick={() => list.onSelect?.(item)}>
        {list.render(item, at)}
      </div>
    </li>
  );
}
