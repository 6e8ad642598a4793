import type { Instant } from "../kernel/index.ts";
import { type NoticeLanguage, wallTime } from "../notification/index.ts";
import type { HealthCode } from "./checks.ts";
import type { HealthCheck } from "./schema.ts";
import { databaseTexts } from "./texts-database.ts";
import { machineTexts } from "./texts-machine.ts";
import { operationTexts } from "./texts-operation.ts";

export interface HealthText {
  /** What is so. */
  readonly en: string;
  readonly zh: string;
  /** What to do about it; null: nothing. */
  readonly fix: { readonly en: string; readonly zh: string } | null;
}

/** Everything a check can say, by its reason: of trouble with what to do about it. */
export const healthTexts: {
  readonly [Code in HealthCode]: {
    readonly name: { readonly en: string; readonly zh: string };
    readonly says: Readonly<Record<string, HealthText>>;
  };
} = { ...databaseTexts, ...machineTexts, ...operationTexts };

/** What any check may say. */
const everywhere: Readonly<Record<string, HealthText>> = {
  NOT_LOOKED: {
    en: "Nobody has looked yet: the server has only just started",
    zh: "服务器刚启动，尚未检查",
    fix: null,
  },
  NOT_HERE: {
    en: "Only the running server knows; see Administration, Server health",
    zh: "仅运行中的服务器可知，请查看“系统 → 服务器健康”",
    fix: null,
  },
  UNSEEN: {
    en: "Could not be looked at: {{why}}",
    zh: "无法检查：{{why}}",
    fix: {
      en: "Run lineside doctor on the server, with the account it runs under; what it cannot look at either is a right it lacks.",
      zh: "在服务器上以其运行账户执行 lineside doctor；若仍无法检查，说明该账户缺少权限。",
    },
  },
};

type Told = Pick<HealthCheck, "code" | "reason" | "context">;

export const healthName = (code: HealthCode, language: NoticeLanguage): string =>
  healthTexts[code].name[language === "en" ? "en" : "zh"];

/** The sentence of a check for people, with its numbers as people read them. */
export function healthSentence(told: Told, language: NoticeLanguage, timeZone: string): string {
  const text = textOf(told);
  if (!text) return told.reason.toLowerCase().replaceAll("_", " ");
  return filled(language === "en" ? text.en : text.zh, told, { language, timeZone });
}

/** What to do about it; null: nothing. */
export function healthFix(told: Told, language: NoticeLanguage, timeZone: string): string | null {
  const fix = textOf(told)?.fix;
  if (!fix) return null;
  return filled(language === "en" ? fix.en : fix.zh, told, { language, timeZone });
}

function textOf({ code, reason }: Told): HealthText | undefined {
  return healthTexts[code].says[reason] ?? everywhere[reason];
}

function filled(
  text: string,
  { context }: Told,
  reader: { language: NoticeLanguage; timeZone: string },
): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, key: string) => shown(key, context[key], reader));
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

const placeNames: Readonly<Record<string, { en: string; zh: string }>> = {
  database: { en: "database", zh: "数据库" },
  backups: { en: "backups", zh: "备份" },
  files: { en: "files", zh: "文件" },
  logs: { en: "logs", zh: "日志" },
};

function shown(
  key: string,
  value: unknown,
  { language, timeZone }: { language: NoticeLanguage; timeZone: string },
): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "string") {
    if (instant.test(value)) return wallTime(value as Instant, timeZone);
    const place = key === "place" ? placeNames[value] : undefined;
    return place ? place[language === "en" ? "en" : "zh"] : value;
  }
  if (typeof value !== "number") return JSON.stringify(value);
  if (key.toLowerCase().endsWith("bytes")) return bytesText(value);
  return String(Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100);
}

/** 1.2 GB, as the makers of disks count. */
export function bytesText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  for (; Math.abs(value) >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${unit === 0 || value >= 100 ? Math.round(value) : Math.round(value * 10) / 10} ${units[unit]}`;
}
