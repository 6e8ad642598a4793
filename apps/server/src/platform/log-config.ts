import { dirname, join } from "node:path";
import { ConfigError } from "./config-error.ts";

/** Where the log is kept beside stdout, and how much of it. */
export interface LogConfig {
  /** null: stdout only. */
  readonly dir: string | null;
  /** A file is closed and packed when it has this many bytes. */
  readonly fileBytes: number;
  /** Packed files that are kept; the oldest go first. */
  readonly files: number;
}

/** Setting and flag of each. */
export const logVariables = {
  APP_LOG_DIR: "--log-dir",
  APP_LOG_KEEP_MB: "--log-keep-mb",
  APP_LOG_KEEP_FILES: "--log-keep-files",
} as const;

type Given = Partial<Record<string, string>>;

export function readLogConfig(given: Given, databaseUrl: string): LogConfig {
  const beside = databaseUrl.startsWith("file:")
    ? join(dirname(databaseUrl.slice("file:".length)), "logs")
    : "./data/logs";
  const dir = given.APP_LOG_DIR ?? beside;
  const megabytes = wholeNumber(given, "APP_LOG_KEEP_MB", { min: 1, max: 100, or: 10 });
  return {
    dir: dir === "none" ? null : dir,
    fileBytes: megabytes * 1024 * 1024,
    files: wholeNumber(given, "APP_LOG_KEEP_FILES", { min: 1, max: 1_000, or: 20 }),
  };
}

function wholeNumber(
  given: Given,
  name: string,
  { min, max, or }: { min: number; max: number; or: number },
): number {
  const text = given[name];
  if (text === undefined) return or;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new ConfigError(
    `${name} is "${text}"; it must be a number from ${min} to ${max}, e.g. ${or}.`,
  );
}
