import { useVirtualizer } from "@tanstack/react-virtual";
import { clsx } from "clsx";
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { useT } from "~/lib/i18n.ts";
import type { Reach } from "~/lib/on-demand.tsx";
import type { Rows } from "~/lib/pages.ts";
import { Button } from "./button.tsx";
import { Empty } from "./empty.tsx";
import { Refusal } from "./refusal.tsx";
import { Loading } from "./skeleton.tsx";

export interface Column<T> {
  key: string;
  header: string;
  cell: (row: T) => ReactNode;
  align?: "start" | "end";
  /** CSS width, e.g. "9rem"; columns without share the rest. */
  width?: string;
  /** The column a person knows the row by: on a phone it heads the card. */
  isLead?: boolean;
  /** True when a phone's card can do without it for this row. */
  isEmpty?: (row: T) => boolean;
}

interface DataTableProps<T> extends Partial<Rows<T>> {
  rows: T[];
  columns: Column<T>[];
  rowKey: (row: T) => string;
  /** What opening a row does; the row is then reachable and opened with the keyboard too. */
  onOpen?: (row: T) => void;
  /** Of what opening a row shows: loaded when somebody gets near the rows. */
  reach?: Reach;
  isSelected?: (row: T) => boolean;
  /** Names the table for screen readers. */
  label: string;
  empty?: ReactNode;
  /** The table scrolls inside this height instead of growing with the page. */
  maxHeight?: string;
}

const rowHeight = 37;

/** A dense table with a sticky header; cards on a phone; virtual rows; loads more as it is scrolled. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { rows, label, error, isLoading, empty, retry, maxHeight = "calc(100dvh - 15rem)" } = props;
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  if (error && rows.length === 0) return <Refusal error={error} onRetry={retry} />;
  if (isLoading) return <Loading lines={8} />;
  if (rows.length === 0) return <>{empty ?? <Empty title={t("nothingHere")} />}</>;
  return (
    <div className="flex flex-col gap-2">
      {error && <Refusal error={error} onRetry={retry} />}
      <section
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must scroll by keyboard
        tabIndex={0}
        {...props.reach}
        aria-label={label}
        className="table-box overflow-auto rounded-md border border-line bg-surface"
        style={{ maxHeight }}
      >
        <table className="w-full border-separate border-spacing-0 text-start">
          <Head columns={props.columns} />
          <Body {...props} box={box} />
        </table>
        <More {...props} />
      </section>
    </div>
  );
}

function Head<T>({ columns }: { columns: Column<T>[] }) {
  return (
    <thead className="sticky top-0 z-10 bg-surface">
      <tr>
        {columns.map((column) => (
          <th
            key={column.key}
            scope="col"
            style={{ width: column.width }}
            className={clsx(
              "border-b border-line-strong px-3 py-2 text-[13px] font-medium whitespace-nowrap text-ink-3",
              column.align === "end" ? "text-end" : "text-start",
            )}
          >
            {column.header}
          </th>
        ))}
      </tr>
    </thead>
  );
}

type BodyProps<T> = DataTableProps<T> & { box: React.RefObject<HTMLDivElement | null> };

function Body<T>({ rows, columns, rowKey, onOpen, isSelected, box }: BodyProps<T>) {
  const isVirtual = rows.length > 120;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 20,
    enabled: isVirtual,
  });
  const items = isVirtual ? virtual.getVirtualItems() : rows.map((_, index) => ({ index }));
  const first = isVirtual ? (virtual.getVirtualItems()[0]?.start ?? 0) : 0;
  const last = isVirtual ? (virtual.getVirtualItems().at(-1)?.end ?? 0) : 0;
  const rest = isVirtual ? virtual.getTotalSize() - last : 0;
  return (
    <tbody>
      {first > 0 && <Spacer height={first} />}
      {items.map(({ index }) => {
        const row = rows[index];
        if (row === undefined) return null;
        return (
          <tr
            key={rowKey(row)}
            ref={isVirtual ? virtual.measureElement : undefined}
            data-index={index}
            aria-selected={isSelected?.(row) || undefined}
            tabIndex={onOpen ? 0 : undefined}
            onClick={onOpen && ((event) => !isOwnControl(event.target) && onOpen(row))}
            onKeyDown={onOpen && ((event) => openByKey(event, () => onOpen(row)))}
            className={clsx(
              "row group h-9 aria-selected:bg-accent-tint",
              onOpen && "cursor-pointer hover:bg-hover focus-visible:-outline-offset-2",
            )}
          >
            {columns.map((column) => (
              <Cell key={column.key} column={column} row={row} />
            ))}
          </tr>
        );
      })}
      {rest > 0 && <Spacer height={rest} />}
    </tbody>
  );
}

function Cell<T>({ column, row }: { column: Column<T>; row: T }) {
  return (
    <td
      data-label={column.header}
      data-empty={column.isEmpty?.(row) || undefined}
      className={clsx(
        "border-b border-line px-3 py-1 group-last:border-b-0",
        column.align === "end" && "text-end",
        column.isLead && "lead font-medium",
      )}
    >
      <div className="cell min-w-0">{column.cell(row)}</div>
    </td>
  );
}

function Spacer({ height }: { height: number }) {
  return (
    <tr aria-hidden>
      <td style={{ height, padding: 0 }} />
    </tr>
  );
}

/** Loads the next page when its button comes into view; it stays a button for the keyboard. */
function More<T>({ hasMore, isLoadingMore, more }: DataTableProps<T>) {
  const t = useT();
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!hasMore || isLoadingMore || !end.current || !more) return;
    const seen = new IntersectionObserver(([entry]) => entry?.isIntersecting && more());
    seen.observe(end.current);
    return () => seen.disconnect();
  }, [hasMore, isLoadingMore, more]);
  if (!hasMore) return null;
  return (
    <div ref={end} className="sticky start-0 flex justify-center border-t border-line p-2">
      <Button look="quiet" size="small" isBusy={isLoadingMore} onClick={more}>
        {t("loadMore")}
      </Button>
    </div>
  );
}

function isOwnControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest("a, button, input, select, label") !== null;
}

function openByKey(event: KeyboardEvent, open: () => void): void {
  if (event.key !== "Enter" || event.target !== event.currentTarget) return;
  event.preventDefault();
  open();
}
