import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { healthCodes } from "@lineside/domain/health";
import { eachDialect, type FreshDatabase, freshDatabase } from "@lineside/testkit/database";
import { sql } from "kysely";
import { newApiKey } from "../platform/auth/api-keys.ts";

const now = "2026-11-22T08:00:00.000Z";

async function doctor(words: string[], env: Record<string, string>) {
  const main = join(import.meta.dir, "../main.ts");
  const child = Bun.spawn([process.execPath, main, "doctor", ...words], {
    env: { PATH: process.env.PATH, ...env },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { stdout, stderr, code };
}

type Check = { code: string; level: string; reason: string; context: Record<string, unknown> };
const inReport = (stdout: string) => {
  const report = JSON.parse(stdout) as { checks: Check[]; server: string | null };
  return { ...report, of: (code: string) => report.checks.find((check) => check.code === code) };
};

eachDialect((dialect) => {
  let fresh: FreshDatabase;
  let folder: string;
  /** Nobody listens there: the server is down. */
  let settings: Record<string, string>;
  beforeAll(async () => {
    fresh = await freshDatabase(dialect);
    folder = mkdtempSync(join(tmpdir(), "lineside-doctor-"));
    settings = { DATABASE_URL: fresh.url, PORT: "1", APP_LOG_DIR: join(folder, "logs") };
  });
  afterAll(async () => {
    await fresh.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  test("looks at everything, beside whoever has the database open", async () => {
    const { stdout, code } = await doctor(["--json"], settings);
    const { checks, of, server } = inReport(stdout);
    expect(checks.map((check) => check.code)).toEqual([...healthCodes]);
    const troubles = checks.filter(({ level }) => level === "WARNING" || level === "ALARM");
    expect(code).toBe(troubles.length === 0 ? 0 : 1);
    expect(server).toBeNull();
    expect(of("SCHEMA")).toMatchObject({ level: "OK", reason: "OK" });
    expect(of("INTEGRITY")?.reason).toBe(dialect === "sqlite" ? "OK" : "SERVER");
    expect(of("COMMIT_LATENCY")?.reason).toBe("NOT_HERE");
    expect(of("FSYNC")?.reason).toBe(dialect === "sqlite" ? of("FSYNC")?.reason : "ELSEWHERE");
  });

  test("says what somebody changed by hand, and what to do, in words", async () => {
    await sql`create table "their_table" ("id" text primary key)`.execute(fresh.db.auto);
    const { stdout, code } = await doctor([], settings);
    await sql`drop table "their_table"`.execute(fresh.db.auto);
    expect(code).toBe(1);
    expect(stdout).toContain("WARNING  Schema: The database holds");
    expect(stdout).toContain("their_table");
    expect(stdout).toContain("→ Move them into a database of their own");
  });

  test("without its database it says so, and looks at the rest", async () => {
    const gone =
      dialect === "sqlite"
        ? `file:${join(folder, "gone.db")}`
        : "postgres://mes:not-told@127.0.0.1:1/mes";
    const { stdout, code } = await doctor(["--json"], { ...settings, DATABASE_URL: gone });
    const { checks, of } = inReport(stdout);
    expect(code).toBe(1);
    expect(checks.map((check) => check.code)).toEqual([...healthCodes]);
    expect(of("DATABASE")).toMatchObject({ level: "ALARM", reason: "DOWN" });
    expect(of("SCHEMA")).toMatchObject({ level: "UNKNOWN", context: { why: "no database" } });
    expect(of("MEMORY")?.level).not.toBe("UNKNOWN");
    expect(stdout).not.toContain("not-told");
  });

  test("a bundle holds what helps and nothing that opens a door", async () => {
    const { env, secrets } = await hideSecrets(fresh, folder, settings);
    const path = join(folder, "bundle.tar.gz");
    const { stdout, stderr } = await doctor(["--json", `--bundle=${path}`], env);
    expect(stderr).toBe(`Support bundle: ${path}\n`);
    expect(inReport(stdout).of("DATABASE")?.level).toBe("OK");
    expect(JSON.parse(stdout).log[0]).toEqual({
      ...{ time: now, message: "backup of nobody failed" },
      requestId: "019dab7c-8a35-7000-9bff-0c8d56a7e8a1",
    });
    const text = Buffer.from(Bun.gunzipSync(await Bun.file(path).bytes())).toString("latin1");
    for (const [where, secret] of Object.entries(secrets))
      expect([where, text.includes(secret)]).toEqual([where, false]);
    for (const useful of ["report.txt", "log.ndjson", "errors.ndjson", "backup of nobody failed"])
      expect(text).toContain(useful);
    expect(text).toContain("019dab7c-8a35-7000-9bff-0c8d56a7e8a1");
    // What is written is for its owner until somebody sends it.
    expect((await Bun.file(path).stat()).mode & 0o077).toBe(0);
  });

  if (dialect === "sqlite")
    test("a damaged page is named", async () => {
      const copy = join(folder, "damaged.db");
      const made = await freshDatabase("sqlite");
      await made.db.close();
      await Bun.write(copy, Bun.file(made.url.slice("file:".length)));
      await made.dispose();
      const file = openSync(copy, "r+");
      writeSync(file, Buffer.alloc(4_096 * 8, 0x5a), 0, 4_096 * 8, 4_096 * 20);
      const { stdout, code } = await doctor(["--json"], {
        ...settings,
        DATABASE_URL: `file:${copy}`,
      });
      expect(code).toBe(1);
      const { of } = inReport(stdout);
      expect(of("INTEGRITY")).toMatchObject({ level: "ALARM", reason: "BROKEN" });
    });
});

test("a setting that cannot be used is the finding", async () => {
  const { stdout, code } = await doctor(["--json"], { PORT: "nowhere" });
  expect(code).toBe(1);
  expect(inReport(stdout).checks).toMatchObject([
    {
      code: "CONFIG",
      level: "ALARM",
      reason: "INVALID",
      context: { detail: expect.stringContaining('PORT is "nowhere"') },
    },
  ]);
});

test("an address with a password nobody encoded is the finding, and its password in no report", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lineside-doctor-"));
  const path = join(folder, "bundle.tar.gz");
  const env = { DATABASE_URL: "postgres://mes:hun/t3r@2x@db/mes" };
  const { stdout, stderr, code } = await doctor([`--bundle=${path}`], env);
  expect([code, stderr]).toEqual([1, `Support bundle: ${path}\n`]);
  const text = Buffer.from(Bun.gunzipSync(await Bun.file(path).bytes())).toString("latin1");
  for (const said of [stdout, text]) {
    expect(said).toContain("DATABASE_URL");
    expect(said).not.toMatch(/hun|t3r|2x/);
  }
  rmSync(folder, { recursive: true });
});

test("so is a flag nobody knows; another word is answered with how it is used", async () => {
  const unknown = await doctor(["--bundel"], {});
  expect([unknown.code, unknown.stdout]).toEqual([1, expect.stringContaining("--bundel is not")]);
  const word = await doctor(["everything"], {});
  expect([word.code, word.stderr]).toEqual([2, expect.stringContaining("Usage: lineside doctor")]);
});

/** Secrets in every place there is: settings, rows, and a log that was careless. */
async function hideSecrets(fresh: FreshDatabase, folder: string, settings: Record<string, string>) {
  const { key } = newApiKey();
  const secrets = {
    secret: "AppSecretAppSecretAppSecretAppSecret",
    databasePassword: "d4tab4se-pw",
    s3: "wJalrXUtnFEMIsecret",
    broker: "br0ker-pw",
    metrics: "metrics-token-1234567890",
    channel: "693a91f6-7a1b-4bc4-97a0-0ec2sifa5aaa",
    hash: new Bun.CryptoHasher("sha256").update(key).digest("hex"),
    session: "SessionTokenSessionToken",
    key,
    cookie: "c00kie.value-signed",
    password: "Tr0ub4dor&3xyz",
    setup: "0a1b2c3d4e5f",
    pem: "MIIEvQIBADANBgkqhkiG9w0",
  };
  await fresh.db.unit(async ({ k }) => {
    const dates = { createdAt: now, updatedAt: now };
    const user = { id: "u1", name: "Li", email: "li@x", username: "li", ...dates };
    await k
      .insertInto("auth_user")
      .values(user as never)
      .execute();
    const session = { id: "s1", token: secrets.session, userId: "u1", expiresAt: now, ...dates };
    await k
      .insertInto("auth_session")
      .values(session as never)
      .execute();
    const config = { shown: { url: "https://x/send" }, secret: secrets.channel };
    const rule = { topics: [], lineIds: [], config };
    const channel = { id: "c1", name: "Group", kind: "WECOM", ...rule, ...dates };
    await k
      .insertInto("notification_channel")
      .values(channel as never)
      .execute();
    const apiKey = { id: "k1", name: "AOI", prefix: key.slice(0, 12), keyHash: secrets.hash };
    const rest = { ratePerMinute: 1, createdAt: now, createdByName: "Li" };
    await k
      .insertInto("auth_api_key")
      .values({ ...apiKey, ...rest } as never)
      .execute();
  });
  mkdirSync(settings.APP_LOG_DIR as string, { recursive: true });
  const line = (message: string, fields: object = {}) =>
    `${JSON.stringify({ time: now, level: "error", message, ...fields })}\n`;
  writeFileSync(
    join(settings.APP_LOG_DIR as string, "lineside.log"),
    [
      line("backup of nobody failed", { requestId: "019dab7c-8a35-7000-9bff-0c8d56a7e8a1" }),
      line("answered", { cookie: `lineside.session_token=${secrets.cookie}` }),
      line(`got lineside.session_token=${secrets.cookie}; Path=/`),
      line(`Authorization: Bearer ${secrets.key}`),
      line("body", { body: JSON.stringify({ newPassword: secrets.password }) }),
      line(`http://x/setup?token=${secrets.setup}`),
      line(`-----BEGIN PRIVATE KEY-----\n${secrets.pem}\n-----END PRIVATE KEY-----`),
      line(`${secrets.session} ${secrets.channel} ${secrets.hash} ${secrets.secret}`),
      line(`${secrets.s3} ${secrets.metrics} amqps://u:${secrets.broker}@mq/`),
      line(`postgres://mes:${secrets.databasePassword}@db/mes`),
    ].join(""),
  );
  const env: Record<string, string> = {
    ...settings,
    APP_SECRET: secrets.secret,
    APP_METRICS_TOKEN: secrets.metrics,
    APP_AMQP_BROKER_URL: `amqps://u:${secrets.broker}@mq.example.com`,
    APP_AMQP_BROKER_ADDRESSES: "cfx",
    APP_S3_ENDPOINT: "https://minio.example.com",
    APP_S3_BUCKET: "lineside",
    APP_S3_ACCESS_KEY: "lineside",
    APP_S3_SECRET_KEY: secrets.s3,
    APP_BACKUP_DIR: join(folder, "backups"),
  };
  if (!fresh.url.startsWith("file:")) {
    const url = new URL(fresh.url);
    // The test's server asks nobody for one.
    if (url.password === "") url.password = secrets.databasePassword;
    env.DATABASE_URL = url.href;
  }
  return { env, secrets };
}
