import {
  type HealthCheck,
  healthFix,
  healthName,
  healthSentence,
  isTrouble,
} from "@lineside/domain/health";
import type { Examination } from "../../modules/ops/index.ts";

export type ReportLanguage = "en" | "zh-CN";

export interface Report extends Examination {
  at: string;
  node: string;
  version: string;
  commit: string;
  timezone: string;
  /** The newest errors of the log: time and message, and the request they belong to. */
  log: { time: string; message: string; requestId: string | null }[];
}

/** For people: a line a check, and under what is wrong what to do. */
export function reportText(report: Report, language: ReportLanguage): string {
  const { node, version, commit, server, database } = report;
  const say = words[language];
  const data = database ? `${database.dialect} ${database.version}` : say.noDatabase;
  const head = `Lineside ${version} (${commit}), ${node}, ${data}; ${server ? `${say.up} ${server}` : say.down}`;
  const checks = report.checks.map((check) => checkText(check, report.timezone, language));
  const troubles = report.checks.filter(({ level }) => isTrouble(level)).length;
  const end = troubles === 0 ? say.well : `${say.toDo} ${troubles}`;
  return `${head}\n\n${checks.join("")}${errorsText(report, say)}\n${end}\n`;
}

function checkText(check: HealthCheck, timezone: string, language: ReportLanguage): string {
  const sentence = healthSentence(check, language, timezone);
  const level = check.level === "OK" ? "ok" : check.level;
  const line = `  ${level.padEnd(8)} ${healthName(check.code, language)}: ${sentence}\n`;
  const { more } = check.context as { more?: unknown };
  const others = (check.context as { faults?: string[] }).faults?.slice(1) ?? [];
  const rest = others.map((reason) => {
    const other = { code: check.code, reason, context: {} };
    return `           ${healthSentence(other, language, timezone)}\n`;
  });
  // Without a right to look there is nothing to do about the thing itself.
  const fix = isTrouble(check.level) ? healthFix(check, language, timezone) : null;
  return `${line}${more ? rest.join("") : ""}${fix === null ? "" : `           → ${fix}\n`}`;
}

function errorsText({ errors, log }: Report, say: (typeof words)["en"]): string {
  const { cases, crons, backups } = errors ?? { cases: [], crons: [], backups: [] };
  const lines = [
    ...cases.map(({ kind, code, state, openedAt }) => `${openedAt} ${kind}: ${code} (${state})`),
    ...crons.map(
      ({ name, lastFinishedAt, lastError }) => `${lastFinishedAt} ${name}: ${lastError}`,
    ),
    ...backups.map(({ requestedAt, state, errorCode }) => `${requestedAt} ${state} ${errorCode}`),
    ...log.map(
      ({ time, message, requestId }) => `${time} ${message}${requestId ? ` (${requestId})` : ""}`,
    ),
  ];
  if (lines.length === 0) return "";
  return `\n${say.errors}\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

const words = {
  en: {
    up: "the server answers at",
    down: "the server does not answer",
    noDatabase: "no database",
    well: "Nothing is to be done.",
    toDo: "What is to be done stands under each finding:",
    errors: "Last errors:",
  },
  "zh-CN": {
    up: "服务器地址",
    down: "服务器未响应",
    noDatabase: "无数据库",
    well: "一切正常。",
    toDo: "需要处理的项数（处理方法见各项下方）：",
    errors: "最近的错误：",
  },
};
