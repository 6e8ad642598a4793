import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "@lineside/db";
import { createApp, ensureShipped } from "@lineside/server/app";
import { LogBook } from "@lineside/server/platform/log-book";
import { createLogger } from "@lineside/server/platform/logger";
import { createPlatform, type Platform } from "@lineside/server/platform/platform";
import { openWeb } from "@lineside/server/platform/web";
import { FakeClock } from "./clock.ts";
import { freshDatabase, type TestDialect } from "./database.ts";
import { People, type Person } from "./people.ts";

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a scenario asserts on what came back, whatever it is
  body: any;
  headers: Headers;
}

export interface RequestOptions {
  body?: unknown;
  headers?: Record<string, string>;
}

/** The server in this process on a fresh database of its own, with a clock the test moves. */
export class TestApp {
  readonly people: People;

  readonly platform: Platform;
  readonly clock: FakeClock;
  readonly handle: (request: Request) => Promise<Response>;
  readonly dispose: () => Promise<void>;

  private constructor(parts: Pick<TestApp, "platform" | "clock" | "handle" | "dispose">) {
    this.platform = parts.platform;
    this.clock = parts.clock;
    this.handle = parts.handle;
    this.dispose = parts.dispose;
    this.people = new People(this);
  }

  static async start(dialect: TestDialect): Promise<TestApp> {
    const { db, url, dispose } = await freshDatabase(dialect);
    const clock = new FakeClock();
    const config = testConfig(url);
    const logs = new LogBook();
    const log = createLogger(
      "warn",
      () => clock.now(),
      (line, at) => logs.take(line, at),
    );
    const platform = await createPlatform({ config, db, clock, log, logs });
    await ensureShipped(platform);
    const app = createApp(platform, openWeb("off", null));
    return new TestApp({
      platform,
      clock,
      handle: (request) => app.handle(request),
      dispose: async () => {
        platform.live.close();
        await dispose();
        for (const { dir } of [config.files, config.backup])
          rmSync(dir, { recursive: true, force: true });
      },
    });
  }

  get db(): Database {
    return this.platform.db;
  }

  /**
   * Runs everything that is due at the clock's now until nothing is ready; returns how many attempts
   * that took. Timetables do not strike by themselves: see runCron.
   */
  runJobs(): Promise<number> {
    return this.platform.jobs.drain();
  }

  /** Strikes a timetable now and runs what is due. */
  async runCron(name: string): Promise<number> {
    await this.platform.jobs.strike(name);
    return this.runJobs();
  }

  /** A person of that role, signed in; made on first use. Bindings: line and station codes. */
  as(role: string, bindings: { lines?: string[]; stations?: string[] } = {}): Promise<Person> {
    return this.people.of(role, bindings);
  }

  async request(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const headers = new Headers({ host: "localhost", ...options.headers });
    const hasBody = options.body !== undefined;
    const sent = isBody(options.body) ? options.body : null;
    const isJsonBody = hasBody && (sent === null || typeof sent === "string");
    if (isJsonBody && !headers.has("content-type")) headers.set("content-type", "application/json");
    const response = await this.handle(
      new Request(`http://localhost${path}`, {
        method,
        headers,
        body: sent ?? (hasBody ? JSON.stringify(options.body) : undefined),
      }),
    );
    const text = await response.text();
    const isJson = (response.headers.get("content-type") ?? "").includes("json");
    return {
      status: response.status,
      body: isJson && text !== "" ? JSON.parse(text) : text,
      headers: response.headers,
    };
  }

  /** Everything the trail holds since the mark, oldest first: `type` or `type!CODE` for a refusal. */
  async events(since = ""): Promise<string[]> {
    const rows = await this.db.read
      .selectFrom("platform_event")
      .select(["id", "type", "code"])
      .where("id", ">", since)
      .orderBy("id")
      .execute();
    return rows.map((row) => (row.code === null ? row.type : `${row.type}!${row.code}`));
  }

  /** The id of the newest event: pass it to `events` to see only what came after. */
  async mark(): Promise<string> {
    const newest = await this.db.read
      .selectFrom("platform_event")
      .select("id")
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirst();
    return newest?.id ?? "";
  }
}

/** Sent as it is; everything else as JSON. */
function isBody(body: unknown): body is string | Blob | FormData | Uint8Array<ArrayBuffer> {
  const kinds = [Blob, FormData, Uint8Array];
  return typeof body === "string" || kinds.some((kind) => body instanceof kind);
}

function testConfig(databaseUrl: string) {
  const place = Bun.randomUUIDv7();
  return {
    host: "127.0.0.1",
    port: 0,
    databaseUrl,
    secret: "test-secret-test-secret-test-secret",
    timezone: "Asia/Shanghai",
    logLevel: "silent",
    logs: { dir: null, fileBytes: 1024 * 1024, files: 3 },
    webMode: "off",
    webDir: null,
    trustedProxies: [],
    publicUrl: null,
    tls: null,
    allowsPrivateWebhooks: false,
    files: { kind: "folder", dir: join(tmpdir(), `lineside-files-${place}`) },
    backup: {
      dir: join(tmpdir(), `lineside-backups-${place}`),
      isKept: true,
      bucket: null,
      beforeUpgrade: true,
    },
    amqp: { listener: null, broker: null },
    cfxHandle: "Lineside.MES.1",
    metricsToken: null,
  } as const satisfies object;
}
