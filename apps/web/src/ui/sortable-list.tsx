import { lazy, Suspense } from "react";
import { FixedList, type SortableListProps } from "./list-rows.tsx";

// Dragging weighs more than the list itself: it comes when somebody may change the order.
const Draggable = lazy(async () => {
  const { DraggableList } = await import("./draggable-list.tsx");
  return { default: DraggableList as <T>(list: SortableListProps<T>) => React.ReactNode };
});

/**
 * An ordered list: drag by the handle; with the keyboard ↑ ↓ go from row to row, Alt ↑ ↓ take the row
 * along, Enter opens, Delete removes.
 */
export function SortableList<T>(list: SortableListProps<T>) {
  if (!list.onMove) return <FixedList {...list} />;
  return (
    <Suspense fallback={<FixedList {...list} />}>
      <Draggable {...(list as SortableListProps<unknown>)} />
    </Suspense>
  );
}
