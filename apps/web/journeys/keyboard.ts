import type { CDPSession, Page } from "playwright-core";

/** Slower than any scanner, faster than most people. */
const fingerMs = 80;
const scannerMs = 3;

/** Keys as hands and scanners press them: the page tells one from the other by their pace. */
export class Keyboard {
  #session: Promise<CDPSession>;

  constructor(readonly page: Page) {
    this.#session = page.context().newCDPSession(page);
  }

  /** A keyboard-wedge scanner: the code in one burst, ended by Enter, whatever has the focus. */
  async scan(code: string): Promise<void> {
    const session = await this.#session;
    // The browser is told when each key fell: a busy machine must not make the scanner slow.
    const startSeconds =
      (await this.page.evaluate(() => performance.timeOrigin + performance.now())) / 1000;
    const keys = [...code].map((key) => ({ key, text: key }));
    const all = [...keys, { key: "Enter", text: "\r" }];
    await Promise.all(
      all.flatMap(({ key, text }, at) => {
        const timestamp = startSeconds + (at * scannerMs) / 1000;
        const windowsVirtualKeyCode = key === "Enter" ? 13 : undefined;
        const stroke = { key, code: key === "Enter" ? "Enter" : "", windowsVirtualKeyCode };
        return [
          session.send("Input.dispatchKeyEvent", { type: "keyDown", text, timestamp, ...stroke }),
          session.send("Input.dispatchKeyEvent", { type: "keyUp", timestamp, ...stroke }),
        ];
      }),
    );
  }

  /** Typed by hand into whatever has the focus. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: fingerMs });
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Replaces what stands in the field that has the focus. */
  async retype(text: string): Promise<void> {
    await this.press("ControlOrMeta+a");
    await this.type(text);
  }
}
