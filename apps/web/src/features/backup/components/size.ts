import { formatNumber } from "~/lib/format.ts";

/** Bytes as people compare them. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return "–";
  const units = ["kB", "MB", "GB", "TB"];
  let value = bytes / 1_000;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit++;
  }
  return `${formatNumber(value, value < 10 ? 1 : 0)} ${units[unit]}`;
}
