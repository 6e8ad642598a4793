import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { type AmqpConfig, amqpVariables, readAmqpConfig } from "./amqp-config.ts";
import { type BackupConfig, backupVariables, readBackupConfig } from "./backup-config.ts";
import { ConfigError, withoutPassword } from "./config-error.ts";
import { type FilesConfig, filesVariables, readFilesConfig } from "./files-config.ts";
import { type LogConfig, logVariables, readLogConfig } from "./log-config.ts";
import { type LogLevel, logLevels } from "./logger.ts";
import { metricsVariables, readMetricsToken } from "./metrics/config.ts";
import { readTlsConfig, type TlsConfig, tlsVariables } from "./tls-config.ts";

export { ConfigError } from "./config-error.ts";

export const webModes = ["embedded", "dir", "off"] as const;
export type WebMode = (typeof webModes)[number];
const yesNo = ["true", "false"] as const;

export interface Config {
  host: string;
  port: number;
  databaseUrl: string;
  secret: string;
  /** IANA name of the plant's time zone; every time a person sees is told in it. */
  timezone: string;
  logLevel: LogLevel;
  /** Where logs are kept beside stdout. */
  logs: LogConfig;
  webMode: WebMode;
  webDir: string | null;
  /** Addresses whose X-Forwarded-For and X-Forwarded-Proto are believed; "*" believes every peer. */
  trustedProxies: readonly string[];
  /** The address people type, when a proxy in front speaks TLS; null = what the request says. */
  publicUrl: string | null;
  /** Certificate and key of HTTPS; null: a proxy in front speaks TLS, or nobody does. */
  tls: TlsConfig | null;
  /** Whether channels may talk to addresses inside the plant's own network. */
  allowsPrivateWebhooks: boolean;
  /** Where photos and papers lie that people attach. */
  files: FilesConfig;
  /** Where backups are kept. */
  backup: BackupConfig;
  /** Where machines may send over AMQP 1.0. */
  amqp: AmqpConfig;
  /** What we call ourselves to machines that speak CFX. */
  cfxHandle: string;
  /** What a scraper shows at /metrics; null: only people who may read it do. */
  metricsToken: string | null;
}

const variables = {
  HOST: "--host",
  PORT: "--port",
  DATABASE_URL: "--database-url",
  APP_SECRET: "--secret",
  APP_TIMEZONE: "--timezone",
  APP_LOG_LEVEL: "--log-level",
  ...logVariables,
  APP_WEB_MODE: "--web-mode",
  APP_WEB_DIR: "--web-dir",
  APP_TRUSTED_PROXY: "--trusted-proxy",
  APP_PUBLIC_URL: "--public-url",
  ...tlsVariables,
  APP_WEBHOOK_ALLOW_PRIVATE: "--webhook-allow-private",
  ...filesVariables,
  ...backupVariables,
  ...amqpVariables,
  APP_CFX_HANDLE: "--cfx-handle",
  ...metricsVariables,
} as const;
type Variable = keyof typeof variables;

/** Reads environment and flags (flags win) once, at start. Throws ConfigError. */
export function readConfig(env: Record<string, string | undefined>, flags: string[]): Config {
  const known = new Set<string>(Object.keys(variables));
  for (const name of Object.keys(env)) {
    if (name.startsWith("APP_") && !known.has(name))
      throw new ConfigError(`${name} is not a setting of Lineside; known are ${list()}.`);
  }
  const given = { ...pick(env), ...parseFlags(flags) };
  const databaseUrl = readDatabaseUrl(given.DATABASE_URL ?? "file:./data/lineside.db");
  const webMode = oneOf("APP_WEB_MODE", given.APP_WEB_MODE ?? "embedded", webModes);
  if (webMode === "dir" && !given.APP_WEB_DIR)
    throw new ConfigError(
      "APP_WEB_DIR is missing: APP_WEB_MODE=dir needs a folder, e.g. /srv/web.",
    );
  const host = given.HOST ?? "127.0.0.1";
  return {
    host,
    port: readPort(given.PORT ?? "3000"),
    databaseUrl,
    secret: readSecret(given.APP_SECRET),
    timezone: readTimezone(given.APP_TIMEZONE ?? "Asia/Shanghai"),
    logLevel: oneOf("APP_LOG_LEVEL", given.APP_LOG_LEVEL ?? "info", logLevels),
    logs: readLogConfig(given, databaseUrl),
    webMode,
    webDir: given.APP_WEB_DIR ?? null,
    trustedProxies: (given.APP_TRUSTED_PROXY ?? "").split(",").flatMap((a) => a.trim() || []),
    publicUrl: readPublicUrl(given.APP_PUBLIC_URL),
    tls: readTlsConfig(given),
    allowsPrivateWebhooks:
      oneOf("APP_WEBHOOK_ALLOW_PRIVATE", given.APP_WEBHOOK_ALLOW_PRIVATE ?? "false", yesNo) ===
      "true",
    files: readFilesConfig(given, databaseUrl),
    backup: readBackupConfig(given, databaseUrl),
    amqp: readAmqpConfig(given, host),
    cfxHandle: readCfxHandle(given.APP_CFX_HANDLE ?? "Lineside.MES.1"),
    metricsToken: readMetricsToken(given),
  };
}

