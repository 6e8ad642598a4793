import { zKey } from "@lineside/domain/kernel";
import { z } from "zod";

export const bottleParams = { bottleNo: zKey };
/** A line in a path: its code, or its id as everywhere below /lines. */
export const lineParams = { id: z.string().min(1).max(64) };
export const codeParams = { code: zKey };
export const removeInput = z.object({
  ...codeParams,
  version: z.coerce.number().int().min(1).optional(),
});
export const savedAnswer = z.object({ id: z.string(), code: z.string(), version: z.number() });
export const removedAnswer = z.object({ id: z.string(), code: z.string() });
