import {
  addMinutes,
  elapsedMs,
  type Instant,
  ok,
  type Result,
  refuse,
  toInstant,
  toMs,
} from "../kernel/index.ts";
import { readingAgeMinutesMax } from "./fridge-schema.ts";

/** Within its limits, both included. QR-Pro-073: 0–8 ℃, read morning and afternoon. */
export function isWithin(temperatureC: number, limits: { minC: number; maxC: number }): boolean {
  return temperatureC >= limits.minC && temperatureC <= limits.maxC;
}

/** A reading is written down when it is read off: no back-filling (customer), no reading ahead. */
export function judgeReadingTime(measuredAt: Instant, now: Instant): Result<Instant> {
  if (measuredAt > addMinutes(now, 1)) return refuse("FRIDGE_READING_IN_FUTURE", { measuredAt });
  if (elapsedMs(measuredAt, now) > readingAgeMinutesMax * 60_000)
    return refuse("FRIDGE_READING_TOO_OLD", { measuredAt, minutesMax: readingAgeMinutesMax });
  return ok(measuredAt > now ? now : measuredAt);
}

/** Four eyes: who read the thermometer does not review the reading. */
export function judgeReview(
  reading: { id: string; measuredById: string | null; reviewedAt: Instant | null },
  reviewerId: string | null,
): Result<null> {
  if (reading.reviewedAt !== null)
    return refuse("FRIDGE_READING_REVIEWED", {
      readingId: reading.id,
      reviewedAt: reading.reviewedAt,
    });
  if (reading.measuredById !== null && reading.measuredById === reviewerId)
    return refuse("FRIDGE_READING_OWN", { readingId: reading.id });
  return ok(null);
}

/** Buckets that keep a chart below some 200 points. */
export function bucketMinutesOf(days: number): number {
  if (days <= 2) return 15;
  return days <= 7 ? 60 : days <= 31 ? 240 : 720;
}

export interface TrendPoint {
  at: Instant;
  minC: number;
  maxC: number;
  meanC: number;
  count: number;
  outside: number;
}

/** Readings, oldest first, as one point a bucket: a mean alone would hide the excursion. */
export function trendOf(
  readings: readonly { measuredAt: Instant; temperatureC: number; isWithin: boolean }[],
  bucketMinutes: number,
): TrendPoint[] {
  const size = bucketMinutes * 60_000;
  const buckets = new Map<number, { temperatureC: number; isWithin: boolean }[]>();
  for (const reading of readings) {
    const at = Math.floor(toMs(reading.measuredAt) / size) * size;
    const bucket = buckets.get(at);
    if (bucket) bucket.push(reading);
    else buckets.set(at, [reading]);
  }
  return [...buckets].map(([at, bucket]) => {
    const values = bucket.map((reading) => reading.temperatureC);
    const sum = values.reduce((total, value) => total + value, 0);
    return {
      at: toInstant(at),
      minC: Math.min(...values),
      maxC: Math.max(...values),
      meanC: Math.round((sum / values.length) * 100) / 100,
      count: values.length,
      outside: bucket.filter((reading) => !reading.isWithin).length,
    };
  });
}
