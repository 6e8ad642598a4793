/** Raised when a row is written down another way; seals say which way they were made. */
export const sealFormat = 1;

/** The columns a seal of format 1 covers, in the order they are written down. */
export const sealedColumns = [
  "id",
  "type",
  "outcome",
  "code",
  "entityType",
  "entityId",
  "entityKey",
  "actorId",
  "actorName",
  "actorKind",
  "lineId",
  "stationId",
  "workOrderId",
  "runId",
  "occurredAt",
  "recordedAt",
  "requestId",
  "ip",
  "data",
] as const;

export type SealedRow = Readonly<Record<(typeof sealedColumns)[number], unknown>>;

/**
 * One way only to write a row down, whichever database it comes from: an array of its columns, keys of
 * objects sorted, no white space.
 */
export function canonicalRow(row: SealedRow): string {
  return canonicalJson(sealedColumns.map((column) => row[column] ?? null));
}

export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each) => canonicalJson(each)).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(",")}}`;
}
