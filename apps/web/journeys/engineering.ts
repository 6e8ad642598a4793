import type { Locator } from "playwright-core";
import type { Person } from "./stage.ts";

/** What an engineer does at the screens of products and routes. */
export class Engineering {
  constructor(readonly person: Person) {}

  async createProduct(code: string, name: string): Promise<void> {
    const { t, keys, page } = this.person;
    await this.person.go("/plant?tab=products");
    await this.person.open(t("plant:product.create"));
    await this.person.field(t("plant:code")).fill(code);
    await this.person.field(t("plant:name")).fill(name);
    await keys.press("Enter");
    await page.getByRole("row").filter({ hasText: code }).waitFor();
  }

  async createRoute(code: string, name: string, product: string): Promise<void> {
    const { t } = this.person;
    await this.person.go("/routes");
    await this.person.open(t("route:create"));
    await this.person.field(t("route:code")).fill(code);
    await this.person.field(t("route:name")).fill(name);
    await this.person.choose(t("route:product"), product);
    await this.person.button(t("route:create")).click();
    await this.person.heading(`${code} · ${name}`).waitFor();
    // The closing drawer gives the focus back a moment later; opened anew, nothing takes it away.
    await this.person.go(`/routes/${code}`);
    await this.person.heading(`${code} · ${name}`).waitFor();
  }

  /** The rows of the sequence, in order. */
  steps(): Locator {
    const { page, t } = this.person;
    return page.getByRole("list", { name: t("route:steps"), exact: true }).locator("> li");
  }

  step(operation: string): Locator {
    return this.steps().filter({ hasText: operation });
  }

  async addSteps(operations: string[]): Promise<void> {
    for (const operation of operations) {
      await this.person.choose(this.person.t("route:addStep"), operation);
      await this.step(operation).waitFor();
    }
  }

  async saveSequence(): Promise<void> {
    const { t } = this.person;
    await this.person.button(t("route:steps.save")).click();
    await this.person.button(t("route:steps.save")).waitFor({ state: "detached" });
  }

  /** Opens a step with the keyboard. */
  async open(operation: string): Promise<void> {
    await this.step(operation).focus();
    await this.person.keys.press("Enter");
    const { t, page } = this.person;
    await page.getByText(t("route:captureItems", { operation }), { exact: true }).waitFor();
  }

  /** Says at the step itself where it runs; the row shows it once it is saved. */
  async runAt(operation: string, station: string): Promise<void> {
    const { t, page } = this.person;
    await this.open(operation);
    await page.getByRole("checkbox", { name: t("route:sayStations") }).check();
    await page.getByRole("checkbox", { name: new RegExp(`^${station} `) }).check();
    await this.person.button(t("common:save")).click();
    await this.person.button(t("common:save")).waitFor({ state: "detached" });
    await this.step(operation).getByText(station, { exact: true }).waitFor();
  }

  async compile(): Promise<void> {
    await this.person.button(this.person.t("route:compile")).click();
  }
}
