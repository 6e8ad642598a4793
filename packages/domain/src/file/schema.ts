import { z } from "zod";
import { zInstant } from "../kernel/index.ts";

/** What a photo or a scanned paper may be; decided by the first bytes, never by the name. */
export const mediaTypes = [
  "image/jpeg",
  "image/png",
  "image/webp",
  "image/heic",
  "application/pdf",
] as const;
export const zMediaType = z.enum(mediaTypes);
export const fileBytesMax = 10 * 1024 * 1024;
export const fileNameMax = 120;

export const fileRow = z.object({
  id: z.string(),
  sha256: z.string(),
  size: z.number().int(),
  mediaType: zMediaType,
  name: z.string(),
  uploadedAt: zInstant,
  uploadedByName: z.string(),
});

export type MediaType = z.infer<typeof zMediaType>;
export type FileRow = z.infer<typeof fileRow>;
