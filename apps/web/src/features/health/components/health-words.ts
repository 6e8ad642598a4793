import {
  bytesText,
  type HealthCheck,
  healthFix,
  healthName,
  healthSentence,
} from "@lineside/domain/health";
import { formatDuration, formatNumber, formatPercent, usePlantZone } from "~/lib/format.ts";
import { useLanguage } from "~/lib/i18n.ts";
import { newest } from "../parts.ts";

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

/** 12 ms, 3.1 MB, 62 %; null: nobody knows. */
export function figureOf(check: HealthCheck): string | null {
  const found = newest(check);
  if (found === null) return null;
  const { value, unit } = found;
  if (unit === "bytes") return bytesText(value);
  if (unit === "percent") return formatPercent(value / 100, 0);
  if (unit === "seconds") return formatDuration(value * 1000);
  if (unit === "count") return formatNumber(value, 0);
  return `${formatNumber(value, value < 10 ? 1 : 0)} ${unit === "hours" ? "h" : unit}`;
}
