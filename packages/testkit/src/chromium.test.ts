import { expect, test } from "bun:test";
import { launchBrowser } from "./chromium.ts";

// A missing glyph is the same box for every character; drawn glyphs differ from each other.
const drawGlyphs = `["过", "站", "板"].map((glyph) => {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  pen.font = "40px system-ui, sans-serif";
  pen.fillText(glyph, 4, 44);
  return canvas.toDataURL();
})`;

test("the browser draws Chinese on a machine without Chinese fonts", async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const pictures = await page.evaluate<string[]>(drawGlyphs);
    expect(new Set(pictures).size).toBe(3);
  } finally {
    await browser.close();
  }
}, 30_000);
