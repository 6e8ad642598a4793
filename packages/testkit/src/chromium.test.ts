import { expect, test } from "bun:test";
import { launchBrowser } from "./chromium.ts";

test("the browser shows Chinese and Latin text, bold and regular, in real glyphs", async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.setContent(
      `<canvas id="c" width="400" height="60"></canvas><p style="font-family:system-ui">过站 PASS <b>不良</b></p>`,
    );
    // A missing glyph is the same box for every character; drawn glyphs differ from each other.
    const pictures = await page.evaluate(() => {
      const canvas = document.querySelector("canvas") as HTMLCanvasElement;
      const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
      return ["过", "站", "板"].map((glyph) => {
        pen.clearRect(0, 0, 400, 60);
        pen.font = "40px system-ui, sans-serif";
        pen.fillText(glyph, 4, 44);
        return canvas.toDataURL();
      });
    });
    expect(new Set(pictures).size).toBe(3);
  } finally {
    await browser.close();
  }
}, 30_000);
