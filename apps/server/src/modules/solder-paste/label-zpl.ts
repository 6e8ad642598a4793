import type { LabelSize } from "@lineside/domain/solder-paste";
import { type Label, millimetres } from "./label.ts";

/** 203 dpi, the resolution of nearly every label printer on a floor. */
const dotsPerMillimetre = 8;

/** ZPL II for a label printer, one format a label: QR model 2 on the left, the lines on its right. */
export function labelsZpl(labels: readonly Label[], size: LabelSize): string {
  return labels.map((label) => labelZpl(label, size)).join("");
}

function labelZpl({ bottleNo, lines }: Label, size: LabelSize): string {
  const width = millimetres[size].width * dotsPerMillimetre;
  const height = millimetres[size].height * dotsPerMillimetre;
  const margin = 2 * dotsPerMillimetre;
  // A module is as wide as the longest number allows: version 4 has 33 of them.
  const magnification = Math.floor((height * 0.6) / 33);
  const x = margin * 2 + magnification * 33;
  const step = Math.floor((height * 0.58) / lines.length);
  const texts = lines.map((line, index) =>
    field({ x, y: margin + step * index }, `^A0N,${Math.floor(step * 0.75)}`, line),
  );
  const number = field({ x: margin, y: Math.floor(height * 0.78) }, "^A0N,36", bottleNo);
  return [
    "^XA^CI28",
    `^PW${width}^LL${height}^LH0,0`,
    field({ x: margin, y: margin }, `^BQN,2,${magnification}`, `MA,${bottleNo}`),
    ...texts,
    number,
    "^XZ\n",
  ].join("\n");
}

const field = (at: { x: number; y: number }, format: string, text: string) =>
  `^FO${at.x},${at.y}${format}^FH_^FD${escaped(text)}^FS`;

/** Commands begin with ^ or ~ and ^FH_ makes _ the escape: all three go as hexadecimal, like what is no ASCII. */
export function escaped(text: string): string {
  return [...new TextEncoder().encode(text)]
    .map((byte) => {
      const isPlain = byte >= 0x20 && byte < 0x7f && !"^~_".includes(String.fromCharCode(byte));
      return isPlain
        ? String.fromCharCode(byte)
        : `_${byte.toString(16).padStart(2, "0").toUpperCase()}`;
    })
    .join("");
}
