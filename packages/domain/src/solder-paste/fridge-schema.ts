import { z } from "zod";
import { pageQuery, zInstant, zKey, zName, zVersion } from "../kernel/index.ts";

const zCelsius = z.number().min(-60).max(60);
const zRemark = z.string().trim().max(500).nullish();

const fridgeFields = { name: zName, minC: zCelsius, maxC: zCelsius, isActive: z.boolean() };
export const fridgeListQuery = pageQuery.extend({ isActive: z.stringbool().optional() });
export const fridgeCreate = z
  .object({ code: zKey, ...fridgeFields, isActive: z.boolean().default(true) })
  .refine((fridge) => fridge.minC < fridge.maxC, {
    path: ["maxC"],
    message: "maxC is not above minC",
  });
export const fridgePatch = z.object(fridgeFields).partial().extend({ version: zVersion });

export const fridgeReadingRow = z.object({
  id: z.string(),
  fridgeCode: z.string(),
  measuredAt: zInstant,
  temperatureC: z.number(),
  isWithin: z.boolean(),
  /** The limits that held when it was read. */
  minC: z.number(),
  maxC: z.number(),
  source: z.enum(["MANUAL", "DEVICE"]),
  measuredByName: z.string(),
  reviewedAt: zInstant.nullable(),
  reviewedByName: z.string().nullable(),
  remark: z.string().nullable(),
  recordedAt: zInstant,
});

export const fridgeRow = z.object({
  id: z.string(),
  code: z.string(),
  ...fridgeFields,
  version: zVersion,
  /** Bottles in it now. */
  bottleCount: z.number().int(),
  lastReading: fridgeReadingRow.nullable(),
  /** Readings nobody has reviewed yet. */
  unreviewed: z.number().int(),
});

export const fridgeReadingsQuery = pageQuery
  .omit({ q: true })
  .extend({ from: zInstant.optional(), to: zInstant.optional() });

export const fridgeReadingInput = z.object({
  temperatureC: zCelsius,
  /** When it was read off; now, when absent. Older than 30 minutes is refused: no back-filling. */
  measuredAt: zInstant.optional(),
  remark: zRemark,
});
export const fridgeReviewInput = z.object({ remark: zRemark });

export const fridgeTrendQuery = z.object({
  days: z.coerce.number().int().min(1).max(92).default(7),
});
export const fridgeTrendAnswer = z.object({
  fridgeCode: z.string(),
  minC: z.number(),
  maxC: z.number(),
  from: zInstant,
  to: zInstant,
  bucketMinutes: z.number().int(),
  points: z.array(
    z.object({
      /** Begin of the bucket. */
      at: zInstant,
      minC: z.number(),
      maxC: z.number(),
      meanC: z.number(),
      count: z.number().int(),
      /** Readings of the bucket outside the limits that held then. */
      outside: z.number().int(),
    }),
  ),
});

/** A reading older than this when it is written down is refused (domain.md 4.15: no back-filling). */
export const readingAgeMinutesMax = 30;

export type FridgeRow = z.infer<typeof fridgeRow>;
export type FridgeCreate = z.infer<typeof fridgeCreate>;
export type FridgeReadingRow = z.infer<typeof fridgeReadingRow>;
export type FridgeReadingInput = z.infer<typeof fridgeReadingInput>;
export type FridgeTrendAnswer = z.infer<typeof fridgeTrendAnswer>;
