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
