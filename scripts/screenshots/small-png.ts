import { deflateSync, inflateSync } from "node:zlib";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const colourMax = 256;

/**
 * A screenshot as a PNG of at most 256 colours: a third of the bytes, and nobody sees it, because a
 * screen of text has few colours and many shades of them.
 */
export function smallPng(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png);
  const { colours, indexOf } = palette(pixels);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rows[y * (width + 1) + 1 + x] = indexOf.get(pixels[y * width + x] ?? 0) ?? 0;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const table = Buffer.from(colours.flatMap((c) => [(c >> 16) & 255, (c >> 8) & 255, c & 255]));
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("PLTE", table),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** The most frequent colours, each other one shown as the nearest of them. */
function palette(pixels: Uint32Array): { colours: number[]; indexOf: Map<number, number> } {
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const byCount = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
  const colours = byCount.slice(0, colourMax);
  const indexOf = new Map(colours.map((colour, index) => [colour, index]));
  for (const colour of byCount.slice(colourMax)) indexOf.set(colour, nearest(colours, colour));
  return { colours, indexOf };
}

function nearest(colours: number[], wanted: number): number {
  let best = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (const [index, colour] of colours.entries()) {
    const [r, g, b] = [16, 8, 0].map((s) => ((colour >> s) & 255) - ((wanted >> s) & 255));
    const distance = 2 * (r ?? 0) ** 2 + 4 * (g ?? 0) ** 2 + 3 * (b ?? 0) ** 2;
    if (distance < smallest) [best, smallest] = [index, distance];
  }
  return best;
}

interface Bitmap {
  width: number;
  height: number;
  /** 0xRRGGBB each. */
  pixels: Uint32Array;
}

/** Reads what Chromium writes: 8 bits, RGB or RGBA, not interlaced. */
export function decode(png: Buffer): Bitmap {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const channels = { 2: 3, 6: 4 }[png[25] ?? 0];
  if (!png.subarray(0, 8).equals(signature) || png[24] !== 8 || !channels || png[28] !== 0)
    throw new Error("Only 8-bit RGB or RGBA PNG is read here");
  const raw = inflateSync(Buffer.concat(bodies(png, "IDAT")));
  const stride = width * channels;
  const lines = new Uint8Array(height * stride);
  for (let y = 0; y < height; y++) unfilter({ raw, lines, y, stride, channels });
  const pixels = new Uint32Array(width * height);
  for (let at = 0; at < pixels.length; at++) {
    const from = at * channels;
    const [r = 0, g = 0, b = 0] = lines.subarray(from, from + 3);
    pixels[at] = (r << 16) | (g << 8) | b;
  }
  return { width, height, pixels };
}

interface Line {
  raw: Buffer;
  lines: Uint8Array;
  y: number;
  stride: number;
  channels: number;
}

/** PNG filters, https://www.w3.org/TR/png-3/#9Filters */
function unfilter({ raw, lines, y, stride, channels }: Line): void {
  const kind = raw[y * (stride + 1)];
  const at = y * stride;
  for (let x = 0; x < stride; x++) {
    const left = x < channels ? 0 : (lines[at + x - channels] ?? 0);
    const up = y === 0 ? 0 : (lines[at + x - stride] ?? 0);
    const corner = x < channels || y === 0 ? 0 : (lines[at + x - stride - channels] ?? 0);
    const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][kind ?? 0] ?? 0;
    lines[at + x] = (raw[y * (stride + 1) + 1 + x] ?? 0) + predicted;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value)) as [
    number,
    number,
    number,
  ];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function bodies(png: Buffer, wanted: string): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString("latin1", at + 4, at + 8);
    if (type === wanted) found.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return found;
}

function chunk(type: string, body: Buffer): Buffer {
  const whole = Buffer.alloc(body.length + 12);
  whole.writeUInt32BE(body.length, 0);
  whole.write(type, 4, "latin1");
  body.copy(whole, 8);
  whole.writeUInt32BE(Bun.hash.crc32(whole.subarray(4, body.length + 8)), body.length + 8);
  return whole;
}
