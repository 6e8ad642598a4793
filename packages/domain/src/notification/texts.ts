import type { locales } from "../auth/index.ts";
import { type Instant, plantParts } from "../kernel/index.ts";

export type NoticeLanguage = (typeof locales)[number];

/** What is told, in both languages: a notice can only be sent with a code that has its sentence here. */
export const noticeTexts = {
  CLOCK_WARNING: {
    en: "{{subjectKey}}: {{ruleName}} runs out at {{expiresAt}} ({{remainingMinutes}} min left)",
    zh: "{{subjectKey}}：{{ruleName}}将于 {{expiresAt}} 到期（剩余 {{remainingMinutes}} 分钟）",
  },
  CLOCK_EXPIRED: {
    en: "{{subjectKey}}: {{ruleName}} ran out at {{expiresAt}}",
    zh: "{{subjectKey}}：{{ruleName}}已于 {{expiresAt}} 超时",
  },
  PASTE_READY: {
    en: "Solder paste {{bottleNo}} has thawed and may be used",
    zh: "锡膏 {{bottleNo}} 回温完成，可以使用",
  },
  PASTE_EXPIRY_NEAR: {
    en: "Solder paste {{bottleNo}} may only be used until {{usableUntil}}",
    zh: "锡膏 {{bottleNo}} 仅可使用至 {{usableUntil}}",
  },
  PASTE_EXPIRED: {
    en: "Solder paste {{bottleNo}} must not be used any more since {{usableUntil}}",
    zh: "锡膏 {{bottleNo}} 已于 {{usableUntil}} 超期，禁止使用",
  },
  INGEST_EVENT_DEAD: {
    en: "Events of {{source}} waited too long and need a decision: {{dedupeKey}} ({{reason}})",
    zh: "来自 {{source}} 的事件等待超时，需要人工处理：{{dedupeKey}}（{{reason}}）",
  },
  FRIDGE_OUT_OF_LIMITS: {
    en: "Fridge {{fridgeCode}}: {{temperatureC}} °C is outside {{minC}}–{{maxC}} °C",
    zh: "冰箱 {{fridgeCode}}：温度 {{temperatureC}} °C 超出 {{minC}}–{{maxC}} °C",
  },
  CHANGEOVER_DUE: {
    en: "Run {{runNo}}: changeover of line {{lineCode}} at {{changeoverAt}}, prepare it now",
    zh: "批次 {{runNo}}：产线 {{lineCode}} 将于 {{changeoverAt}} 换线，请做好准备",
  },
  WAIVER_REQUESTED: {
    en: "Run {{runNo}}: a waiver of {{checkCode}} waits for a second approval",
    zh: "批次 {{runNo}}：{{checkCode}} 的豁免等待第二人批准",
  },
  WAIVER_GRANTED: {
    en: "Run {{runNo}}: {{checkCode}} was waived by {{byName}}",
    zh: "批次 {{runNo}}：{{checkCode}} 已由 {{byName}} 豁免",
  },
  ENDPOINT_SILENT: {
    en: "{{handle}} at {{stationCode}} has not been heard since {{lastSeenAt}}",
    zh: "工位 {{stationCode}} 的设备 {{handle}} 自 {{lastSeenAt}} 起无通信",
  },
  UNIT_DISQUALIFIED: {
    en: "{{stationCode}} took {{sns}} out of production ({{reason}}): decide, scrapping is recommended",
    zh: "工位 {{stationCode}} 将 {{sns}} 判为不合格品（{{reason}}），建议报废，请处置",
  },
  ENDPOINT_OTHER_KEY: {
    en: "{{rivalName}} speaks for {{handle}}, whose key is {{keyName}}: it does not count as the machine",
    zh: "{{rivalName}} 以设备 {{handle}} 的名义发送（其密钥为 {{keyName}}），不计为该设备的通信",
  },
  PROGRAM_MISMATCH: {
    en: "{{stationCode}} runs program {{running}}, run {{runNo}} needs {{expected}}",
    zh: "工位 {{stationCode}} 正在运行程序 {{running}}，批次 {{runNo}} 要求 {{expected}}",
  },
  BACKUP_FAILED: {
    en: "The backup of {{requestedAt}} could not be made: {{reason}}",
    zh: "{{requestedAt}} 的备份失败：{{reason}}",
  },
  BACKUP_DAMAGED: {
    en: "The backup {{name}} cannot be relied on: {{finding}} in {{part}}",
    zh: "备份 {{name}} 不可用：{{part}} 存在 {{finding}}",
  },
  BACKUP_LATE: {
    en: "The newest verified backup is of {{createdAt}}: older than {{ageHours}} hours",
    zh: "最近一次已验证的备份为 {{createdAt}}，已超过 {{ageHours}} 小时",
  },
  AUDIT_BROKEN: {
    en: "The audit trail is broken at seal {{seal}}: {{finding}} {{eventId}} ({{count}} in all)",
    zh: "审计记录在封存 {{seal}} 处异常：{{finding}} {{eventId}}（共 {{count}} 处）",
  },
  HEALTH_ALARM: {
    en: "{{check}} ({{where}}): {{sentence}}. {{fix}}",
    zh: "{{check}}（{{where}}）：{{sentence}}。{{fix}}",
  },
  HEALTH_CLEARED: {
    en: "{{check}} ({{where}}) is well again: {{sentence}}",
    zh: "{{check}}（{{where}}）已恢复正常：{{sentence}}",
  },
  CHANNEL_TEST: {
    en: "Test of the channel {{channelName}}: it works",
    zh: "通知渠道 {{channelName}} 测试成功",
  },
} as const satisfies Record<string, { en: string; zh: string }>;

export type NoticeCode = keyof typeof noticeTexts;
export const noticeCodes = Object.keys(noticeTexts) as [NoticeCode, ...NoticeCode[]];

export type NoticeContext = Readonly<Record<string, unknown>>;

/**
 * The sentence of a notice for people: times on the plant's wall clock, `xName` in Chinese as `xNameZh`
 * where the context has it, and nothing of a value that is missing.
 */
export function noticeSentence(
  notice: { code: string; context: NoticeContext },
  language: NoticeLanguage,
  timeZone: string,
): string {
  const texts = (noticeTexts as Record<string, { en: string; zh: string }>)[notice.code];
  if (!texts) return notice.code.toLowerCase().replaceAll("_", " ");
  const text = language === "en" ? texts.en : texts.zh;
  return text.replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const value = (language === "zh-CN" && notice.context[`${key}Zh`]) || notice.context[key];
    return shown(value, timeZone);
  });
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

function shown(value: unknown, timeZone: string): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "string") return instant.test(value) ? wallTime(value, timeZone) : value;
  return typeof value === "number" ? String(Math.round(value * 100) / 100) : JSON.stringify(value);
}

export function wallTime(at: Instant, timeZone: string): string {
  const [year, ...parts] = plantParts(at, timeZone);
  const [month, day, hour, minute] = parts.map((part) => String(part).padStart(2, "0"));
  return `${year}-${month}-${day} ${hour}:${minute}`;
}
