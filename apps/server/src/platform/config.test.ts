import { describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError, ensureSecret, readConfig } from "./config.ts";

const secret = "a-secret-of-thirty-two-characters";

describe("configuration", () => {
  test("starts without any setting, on this machine only", () => {
    expect(readConfig({}, [])).toEqual({
      host: "127.0.0.1",
      port: 3000,
      databaseUrl: "file:./data/lineside.db",
      secret: "",
      timezone: "Asia/Shanghai",
      logLevel: "info",
      logs: { dir: "data/logs", fileBytes: 10 * 1024 * 1024, files: 20 },
      webMode: "embedded",
      webDir: null,
      trustedProxies: [],
      publicUrl: null,
      tls: null,
      allowsPrivateWebhooks: false,
      files: { kind: "folder", dir: "data/files" },
      backup: { dir: "data/backups", isKept: true, bucket: null, beforeUpgrade: true },
      amqp: { listener: null, broker: null },
      cfxHandle: "Lineside.MES.1",
      metricsToken: null,
    });
  });

  test("flags win over the environment, written either way", () => {
    const flags = ["--port=8080", "--host", "0.0.0.0", "--trusted-proxy", "10.0.0.1, 10.0.0.2"];
    expect(readConfig({ PORT: "9000", APP_LOG_LEVEL: "debug", PATH: "/bin" }, flags)).toMatchObject(
      {
        port: 8080,
        host: "0.0.0.0",
        logLevel: "debug",
        trustedProxies: ["10.0.0.1", "10.0.0.2"],
      },
    );
  });

  /** Each sentence names the variable and shows what would be right. */
  const rows: [string, Record<string, string>, string[], RegExp][] = [
    ["port of letters  ", { PORT: "http" }, [], /^PORT is "http"; .* e\.g\. 3000\.$/],
    ["port too high    ", { PORT: "70000" }, [], /^PORT is "70000"; .* e\.g\. 3000\.$/],
    ["port with decimal", { PORT: "80.5" }, [], /^PORT is "80\.5"; .* e\.g\. 3000\.$/],
    [
      "database of MySQL",
      { DATABASE_URL: "mysql://u:pw@h/d" },
      [],
      /^DATABASE_URL is "mysql:\/\/u:…@h\/d"; .* e\.g\. file:/,
    ],
    [
      "database path    ",
      { DATABASE_URL: "/var/lib/x.db" },
      [],
      /^DATABASE_URL is .* e\.g\. file:/,
    ],
    [
      "raw % in password",
      { DATABASE_URL: "postgres://u:pw%@h/d" },
      [],
      /^DATABASE_URL is "postgres:\/\/u:…@h\/d"; /,
    ],
    [
      "raw / in password",
      { DATABASE_URL: "postgres://u:p/w@x@h/d" },
      [],
      /^DATABASE_URL is "postgres:\/\/u:…@h\/d"; /,
    ],
    ["database nameless", { DATABASE_URL: "file:" }, [], /^DATABASE_URL is .* e\.g\. file:/],
    [
      "time zone        ",
      { APP_TIMEZONE: "Suzhou" },
      [],
      /^APP_TIMEZONE is "Suzhou"; .* e\.g\. Asia\/Shanghai\.$/,
    ],
    [
      "log level        ",
      { APP_LOG_LEVEL: "loud" },
      [],
      /^APP_LOG_LEVEL is "loud"; .* one of .*info/,
    ],
    [
      "web mode         ",
      { APP_WEB_MODE: "cdn" },
      [],
      /^APP_WEB_MODE is "cdn"; .* embedded, dir, off\.$/,
    ],
    [
      "web folder       ",
      { APP_WEB_MODE: "dir" },
      [],
      /^APP_WEB_DIR is missing: .* e\.g\. \/srv\/web\.$/,
    ],
    ["short secret     ", { APP_SECRET: "hunter2" }, [], /^APP_SECRET is too short; .* e\.g\. /],
    [
      "public address   ",
      { APP_PUBLIC_URL: "mes.example.com" },
      [],
      /^APP_PUBLIC_URL is .* e\.g\. https:/,
    ],
    ["unknown setting  ", { APP_COLOUR: "red" }, [], /^APP_COLOUR is not a setting .* APP_SECRET/],
    ["unknown flag     ", {}, ["--colour", "red"], /^--colour is not a flag; known are .*--port/],
    ["flag without one ", {}, ["--port"], /^--port needs a value\.$/],
  ];
  test.each(rows)("%s", (...[, env, flags, sentence]) => {
    const read = () => readConfig(env, flags);
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(sentence);
    expect(read).not.toThrow(/hunter2|pw@/);
  });
});

describe("the secret", () => {
  test("is made once, beside the database, readable by its owner only", () => {
    const folder = mkdtempSync(join(tmpdir(), "lineside-secret-"));
    const config = readConfig({ DATABASE_URL: `file:${join(folder, "new", "plant.db")}` }, []);
    const made = ensureSecret(config);
    expect(made.length).toBeGreaterThanOrEqual(32);
    expect(ensureSecret(config)).toBe(made);
    const path = join(folder, "new", "lineside.secret");
    expect(readFileSync(path, "utf8").trim()).toBe(made);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(ensureSecret({ ...config, secret })).toBe(secret);
    rmSync(folder, { recursive: true });
  });

  test("half a secret, or one that cannot be read, is an error and not a weak secret", () => {
    const folder = mkdtempSync(join(tmpdir(), "lineside-secret-"));
    const config = readConfig({ DATABASE_URL: `file:${join(folder, "plant.db")}` }, []);
    const path = join(folder, "lineside.secret");
    for (const kept of ["", "\n", "half-a-secret\n"]) {
      writeFileSync(path, kept);
      expect(() => ensureSecret(config)).toThrow(ConfigError);
      expect(() => ensureSecret(config)).toThrow(/lineside\.secret is too short; /);
    }
    rmSync(path);
    mkdirSync(path);
    expect(() => ensureSecret(config)).toThrow(/lineside\.secret cannot be read or written; /);
    rmSync(folder, { recursive: true });
  });

  test("must be given with PostgreSQL, where every node needs the same one", () => {
    const config = readConfig({ DATABASE_URL: "postgres://u@h/d" }, []);
    expect(() => ensureSecret(config)).toThrow(/^APP_SECRET is missing/);
  });
});
