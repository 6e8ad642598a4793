import { z } from "zod";
import { zInstant } from "../kernel/index.ts";

/** A board a machine says is inside it. */
export const presenceRow = z.object({
  id: z.string(),
  /** As the machine reads it: a board, a panel or a carrier. */
  identifier: z.string(),
  position: z.number().int().nullable(),
  sn: z.string().nullable(),
  arrivedAt: zInstant,
});

export type PresenceRow = z.infer<typeof presenceRow>;
