import { hostname } from "node:os";
import { isTrouble } from "@lineside/domain/health";
import { openDoctor } from "../modules/ops/index.ts";
import { systemClock } from "../platform/clock.ts";
import { type Config, ConfigError, readConfig } from "../platform/config.ts";
import { commit, version } from "../platform/version.ts";
import { writeBundle } from "./doctor/bundle.ts";
import { newestLines } from "./doctor/log-lines.ts";
import { type Report, type ReportLanguage, reportText } from "./doctor/report.ts";
import { UsageError } from "./usage.ts";

const usage = `Usage: lineside doctor [--json] [--bundle[=file.tar.gz]] [--language=zh-CN]
Looks at configuration, disk, database, clock and what went wrong lately, and says what to do. With the
settings of the server (DATABASE_URL …), whether it runs or not. --bundle also writes one file for whoever
helps, without secrets. Exit 0: nothing to do, 1: something is to be done.`;

export async function doctor(words: string[]): Promise<number> {
  const asked = read(words);
  if (asked.isPages) return await pages(asked.settings);
  const { config, wrong } = readSettings(asked.settings);
  const report = await reportOf(config, wrong);
  process.stdout.write(
    asked.isJson ? `${JSON.stringify(report)}\n` : reportText(report, asked.language),
  );
  if (asked.bundle !== null) {
    const at = { path: asked.bundle, language: asked.language };
    const path = await writeBundle(report, config, at);
    process.stderr.write(`Support bundle: ${path}\n`);
  }
  return report.checks.some(({ level }) => isTrouble(level)) ? 1 : 0;
}

/** For the nightly look of a running server. */
async function pages(settings: string[]): Promise<number> {
  const { examinePages } = await openDoctor();
  const found = await examinePages(readConfig(process.env, settings).databaseUrl);
  process.stdout.write(`${JSON.stringify(found)}\n`);
  return 0;
}

interface Asked {
  isJson: boolean;
  isPages: boolean;
  /** null: none; empty: one that is named by itself. */
  bundle: string | null;
  language: ReportLanguage;
  settings: string[];
}

function read(words: readonly string[]): Asked {
  const asked: Asked = {
    isJson: false,
    isPages: false,
    bundle: null,
    language: "en",
    settings: [],
  };
  for (const [at, word] of words.entries()) {
    const [name = "", value] = word.split(/=(.*)/s, 2);
    const before = words[at - 1] ?? "";
    const isValue = asked.settings.at(-1) === before && /^--[^=]+$/.test(before);
    if (name === "--json") asked.isJson = true;
    else if (name === "--pages") asked.isPages = true;
    else if (name === "--bundle") asked.bundle = value ?? "";
    else if (name === "--language" && (value === "en" || value === "zh-CN")) asked.language = value;
    else if (name === "--language" || name === "--help" || !(isValue || word.startsWith("--")))
      throw new UsageError(usage);
    else asked.settings.push(word);
  }
  return asked;
}

/** Settings that cannot be used are a finding, not the end of the visit. */
function readSettings(flags: string[]): { config: Config | null; wrong: string | null } {
  try {
    return { config: readConfig(process.env, flags), wrong: null };
  } catch (error) {
    if (error instanceof ConfigError) return { config: null, wrong: error.message };
    throw error;
  }
}

async function reportOf(config: Config | null, wrong: string | null): Promise<Report> {
  const head = { at: systemClock.now(), node: hostname(), version, commit };
  const timezone = config?.timezone ?? "UTC";
  if (config) {
    const { examine } = await openDoctor();
    return { ...head, timezone, ...(await examine(config)), log: await errorsOfLog(config) };
  }
  const fault = { reason: "INVALID", context: { detail: wrong, more: 0, faults: ["INVALID"] } };
  return {
    ...{ ...head, timezone, server: null, database: null, errors: null, settings: {}, log: [] },
    checks: [{ code: "CONFIG", level: "ALARM", since: null, isPlant: false, ...fault }],
  };
}

async function errorsOfLog(config: Config): Promise<Report["log"]> {
  const lines = await newestLines(config, { lines: 10, levels: ["error"] });
  return lines.map(({ value }) => {
    const { time, message, error, requestId } = value;
    const text = typeof error === "string" ? `${message}: ${error}` : String(message);
    const request = typeof requestId === "string" ? requestId : null;
    return { time: String(time), message: text.slice(0, 300), requestId: request };
  });
}
