import type { CommandContext } from "../../platform/command.ts";
import type { StoredEvent } from "./contract.ts";
import { type EventRow, readBody } from "./event-store.ts";

/**
 * What was taken a moment ago need not be read and parsed again to be carried out. Bounded by bytes;
 * what is no longer here is read from the database.
 */
class RecentValues {
  readonly #values = new Map<string, { value: unknown; bytes: number }>();
  #bytes = 0;

  constructor(readonly bytesMax: number) {}

  keep(id: string, value: unknown, bytes: number): void {
    if (this.#bytes + bytes > this.bytesMax) return;
    this.#bytes += bytes;
    this.#values.set(id, { value, bytes });
  }

  take(id: string): { value: unknown } | undefined {
    const found = this.#values.get(id);
    if (found && this.#values.delete(id)) this.#bytes -= found.bytes;
    return found;
  }
}

export const recent = new RecentValues(16 * 1024 * 1024);

/** Rows with their text as JSON. */
export async function withValues(
  cx: Pick<CommandContext, "tx">,
  rows: readonly EventRow[],
): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (const row of rows) {
    const known = recent.take(row.id);
    const body = known ? null : await readBody(cx.tx, row.id);
    events.push({ ...row, value: known ? known.value : JSON.parse(body ?? "null") });
  }
  return events;
}
