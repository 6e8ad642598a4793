import type { BoardAnswer, ReadinessItem } from "@lineside/domain/readiness";
import type { Locator } from "playwright-core";
import type { Person } from "./stage.ts";

/** What people do at the preparation board of a run; its page is open. */
export class PreparationBoard {
  constructor(readonly person: Person) {}

  /** The row of a check, by its name on screen. */
  row({ checkCode, itemKey }: Pick<ReadinessItem, "checkCode" | "itemKey">): Locator {
    const { page, t } = this.person;
    return page
      .getByRole("list", { name: t("readiness:items") })
      .getByRole("listitem")
      .filter({ hasText: t(`words:check.${checkCode}`) })
      .filter({ hasText: itemKey });
  }

  async board(): Promise<BoardAnswer> {
    const runNo = new URL(this.person.page.url()).pathname.split("/").at(-2) ?? "";
    return await this.person.call<BoardAnswer>("GET", `/runs/${runNo}/readiness`);
  }

  async failed(): Promise<ReadinessItem[]> {
    return (await this.board()).items.filter(({ state }) => state === "FAILED");
  }

  /** Accepts a failure with a reason, in place. */
  async waive(item: ReadinessItem, reason: string): Promise<void> {
    const { t, page } = this.person;
    await this.row(item)
      .getByRole("button", { name: t("readiness:waive"), exact: true })
      .click();
    await this.person.field(t("common:reason.label")).fill(reason);
    await page
      .locator("form")
      .getByRole("button", { name: t("readiness:waive"), exact: true })
      .click();
    await this.row(item).getByText(t("states:readiness.WAIVED")).first().waitFor();
  }
}
