import { z } from "zod";

/** Query of every list: free text, page size, and the cursor of the page before. */
export const pageQuery = z.object({
  q: z.string().trim().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(400).optional(),
});

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export const zReason = z.string().trim().min(4).max(500);
/** A business key typed or scanned: no white space inside, at most 64 characters. */
export const zKey = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[^\s/?#%\\]+$/);
export const zName = z.string().trim().min(1).max(120);
export const zVersion = z.number().int().min(1);
