import { useT } from "~/lib/i18n.ts";

/** Why a unit is held: a person's words, or what the server wrote when a value was out of limits. */
export function useHoldReason(): (reason: string | null) => string {
  const t = useT();
  return (reason) => {
    const values = reason?.match(/^CAPTURE_OUT_OF_LIMITS: (.+)$/)?.[1];
    return values ? t("hold.outOfLimits", { values }) : (reason ?? t("hold.noReason"));
  };
}