/** The secret from the configuration, or one made at first start and kept beside the database. */
export function ensureSecret(config: Config): string {
  if (config.secret) return config.secret;
  if (!config.databaseUrl.startsWith("file:"))
    throw new ConfigError(
      "APP_SECRET is missing: with PostgreSQL every node needs the same secret of 32 characters or more.",
    );
  const path = join(dirname(config.databaseUrl.slice("file:".length)), "lineside.secret");
  const kept = existsSync(path) ? keptSecret(path) : keepSecret(path);
  if (kept.length >= secretLengthMin) return kept;
  throw new ConfigError(
    `The secret in ${path} is too short; put the file of your backup back, or remove it to have a new one made.`,
  );
}

function keptSecret(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    throw unusable(path, error);
  }
}

/** Whole or not at all, however the process ends: half a secret would be worse than none. */
function keepSecret(path: string): string {
  const secret = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url");
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(`${path}.new`, "w", 0o600);
    writeSync(file, `${secret}\n`);
    fsyncSync(file);
    closeSync(file);
    renameSync(`${path}.new`, path);
    return secret;
  } catch (error) {
    throw unusable(path, error);
  }
}

function unusable(path: string, cause: unknown): ConfigError {
  return new ConfigError(
    `The secret in ${path} cannot be read or written; its owner must be the user that runs Lineside.`,
    { cause },
  );
}

function list(): string {
  return Object.keys(variables).join(", ");
}

function pick(env: Record<string, string | undefined>): Partial<Record<Variable, string>> {
  const found: Partial<Record<Variable, string>> = {};
  for (const name of Object.keys(variables) as Variable[]) {
    const value = env[name];
    if (value !== undefined && value !== "") found[name] = value;
  }
  return found;
}

/** The settings that flags stand for. Throws ConfigError. */
export function parseFlags(flags: string[]): Partial<Record<Variable, string>> {
  const found: Partial<Record<Variable, string>> = {};
  const names = Object.entries(variables) as [Variable, string][];
  for (let index = 0; index < flags.length; index++) {
    const [flag, inline] = split(flags[index] ?? "");
    const match = names.find(([, name]) => name === flag);
    if (!match)
      throw new ConfigError(
        `${flag} is not a flag; known are ${Object.values(variables).join(" ")}.`,
      );
    const value = inline ?? flags[++index];
    if (value === undefined) throw new ConfigError(`${flag} needs a value.`);
    found[match[0]] = value;
  }
  return found;
}

function split(flag: string): [string, string | undefined] {
  const at = flag.indexOf("=");
  return at < 0 ? [flag, undefined] : [flag.slice(0, at), flag.slice(at + 1)];
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found) return found;
  throw new ConfigError(`${name} is "${value}"; it must be one of ${allowed.join(", ")}.`);
}

function readPort(value: string): number {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new ConfigError(`PORT is "${value}"; it must be a number from 0 to 65535, e.g. 3000.`);
}

function readDatabaseUrl(value: string): string {
  if (/^file:.+/.test(value) || isPostgresUrl(value)) return value;
  throw new ConfigError(
    `DATABASE_URL is "${withoutPassword(value)}"; it must be a file, e.g. file:/var/lib/lineside/lineside.db, or postgres://user:password@host/database.`,
  );
}

function isPostgresUrl(value: string): boolean {
  if (!/^postgres(ql)?:\/\/.+/.test(value)) return false;
  try {
    // A password with % in it that nobody encoded.
    const { username, password, pathname } = new URL(value);
    return [username, password, pathname].every((part) => decodeURIComponent(part) !== undefined);
  } catch {
    return false;
  }
}

/** A key of HMAC-SHA-256 should not be shorter than its output. */
const secretLengthMin = 32;

function readSecret(value: string | undefined): string {
  if (value === undefined) return "";
  if (value.length >= secretLengthMin) return value;
  throw new ConfigError(
    "APP_SECRET is too short; it needs 32 characters or more, e.g. what openssl rand -hex 32 prints.",
  );
}

function readCfxHandle(value: string): string {
  if (/^[^\s]{1,120}$/.test(value)) return value;
  throw new ConfigError(
    `APP_CFX_HANDLE is "${value}"; it must be vendor, model and serial number without spaces, e.g. Lineside.MES.1.`,
  );
}

function readTimezone(value: string): string {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    throw new ConfigError(
      `APP_TIMEZONE is "${value}"; it must be an IANA time zone, e.g. Asia/Shanghai.`,
    );
  }
}

function readPublicUrl(value: string | undefined): string | null {
  if (value === undefined) return null;
  if (/^https?:\/\/[^/]+$/.test(value)) return value;
  throw new ConfigError(
    `APP_PUBLIC_URL is "${value}"; it must be scheme and host, e.g. https://mes.example.com.`,
  );
}
