import type { Person } from "./stage.ts";
import { pattern } from "./texts.ts";

/** What a planner does at the screens of orders and runs. */
export class Planning {
  constructor(readonly person: Person) {}

  async receive(order: { woNo: string; product: string; quantity: number }): Promise<void> {
    const { t, keys } = this.person;
    await this.person.go("/orders");
    await this.person.open(t("order:receive"));
    await this.person.field(t("order:woNo")).fill(order.woNo);
    await this.person.choose(t("order:product"), order.product);
    await this.person.field(t("order:plannedQty")).fill(String(order.quantity));
    await keys.press("Enter");
    await this.person.heading(order.woNo).waitFor();
    await this.person.state("order.RECEIVED").waitFor();
  }

  async release(line: string): Promise<void> {
    const { t } = this.person;
    await this.person.open(t("order:release"));
    await this.person.field(t("order:line")).selectOption(line);
    await this.person.button(t("order:release")).click();
    await this.person.state("order.RELEASED").waitFor();
  }

  /** Returns the number of the run, whose page is open then. */
  async cutRun(quantity: number): Promise<string> {
    const { t, keys, page } = this.person;
    await this.person.open(t("order:cutRun"));
    await this.person.field(t("order:quantity")).fill(String(quantity));
    await keys.press("Enter");
    await page.waitForURL("**/runs/*");
    const runNo = decodeURIComponent(new URL(page.url()).pathname.split("/").at(-1) ?? "");
    await this.person.heading(runNo).waitFor();
    return runNo;
  }

  /** Returns the serial numbers made, in order. */
  async generateUnits(runNo: string): Promise<string[]> {
    const { t, page } = this.person;
    await this.person.button(t("run:generate")).click();
    await page
      .getByText(pattern(t("run:unitsMade")))
      .first()
      .waitFor();
    const path = `/runs/${encodeURIComponent(runNo)}/units`;
    const units = await this.person.call<{ items: { sn: string }[] }>("GET", path);
    return units.items.map(({ sn }) => sn).toSorted();
  }

  async authorize(): Promise<void> {
    await this.person.button(this.person.t("run:authorize")).click();
    await this.person.state("run.AUTHORIZED").waitFor();
  }
}
