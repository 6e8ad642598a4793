import type { FateCounts, IngestFate } from "@lineside/domain/ingest";
import { statusOf, type Tone } from "~/ui/status.ts";

/** Drawn from the ground up: what went well first. Received only says that it came. */
export const drawnFates = [
  "EXECUTED",
  "STORED",
  "DUPLICATE",
  "PARKED",
  "CONFLICT",
  "REJECTED",
  "MALFORMED",
  "DEAD",
] as const satisfies IngestFate[];

export interface FatePart {
  key: string;
  tone: Tone;
  label: string;
  quantity: number;
}

export function partsOf(fates: FateCounts, say: (fate: string) => string): FatePart[] {
  return drawnFates
    .map((fate) => ({
      key: fate,
      tone: statusOf("ingest", fate).tone,
      label: say(fate),
      quantity: fates[fate] ?? 0,
    }))
    .filter(({ quantity }) => quantity > 0);
}

export const totalOf = (fates: FateCounts) =>
  drawnFates.reduce((total, fate) => total + (fates[fate] ?? 0), 0);
