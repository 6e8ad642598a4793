import { expect } from "bun:test";
import type { Locator } from "playwright-core";
import { doubleEnterMs } from "../src/features/station/scan-loop.ts";
import type { Person } from "./stage.ts";

/** The station page as the one standing before it sees it: scan, look, scan. */
export class StationFloor {
  constructor(readonly person: Person) {}

  /** The terminal that stands at a station, where it was chosen once. */
  async stand(code: string): Promise<void> {
    await this.person.go(`/station/${code}`);
    await this.isReady();
  }

  /** Ready: the counts of the station are known. */
  async isReady(): Promise<void> {
    const { page, t } = this.person;
    await page.getByText(t("station:prompt"), { exact: true }).waitFor();
    await page.getByText(/^\d+$/).first().waitFor();
  }

  /** The answer that fills the screen, by its word; waits for it. */
  async verdict(word: string, about?: string): Promise<Locator> {
    const cover = this.person.page.locator("[data-verdict]").filter({ hasText: word });
    const wanted = about ? cover.filter({ hasText: about }) : cover;
    await wanted.waitFor();
    return wanted;
  }

  /** A green screen goes by itself; the next key is meant for what is behind it. */
  async isClear(): Promise<void> {
    await this.person.page.locator("[data-verdict]").waitFor({ state: "detached" });
  }

  async takeIn(sn: string): Promise<void> {
    await this.person.keys.scan(sn);
    await this.verdict(this.person.t("station:verdict.in"), sn);
  }

  /**
   * Enter, by a hand that is slower than the second line end of some scanners: the page counts from
   * when it heard the first one, which on a busy machine is later than when it was pressed.
   */
  async pass(sn: string): Promise<Locator> {
    await this.person.page.waitForFunction((echoMs) => {
      const enters = performance.getEntriesByName("journey:enter", "mark");
      return performance.now() - (enters.at(-1)?.startTime ?? 0) > echoMs;
    }, doubleEnterMs + 150);
    await this.person.keys.press("Enter");
    return this.verdict(this.person.t("station:pass"), sn);
  }

  /** In, and out with Enter: what most boards are. */
  async passThrough(sn: string): Promise<Locator> {
    await this.takeIn(sn);
    return this.pass(sn);
  }

  /** A board the machines left here, in and out at its last step: the screen says that it is done. */
  async finish(sn: string): Promise<void> {
    const { page, t } = this.person;
    await page.getByTitle(sn).first().waitFor();
    const done = await this.passThrough(sn);
    expect(await done.textContent()).toContain(t("station:verdict.done"));
    await this.isClear();
  }

  /** The field of a value; the one to fill next has the focus. */
  async isFocused(field: Locator): Promise<void> {
    const handle = await field.elementHandle();
    await this.person.page.waitForFunction((wanted) => wanted === document.activeElement, handle);
  }

  /** The next value is asked for: its empty field has the focus. */
  async isAsked(): Promise<void> {
    await this.person.page.waitForFunction(() => {
      const field = document.activeElement;
      return field instanceof HTMLInputElement && field.name !== "" && field.value === "";
    });
  }
}
