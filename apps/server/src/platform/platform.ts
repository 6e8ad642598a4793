import type { Database } from "@lineside/db";
import type { Readiness } from "@lineside/domain/health";
import type { Instant } from "@lineside/domain/kernel";
import { ApiKeys } from "./auth/api-keys.ts";
import { createIdentity, type Identity } from "./auth/identity.ts";
import { AttemptLimiter } from "./auth/rate-limit.ts";
import { createSealing } from "./auth/sealing.ts";
import { Sessions } from "./auth/sessions.ts";
import type { Clock } from "./clock.ts";
import type { CommandDeps } from "./command.ts";
import type { Config } from "./config.ts";
import { type FileStore, openFiles } from "./files.ts";
import { JobEngine } from "./jobs/engine.ts";
import { connectLive, createLive, type Live } from "./live.ts";
import { LogBook } from "./log-book.ts";
import { describeError, type Logger } from "./logger.ts";
import { Metrics } from "./metrics/metrics.ts";
import { watchDatabase } from "./metrics/watch.ts";
import { openSettings, type SettingsStore } from "./settings.ts";
import { Subscribers } from "./subscribers.ts";

/** Everything a command, query or action runs on. Knows nothing about manufacturing. */
export interface Platform extends CommandDeps {
  readonly config: Config;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: SettingsStore;
  readonly timezone: string;
  readonly identity: Identity;
  readonly sessions: Sessions;
  readonly apiKeys: ApiKeys;
  readonly limiter: AttemptLimiter;
  readonly subscribers: Subscribers;
  readonly jobs: JobEngine;
  readonly files: FileStore;
  readonly live: Live;
  readonly metrics: Metrics;
  readonly logs: LogBook;
  /**
   * Told the type of every committed event, whichever node wrote it, and null when some may have been
   * missed: what is kept in memory stays right.
   */
  readonly reactions: ((type: string | null) => void)[];
  /** Token of the one-time set-up link, while there is no user. */
  setupToken: string | null;
  /** What only the listening server can do with a connection; set when it listens. */
  connection: { keepOpen(request: Request): void } | null;
  /** Set while the server finishes what it accepted and takes nothing new. */
  isDraining: boolean;
  /** What /readyz says from the last look, and what the next one must know of the listener. */
  readonly fitness: { schema: Readiness["checks"]["SCHEMA"]; certificateEndsAt: Instant | null };
}

export async function createPlatform(given: {
  config: Config;
  db: Database;
  clock: Clock;
  log: Logger;
  /** Where lines of `log` are kept, when they are. */
  logs?: LogBook;
}): Promise<Platform> {
  const { config, db, clock, log } = given;
  const settings = await openSettings(db);
  const identity = createIdentity(db, config);
  const sessions = new Sessions({ db, identity, settings, log });
  const apiKeys = new ApiKeys(db, log);
  const live = createLive();
  const reactions: Platform["reactions"] = [];
  const react = (type: string | null) => {
    if (type === null || /^(settings|maintenance)\./.test(type))
      settings.reload().catch((error) => log.error("settings unread", describeError(error)));
    if (type === null || /^(user|role|session|settings)\./.test(type)) sessions.forget();
    if (type === null || type.startsWith("apiKey.")) apiKeys.forget();
    for (const hear of reactions) hear(type);
  };
  const announce = await connectLive(db, live, react);
  const subscribers = new Subscribers();
  const { timezone } = config;
  const metrics = new Metrics();
  watchDatabase(metrics, db);
  const shared = { config, db, clock, log, settings, timezone, subscribers, announce, metrics };
  return {
    ...shared,
    jobs: new JobEngine(shared),
    files: openFiles(config.files),
    identity,
    sessions,
    apiKeys,
    sealing: createSealing(config.secret, "second factor"),
    limiter: new AttemptLimiter(),
    live,
    logs: given.logs ?? new LogBook(),
    reactions,
    signers: null,
    setupToken: null,
    connection: null,
    isDraining: false,
    fitness: { schema: "ok", certificateEndsAt: config.tls?.endsAt ?? null },
    keyed: (text) => new Bun.CryptoHasher("sha256", config.secret).update(text).digest("base64url"),
  };
}
