import { z } from "zod";
import { toInstant } from "./instant.ts";

export const zInstant = z.iso
  .datetime({ offset: true })
  .transform((text) => toInstant(text))
  .meta({ format: "date-time" });

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
