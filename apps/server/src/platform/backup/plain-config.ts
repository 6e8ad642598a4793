import { createHmac } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Config } from "../config.ts";

/** What another machine must be told to run the same plant; secrets stay where they are. */
export function plainConfig(config: Config): Record<string, unknown> {
  return {
    HOST: config.host,
    PORT: config.port,
    DATABASE_URL: withoutPassword(config.databaseUrl),
    APP_TIMEZONE: config.timezone,
    APP_LOG_LEVEL: config.logLevel,
    APP_LOG_DIR: config.logs.dir ?? "none",
    APP_LOG_KEEP_MB: config.logs.fileBytes / 1024 / 1024,
    APP_LOG_KEEP_FILES: config.logs.files,
    APP_WEB_MODE: config.webMode,
    APP_TRUSTED_PROXY: config.trustedProxies.join(","),
    APP_PUBLIC_URL: config.publicUrl,
    APP_WEBHOOK_ALLOW_PRIVATE: config.allowsPrivateWebhooks,
    APP_CFX_HANDLE: config.cfxHandle,
    APP_FILES_DIR: config.files.kind === "folder" ? config.files.dir : null,
    APP_S3_ENDPOINT: config.files.kind === "s3" ? config.files.endpoint : null,
    APP_S3_BUCKET: config.files.kind === "s3" ? config.files.bucket : null,
    APP_BACKUP_DIR: config.backup.isKept ? config.backup.dir : "none",
    APP_BACKUP_S3_ENDPOINT: config.backup.bucket?.endpoint ?? null,
    APP_BACKUP_S3_BUCKET: config.backup.bucket?.bucket ?? null,
  };
}

export function withoutPassword(url: string): string {
  if (url.startsWith("file:")) return url;
  const shown = new URL(url);
  shown.password = "";
  return shown.href;
}

/** The secret's fingerprint: badge codes and sessions of a restored database need the same secret. */
export function secretMark(config: Config): string {
  const secret = config.secret || keptSecret(config);
  if (!secret) return "";
  return createHmac("sha256", secret).update("lineside backup").digest("hex").slice(0, 16);
}

function keptSecret({ databaseUrl }: Config): string {
  if (!databaseUrl.startsWith("file:")) return "";
  const path = join(dirname(databaseUrl.slice("file:".length)), "lineside.secret");
  return existsSync(path) ? readFileSync(path, "utf8").trim() : "";
}
