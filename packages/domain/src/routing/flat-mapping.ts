import type { IngestMapping } from "./ingest-mapping.ts";

/** A mapping field by field, as two versions of it are compared. */
export function flatMapping(mapping: IngestMapping | undefined): Record<string, unknown> {
  const flat: Record<string, unknown> = {};
  const visit = (value: unknown, field: string) => {
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      for (const [name, part] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        visit(part, `${field}.${name}`);
    else if (value !== undefined) flat[field] = value;
  };
  if (mapping) visit(mapping, "ingestMapping");
  return flat;
}
