import type { ExportFormat } from "@lineside/domain/audit";
import { addMs } from "@lineside/domain/kernel";
import { toQuery } from "~/lib/http.ts";
import { plantDayEnd, plantDayStart } from "~/lib/plant-day.ts";

export type AuditSearch = Record<string, string | undefined>;

/** What the address says as the server is asked it: plant days become instants, the end exclusive. */
export function asked({ from, to, event: _, panel: __, ...filters }: AuditSearch): AuditSearch {
  return { ...filters, from: from && plantDayStart(from), to: to && dayAfter(to) };
}

export function dayAfter(day: string): string | undefined {
  const end = plantDayEnd(day);
  return end && addMs(end, 1);
}

/** A browser fetches it itself, however large it is. */
export const exportAddress = (search: AuditSearch, format: ExportFormat) =>
  `/api/audit-logs/export${toQuery({ ...asked(search), format })}`;
