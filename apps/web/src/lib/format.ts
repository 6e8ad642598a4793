import { currentLanguage } from "./i18n.ts";
import { createStore, useStore } from "./store.ts";

const zone = createStore("Asia/Shanghai");

/** Set from the session: every time on screen is plant time, whatever the terminal's own zone says. */
export const setPlantZone = (timeZone: string) => zone.set(timeZone);
export const plantZone = () => zone.get();
export const usePlantZone = () => useStore(zone);

export type TimeStyle = "dateTime" | "time" | "date" | "minute";

const timeParts: Record<TimeStyle, Intl.DateTimeFormatOptions> = {
  dateTime: {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  },
  minute: {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  },
  time: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  date: { year: "numeric", month: "2-digit", day: "2-digit" },
};

/** `2026-11-22 14:32:07` in plant time: the same in both languages, sorts as text, no am/pm. */
export function formatTime(at: string | number, style: TimeStyle = "dateTime"): string {
  const ms = typeof at === "number" ? at : Date.parse(at);
  // sv-SE writes ISO order; the plant reads numbers, not month names.
  return cached(
    `${style}|${zone.get()}`,
    () => new Intl.DateTimeFormat("sv-SE", { ...timeParts[style], timeZone: zone.get() }),
  ).format(ms);
}

/** `UTC+8` */
export function zoneLabel(at: number): string {
  const parts = cached(
    `zone|${zone.get()}`,
    () => new Intl.DateTimeFormat("en-US", { timeZone: zone.get(), timeZoneName: "shortOffset" }),
  ).formatToParts(at);
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? "";
  return name.replace("GMT", "UTC");
}

export function formatNumber(value: number, digits = 3): string {
  const language = currentLanguage();
  return cached(
    `n|${language}|${digits}`,
    () => new Intl.NumberFormat(language, { maximumFractionDigits: digits }),
  ).format(value);
}

/** 0.981 → `98.1 %`; no data stays no data. */
export function formatPercent(share: number | null | undefined, digits = 1): string {
  if (share === null || share === undefined || Number.isNaN(share)) return "–";
  return `${(share * 100).toFixed(digits)} %`;
}

const units = {
  en: { day: " d", hour: " h", minute: " min", second: " s", between: " " },
  "zh-CN": { day: " 天", hour: " 小时", minute: " 分", second: " 秒", between: " " },
};

/** The two largest units that say something; seconds only while they still matter. */
export function formatDuration(ms: number): string {
  const unit = units[currentLanguage() === "zh-CN" ? "zh-CN" : "en"];
  const seconds = Math.max(0, Math.round(ms / 1000));
  const minutes = Math.floor(seconds / 60) % 60;
  const hours = Math.floor(seconds / 3600) % 24;
  const days = Math.floor(seconds / 86_400);
  const two = (value: number) => String(value).padStart(2, "0");
  if (days > 0) return `${days}${unit.day}${unit.between}${hours}${unit.hour}`;
  if (hours > 0) return `${hours}${unit.hour}${unit.between}${two(minutes)}${unit.minute}`;
  if (minutes >= 10) return `${minutes}${unit.minute}`;
  if (minutes > 0)
    return `${minutes}${unit.minute}${unit.between}${two(seconds % 60)}${unit.second}`;
  return `${seconds}${unit.second}`;
}

export function formatAgo(at: string, now: number): string {
  return formatDuration(now - Date.parse(at));
}

const formats = new Map<string, unknown>();

function cached<T>(key: string, make: () => T): T {
  if (!formats.has(key)) formats.set(key, make());
  return formats.get(key) as T;
}
