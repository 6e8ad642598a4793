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

/** Milliseconds as `8 s`, `3 min 20 s`, `5 h 07 min`, `3 d 4 h`: the two units people act on. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [days, hours, minutes, rest] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ] as const;
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${String(minutes).padStart(2, "0")} min`;
  if (minutes > 0) return `${minutes} min ${String(rest).padStart(2, "0")} s`;
  return `${rest} s`;
}

export function formatAgo(at: string, now: number): string {
  return formatDuration(now - Date.parse(at));
}

const formats = new Map<string, unknown>();

function cached<T>(key: string, make: () => T): T {
  if (!formats.has(key)) formats.set(key, make());
  return formats.get(key) as T;
}
