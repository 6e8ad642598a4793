import { z } from "zod";

export const integrityCron = "health.integrity";

/** What the nightly look into the pages and the schema found. */
export const zNightlyLook = z.object({
  lookedAt: z.string(),
  /** null: PostgreSQL looks after its pages. */
  found: z.string().nullable(),
  differences: z.array(
    z.object({ kind: z.enum(["MISSING", "FOREIGN", "DIFFERENT"]), name: z.string() }),
  ),
});
export type NightlyLook = z.output<typeof zNightlyLook>;
