import { type Instant, plantParts } from "@lineside/domain/kernel";
import type { LabelSize, PasteBottleRow } from "@lineside/domain/solder-paste";

export interface Label {
  /** What the QR code says: scanning it is typing the number. */
  readonly bottleNo: string;
  /** Below the number, in order of importance. */
  readonly lines: readonly string[];
}

export const millimetres: Record<LabelSize, { width: number; height: number }> = {
  "50x30": { width: 50, height: 30 },
  "70x40": { width: 70, height: 40 },
};

/** Dates as the plant's wall shows them: a label is read by people. */
export function labelOf(bottle: PasteBottleRow, timeZone: string): Label {
  const day = (at: Instant) => {
    const [year, month, date] = plantParts(at, timeZone);
    return `${year}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
  };
  return {
    bottleNo: bottle.bottleNo,
    lines: [
      bottle.typeCode,
      `LOT ${bottle.lotNo}`,
      `EXP ${day(bottle.expiresAt)}`,
      `REC ${day(bottle.receivedAt)}`,
    ],
  };
}
