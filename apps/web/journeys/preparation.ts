import type { BoardAnswer, ReadinessItem } from "@lineside/domain/readiness";
import type { Locator } from "playwright-core";
import type { Person, Stage } from "./stage.ts";

/** Settles what a run still lacks, for journeys about something else: the plant manager accepts it. */
export async function acceptAsItIs(stage: Stage, runNo: string): Promise<void> {
  const manager = await stage.person();
  await manager.signIn("manager");
  const { items } = await manager.call<BoardAnswer>("GET", `/runs/${runNo}/readiness`);
  for (const { checkCode, itemKey, fingerprint, state } of items)
    if (state === "FAILED")
      await manager.call("POST", `/runs/${runNo}/readiness/waivers`, {
        checkCode,
        itemKey,
        fingerprint,
        reason: "Accepted for this journey",
      });
  await manager.context.close();
}

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
