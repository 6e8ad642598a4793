import {
  bytesText,
  type HealthCheck,
  healthFix,
  healthName,
  healthSentence,
  trendUnits,
} from "@lineside/domain/health";
import { formatNumber, formatPercent, usePlantZone } from "~/lib/format.ts";
import { useLanguage } from "~/lib/i18n.ts";
import { numberOf, type Vital } from "../parts.ts";

/** What a check says, in the reader's language: the words of the notices and of lineside doctor. */
export function useHealthWords() {
  const language = useLanguage();
  const zone = usePlantZone();
  return {
    name: ({ code }: Pick<HealthCheck, "code">) => healthName(code, language),
    sentence: (check: HealthCheck) => healthSentence(check, language, zone),
    fix: (check: HealthCheck) => healthFix(check, language, zone),
  };
}

/** 12 ms, 3.1 MB, 62 %; a dash: nobody knows. */
export function figureOf(check: HealthCheck, code: Vital): string {
  const value = numberOf(check, code);
  if (value === null) return "–";
  const unit = trendUnits[code];
  if (unit === "bytes") return bytesText(value);
  if (unit === "percent") return formatPercent(value / 100, 0);
  return `${formatNumber(value, value < 10 ? 1 : 0)} ms`;
}
