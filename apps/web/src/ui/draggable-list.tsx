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
import { GripVertical } from "lucide-react";
import type { KeyboardEvent } from "react";
import { ListRow, listLook, type SortableListProps, useListKeys } from "./list-rows.tsx";

/** The rows of an order that may be changed: drag by the handle. */
export function DraggableList<T>(list: SortableListProps<T>) {
  const { label, items, keyOf, onMove } = list;
  const { box, onKey } = useListKeys(list);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const keys = items.map(keyOf);
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
        <ol ref={box} aria-label={label} className={listLook}>
          {items.map((item, at) => (
            <DraggableRow key={keys[at]} list={list} item={item} at={at} onKey={onKey} />
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  );
}

interface DraggableRowProps<T> {
  list: SortableListProps<T>;
  item: T;
  at: number;
  onKey: (event: KeyboardEvent, at: number) => void;
}

function DraggableRow<T>({ list, item, at, onKey }: DraggableRowProps<T>) {
  const row = useSortable({ id: list.keyOf(item) });
  const style = { transform: CSS.Translate.toString(row.transform), transition: row.transition };
  return (
    <ListRow
      {...{ list, item, at, onKey }}
      ref={row.setNodeRef}
      style={style as React.CSSProperties}
      isLifted={row.isDragging}
      handle={
        <button
          type="button"
          aria-label={list.handleLabel(item)}
          {...row.attributes}
          {...row.listeners}
          className="grid size-8 shrink-0 cursor-grab touch-none place-items-center rounded text-ink-3 hover:bg-sunken pointer-coarse:size-11"
        >
          <GripVertical aria-hidden className="size-4" />
        </button>
      }
    />
  );
}
