import { describe, expect, test } from "bun:test";
import { ConfigError, readConfig } from "./config.ts";

const s3 = {
  APP_S3_ENDPOINT: "https://minio.example.com:9000",
  APP_S3_BUCKET: "lineside",
  APP_S3_ACCESS_KEY: "key",
  APP_S3_SECRET_KEY: "secret",
};

describe("where files lie", () => {
  test.each([
    ["beside the database", {}, { kind: "folder", dir: "data/files" }],
    [
      "beside it elsewhere",
      { DATABASE_URL: "file:/var/lib/l/l.db" },
      { kind: "folder", dir: "/var/lib/l/files" },
    ],
    [
      "with PostgreSQL",
      { DATABASE_URL: "postgres://h/d" },
      { kind: "folder", dir: "./data/files" },
    ],
    ["in a folder", { APP_FILES_DIR: "/srv/files" }, { kind: "folder", dir: "/srv/files" }],
    [
      "in a bucket",
      { ...s3, APP_S3_REGION: "cn-east-1" },
      {
        kind: "s3",
        endpoint: s3.APP_S3_ENDPOINT,
        bucket: "lineside",
        region: "cn-east-1",
        accessKey: "key",
        secretKey: "secret",
      },
    ],
  ])("%s", (_where, env, files) => {
    expect(readConfig(env as Record<string, string>, []).files).toEqual(files as never);
  });

  test.each([
    [
      "half a bucket",
      { APP_S3_BUCKET: "lineside" },
      /^APP_S3_ENDPOINT is missing: APP_S3_BUCKET asks/,
    ],
    ["no key", { ...s3, APP_S3_ACCESS_KEY: undefined }, /^APP_S3_ACCESS_KEY is missing/],
    ["no secret", { ...s3, APP_S3_SECRET_KEY: undefined }, /^APP_S3_SECRET_KEY is missing/],
    ["a region alone", { APP_S3_REGION: "x" }, /^APP_S3_ENDPOINT is missing: APP_S3_REGION asks/],
    [
      "both places",
      { ...s3, APP_FILES_DIR: "/srv" },
      /^APP_FILES_DIR and APP_S3_ENDPOINT are both set/,
    ],
    [
      "no address",
      { ...s3, APP_S3_ENDPOINT: "minio" },
      /^APP_S3_ENDPOINT is "minio"; .* e\.g\. https:/,
    ],
    ["a bucket in the address", { ...s3, APP_S3_ENDPOINT: "https://h/b" }, /^APP_S3_ENDPOINT is/],
    ["a password in it", { ...s3, APP_S3_ENDPOINT: "https://u:p@h" }, /is "https:\/\/…@h"/],
    ["an odd bucket", { ...s3, APP_S3_BUCKET: "My Bucket" }, /^APP_S3_BUCKET is "My Bucket"/],
    ["an unknown setting", { ...s3, APP_S3_PREFIX: "x" }, /^APP_S3_PREFIX is not a setting/],
  ])("%s is refused in one sentence", (_what, env, sentence) => {
    const read = () => readConfig(env as Record<string, string>, []);
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(sentence);
    expect(read).not.toThrow(/secret$/);
  });
});
