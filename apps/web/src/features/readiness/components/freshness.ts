import { useT } from "~/lib/i18n.ts";

/** `8 h`, `7 d`; null: any age. */
export function useFreshnessText(): (minutes: number | null) => string {
  const t = useT("readiness");
  return (minutes) => {
    if (minutes === null) return t("anyAge");
    if (minutes % 1440 === 0) return t("days", { count: minutes / 1440 });
    return t("hours", { count: Math.round((minutes / 60) * 10) / 10 });
  };
}
