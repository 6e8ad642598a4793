import type { FormField, FormFinding, Value } from "@lineside/domain/form";
import { formatNumber, formatTime } from "~/lib/format.ts";
import { useLanguage, useT } from "~/lib/i18n.ts";

/** A form speaks two languages of its own: its labels, hints, choices and findings in the reader's. */
export function useFieldWords() {
  const isZh = useLanguage() === "zh-CN";
  const t = useT("form");
  const tErrors = useT("errors");
  const pick = (en: string | undefined, zh: string | undefined) => (isZh ? zh : en) ?? en ?? "";
  const label = (field: Pick<FormField, "label" | "labelZh">) => pick(field.label, field.labelZh);
  const choice = label;
  return {
    pick,
    label,
    choice,
    hint: (field: FormField) => pick(field.hint, field.hintZh),
    section: (field: FormField) => pick(field.section, field.sectionZh),
    limits: (field: FormField) => limitsOf(field),
    value: (field: FormField, value: Value | undefined): string => {
      if (value === null || value === undefined || value === "") return "–";
      if (typeof value === "boolean") return t(value ? "yes" : "no");
      if (Array.isArray(value)) return t("photos", { count: value.length });
      if (typeof value === "number") {
        const unit = field.type === "DURATION" ? t("minutes") : field.unit;
        return [formatNumber(value), unit].filter(Boolean).join(" ");
      }
      if (field.type === "DATETIME") return formatTime(value, "minute");
      const chosen = field.choices?.find((each) => each.value === value);
      return chosen ? choice(chosen) : value;
    },
    finding: (finding: FormFinding, field: FormField | undefined): string =>
      finding.message
        ? pick(finding.message, finding.messageZh)
        : tErrors(finding.code, {
            ...finding.context,
            field: field ? label(field) : finding.field,
          }),
  };
}

/** `235 – 250 °C`, `> 30 N/cm`, `≤ 60,000`. */
export function limitsOf(field: FormField): string {
  const { min, max, unit, isMinExclusive, isMaxExclusive } = field;
  const end = unit ? ` ${unit}` : "";
  if (min !== undefined && max !== undefined)
    return `${formatNumber(min)} – ${formatNumber(max)}${end}`;
  if (min !== undefined) return `${isMinExclusive ? ">" : "≥"} ${formatNumber(min)}${end}`;
  if (max !== undefined) return `${isMaxExclusive ? "<" : "≤"} ${formatNumber(max)}${end}`;
  return "";
}
