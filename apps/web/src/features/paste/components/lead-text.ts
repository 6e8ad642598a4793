import type { PasteBottleRow, PastePolicy } from "@lineside/domain/solder-paste";
import { formatDuration, formatTime } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";

/** What to do with a bottle in its state, in one sentence. */
export function useLeadText(): (bottle: PasteBottleRow, policy: PastePolicy) => string | null {
  const t = useT("paste");
  return (bottle, policy) => {
    const { need, minSeconds: seconds } = policy.stir;
    const mayLeave = need === "OPTIONAL";
    switch (bottle.state) {
      case "RECEIVED":
        return t(policy.needsFridge ? "lead.store" : "lead.noWarmUp");
      case "IN_FRIDGE":
        return t("lead.takeOut", { duration: formatDuration(policy.thawMinMinutes * 60_000) });
      case "THAWING":
        return bottle.readyAt
          ? t("lead.warmUp", { at: formatTime(bottle.readyAt, "minute").slice(-5) })
          : null;
      case "READY":
        if (need === "NONE") return t("lead.open");
        return mayLeave ? t("lead.mayStir", { seconds }) : t("lead.stir", { seconds });
      case "STIRRED":
        return t("lead.open");
      case "OPEN":
        return bottle.lineCode ? t("lead.onLine", { line: bottle.lineCode }) : t("lead.bind");
      case "RETURNED":
        return bottle.fridgeCode
          ? t("lead.returnedCold", { fridge: bottle.fridgeCode })
          : t("lead.returned");
      case "EMPTY":
      case "SCRAPPED":
        return t("lead.ended");
      default:
        return null;
    }
  };
}
