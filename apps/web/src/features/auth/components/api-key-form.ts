import { type ApiKeyCreate, type ApiKeyRow, apiKeyCreate, apiKeyRate } from "@lineside/domain/auth";
import { z } from "zod";
import { fromPlantText, toPlantText } from "~/lib/plant-time.ts";

/** What is typed, flat: sources as one text, the end on the plant's wall clock. */
export const apiKeyForm = z.object({
  name: apiKeyCreate.shape.name,
  sources: z.string(),
  lineIds: z.array(z.string()),
  ratePerMinute: z.number().int().min(apiKeyRate.min).max(apiKeyRate.max),
  expiresAt: z.string(),
});

export type ApiKeyFields = z.output<typeof apiKeyForm>;

export function apiKeyDefaults(row: ApiKeyRow | null): ApiKeyFields {
  return {
    name: row?.name ?? "",
    sources: row?.sources?.join("\n") ?? "",
    lineIds: row?.lines.map((line) => line.id) ?? [],
    ratePerMinute: row?.ratePerMinute ?? apiKeyRate.default,
    expiresAt: row?.expiresAt ? toPlantText(row.expiresAt) : "",
  };
}

/** As the server takes it: no source means any. */
export function apiKeyBody({ sources, expiresAt, ...rest }: ApiKeyFields): ApiKeyCreate {
  const named = sources.split(/[\n,;]/).flatMap((source) => source.trim() || []);
  return {
    ...rest,
    sources: named.length > 0 ? named : null,
    expiresAt: fromPlantText(expiresAt),
  };
}
