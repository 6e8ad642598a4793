import { zKey } from "@lineside/domain/kernel";
import { z } from "zod";

/** Not `code`: a body may hold the code of another route, and the path wins over the body. */
export const routeParam = z.object({ routeCode: zKey });

export const savedRoute = z.object({ id: z.string(), code: z.string(), version: z.number() });
export const savedRow = z.object({ id: z.string(), version: z.number() });
export const removedRow = z.object({ id: z.string() });

/** `version` is optional: who deletes from a list saw the row, who deletes by script did not. */
export const removeInput = z.object({
  id: z.string(),
  version: z.coerce.number().int().min(1).optional(),
});

export const page = <T extends z.ZodType>(row: T) =>
  z.object({ items: z.array(row), nextCursor: z.string().nullable() });
