import { dirname, join } from "node:path";
import { ConfigError } from "./config-error.ts";
import { type FilesConfig, readFilesConfig } from "./files-config.ts";

/** Where backups are kept: a folder, a bucket of an S3-compatible store, or both. */
export interface BackupConfig {
  /** Made here; only passed through when `isKept` is false. */
  readonly dir: string;
  readonly isKept: boolean;
  readonly bucket: Extract<FilesConfig, { kind: "s3" }> | null;
  /** Whether a start that has migrations to apply makes a verified backup first. */
  readonly beforeUpgrade: boolean;
}

/** Setting and flag of each. */
export const backupVariables = {
  APP_BACKUP_DIR: "--backup-dir",
  APP_BACKUP_S3_ENDPOINT: "--backup-s3-endpoint",
  APP_BACKUP_S3_BUCKET: "--backup-s3-bucket",
  APP_BACKUP_S3_REGION: "--backup-s3-region",
  APP_BACKUP_S3_ACCESS_KEY: "--backup-s3-access-key",
  APP_BACKUP_S3_SECRET_KEY: "--backup-s3-secret-key",
  APP_UPGRADE_BACKUP: "--upgrade-backup",
} as const;

type Given = Partial<Record<string, string>>;

/** Address and keys of the bucket are those of the files' store unless they are given themselves. */
export function readBackupConfig(given: Given, databaseUrl: string): BackupConfig {
  const beside = databaseUrl.startsWith("file:")
    ? join(dirname(databaseUrl.slice("file:".length)), "backups")
    : "./data/backups";
  const isBucketOnly = given.APP_BACKUP_DIR === "none";
  const bucket = readBucket(given);
  if (isBucketOnly && !bucket)
    throw new ConfigError(
      "APP_BACKUP_DIR is none and there is no APP_BACKUP_S3_BUCKET; backups need one of the two, e.g. APP_BACKUP_DIR=/mnt/backup/lineside.",
    );
  const upgrade = given.APP_UPGRADE_BACKUP ?? "true";
  if (upgrade !== "true" && upgrade !== "false")
    throw new ConfigError(`APP_UPGRADE_BACKUP is "${upgrade}"; it must be true or false.`);
  return {
    dir: isBucketOnly ? beside : (given.APP_BACKUP_DIR ?? beside),
    isKept: !isBucketOnly,
    bucket,
    beforeUpgrade: upgrade === "true",
  };
}

function readBucket(given: Given): BackupConfig["bucket"] {
  const names = Object.keys(backupVariables).filter((name) => name.includes("_S3_"));
  if (!names.some((name) => given[name] !== undefined)) return null;
  const own = (name: string) => given[`APP_BACKUP_S3_${name}`];
  const or = (name: string) => own(name) ?? given[`APP_S3_${name}`];
  const bucket = {
    APP_S3_ENDPOINT: or("ENDPOINT"),
    APP_S3_BUCKET: own("BUCKET"),
    APP_S3_REGION: or("REGION"),
    APP_S3_ACCESS_KEY: or("ACCESS_KEY"),
    APP_S3_SECRET_KEY: or("SECRET_KEY"),
  };
  try {
    const read = readFilesConfig(bucket, "");
    return read.kind === "s3" ? read : null;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.message.replaceAll("APP_S3_", "APP_BACKUP_S3_"));
  }
}
