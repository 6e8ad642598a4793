import { dirname, join } from "node:path";
import { ConfigError, withoutUser } from "./config-error.ts";

/** Where uploaded files lie: a folder, or a bucket of an S3-compatible store. */
export type FilesConfig =
  | { readonly kind: "folder"; readonly dir: string }
  | {
      readonly kind: "s3";
      readonly endpoint: string;
      readonly bucket: string;
      readonly region: string;
      readonly accessKey: string;
      readonly secretKey: string;
    };

/** Setting and flag of each. */
export const filesVariables = {
  APP_FILES_DIR: "--files-dir",
  APP_S3_ENDPOINT: "--s3-endpoint",
  APP_S3_BUCKET: "--s3-bucket",
  APP_S3_REGION: "--s3-region",
  APP_S3_ACCESS_KEY: "--s3-access-key",
  APP_S3_SECRET_KEY: "--s3-secret-key",
} as const;

type Given = Partial<Record<keyof typeof filesVariables, string>>;

/** Half a bucket is no store, and two places are none either: ConfigError. */
export function readFilesConfig(given: Given, databaseUrl: string): FilesConfig {
  const named = Object.keys(filesVariables).filter((name) => name.startsWith("APP_S3_"));
  const set = named.filter((name) => given[name as keyof Given] !== undefined);
  if (set.length === 0)
    return { kind: "folder", dir: given.APP_FILES_DIR ?? folderBeside(databaseUrl) };
  if (given.APP_FILES_DIR !== undefined)
    throw new ConfigError(
      `APP_FILES_DIR and ${set[0]} are both set; files lie in a folder or in a bucket, so remove one of them.`,
    );
  return {
    kind: "s3",
    endpoint: readEndpoint(required(given, "APP_S3_ENDPOINT", set)),
    bucket: readBucket(required(given, "APP_S3_BUCKET", set)),
    region: given.APP_S3_REGION ?? "us-east-1",
    accessKey: required(given, "APP_S3_ACCESS_KEY", set),
    secretKey: required(given, "APP_S3_SECRET_KEY", set),
  };
}

const examples = {
  APP_S3_ENDPOINT: "https://minio.example.com:9000",
  APP_S3_BUCKET: "lineside",
  APP_S3_ACCESS_KEY: "the key of the store's user",
  APP_S3_SECRET_KEY: "the secret of that key",
};

function required(given: Given, name: keyof typeof examples, set: string[]): string {
  const value = given[name];
  if (value !== undefined) return value;
  throw new ConfigError(
    `${name} is missing: ${set[0]} asks for an S3 store, which needs ${Object.keys(examples).join(", ")}; e.g. ${name}=${examples[name]}.`,
  );
}

function readEndpoint(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  const isRight = url !== null && /^https?:$/.test(url.protocol) && url.pathname === "/";
  if (isRight && !url.username && !url.search) return url.origin;
  throw new ConfigError(
    `APP_S3_ENDPOINT is "${withoutUser(value)}"; it must be scheme and host, e.g. ${examples.APP_S3_ENDPOINT}.`,
  );
}

function readBucket(value: string): string {
  if (/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(value)) return value;
  throw new ConfigError(
    `APP_S3_BUCKET is "${value}"; it must be a bucket's name of 3 to 63 small letters, digits, dots and hyphens, e.g. ${examples.APP_S3_BUCKET}.`,
  );
}

function folderBeside(databaseUrl: string): string {
  return databaseUrl.startsWith("file:")
    ? join(dirname(databaseUrl.slice("file:".length)), "files")
    : "./data/files";
}
