import type { QueueUnit } from "@lineside/domain/execution";

/** One row of a queue: a board, or the boards of one carrier. */
export interface Grouped {
  carrierNo: string | null;
  units: readonly [QueueUnit, ...QueueUnit[]];
}

/** Boards that lie on one carrier become one row, where the first of them stands; one alone stays a board. */
export function onCarriers(units: readonly QueueUnit[]): Grouped[] {
  const rows = new Map<string, [QueueUnit, ...QueueUnit[]]>();
  for (const unit of units) {
    const key = unit.carrierNo === null ? `unit ${unit.sn}` : `carrier ${unit.carrierNo}`;
    const row = rows.get(key);
    if (row) row.push(unit);
    else rows.set(key, [unit]);
  }
  return [...rows.values()].map((row) => ({
    carrierNo: row.length > 1 ? row[0].carrierNo : null,
    units: row,
  }));
}
