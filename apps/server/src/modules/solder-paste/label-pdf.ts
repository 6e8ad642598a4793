import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from "@cantoo/pdf-lib";
import type { LabelSize } from "@lineside/domain/solder-paste";
import { encode } from "uqr";
import { type Label, millimetres } from "./label.ts";

const pointsPerMillimetre = 72 / 25.4;

/** One label a page, vector throughout. Its fonts are the reader's own: nothing is read from disk. */
export async function labelsPdf(labels: readonly Label[], size: LabelSize): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  pdf.setTitle("Solder paste labels");
  const bold = await pdf.embedFont(StandardFonts.HelveticaBold);
  const plain = await pdf.embedFont(StandardFonts.Helvetica);
  const { width, height } = millimetres[size];
  const fonts = { bold: typeface(bold), plain: typeface(plain) };
  for (const [index, label] of labels.entries()) {
    // Two hundred take half a second: scans of the floor go on meanwhile.
    if (index % 10 === 9) await new Promise(setImmediate);
    const page = pdf.addPage([width * pointsPerMillimetre, height * pointsPerMillimetre]);
    drawLabel(page, label, fonts);
  }
  return await pdf.save();
}

function drawLabel(page: PDFPage, label: Label, fonts: { bold: Typeface; plain: Typeface }): void {
  const { width, height } = page.getSize();
  const margin = 2 * pointsPerMillimetre;
  const side = height * 0.58;
  drawQr(page, label.bottleNo, { x: margin, top: height - margin, side });
  const numberSize = height * 0.14;
  const number = fitted(label.bottleNo, {
    font: fonts.bold,
    size: numberSize,
    width: width - 2 * margin,
  });
  page.drawText(number.text, {
    x: margin,
    y: margin * 1.1,
    size: number.size,
    font: fonts.bold.font,
  });
  const x = margin * 2 + side;
  const step = side / label.lines.length;
  for (const [index, line] of label.lines.entries()) {
    const face = index === 0 ? fonts.bold : fonts.plain;
    const { text, size } = fitted(line, {
      font: face,
      size: step * 0.72,
      width: width - x - margin,
    });
    page.drawText(text, { x, y: height - margin - step * (index + 0.8), size, font: face.font });
  }
}

/** One path for all dark squares. */
function drawQr(page: PDFPage, text: string, at: { x: number; top: number; side: number }): void {
  const { data, size } = encode(text, { ecc: "M", border: 0 });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
  page.drawSvgPath(path, { x: at.x, y: at.top, scale: at.side / size, color: rgb(0, 0, 0) });
}

interface Typeface {
  readonly font: PDFFont;
  readonly known: ReadonlySet<number>;
}

const typeface = (font: PDFFont): Typeface => ({ font, known: new Set(font.getCharacterSet()) });

/** Shrinks until it fits. What the font cannot show becomes a question mark; the QR code says it all. */
function fitted(line: string, to: { font: Typeface; size: number; width: number }) {
  const { font, known } = to.font;
  const text = [...line].map((char) => (known.has(char.codePointAt(0) ?? 0) ? char : "?")).join("");
  const natural = font.widthOfTextAtSize(text, to.size);
  return { text, size: natural <= to.width ? to.size : (to.size * to.width) / natural };
}
