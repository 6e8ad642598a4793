import { lookup } from "node:dns/promises";
import { createApp } from "../app.ts";
import { ensureRoles, openSetup } from "../modules/auth/index.ts";
import { elapsedSince, monotonicMs } from "../platform/clock.ts";
import { ConfigError } from "../platform/config.ts";
import { describeError } from "../platform/logger.ts";
import type { Platform } from "../platform/platform.ts";
import { sweep } from "../platform/retention.ts";
import { version } from "../platform/version.ts";
import { openWeb } from "../platform/web.ts";
import { close, open } from "./open.ts";

const sweepEveryMs = 60 * 60_000;

/** How long requests that were accepted may still take once a stop was asked for. */
const graceMs = 20_000;

export async function serve(flags: string[]): Promise<number> {
  const started = monotonicMs();
  const opened = await open(flags);
  const { config, log, platform, applied } = opened;
  try {
    await ensureRoles(platform);
    const app = createApp(platform, openWeb(config.webMode, config.webDir));
    await findHost(config.host);
    const server = listen(app, config.host, config.port);
    platform.connection = { keepOpen: (request) => server.timeout(request, 0) };
    const url = `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${server.port}`;
    log.info("listening", {
      url,
      version,
      database: platform.db.url,
      timezone: config.timezone,
      migrations: applied,
      startMs: elapsedSince(started),
    });
    const setup = await openSetup(platform);
    if (setup)
      log.warn("no user yet: open this link once to create the administrator", {
        link: `${config.publicUrl ?? url}/setup?token=${setup}`,
      });
    const sweeping = keepSweeping(platform);
    onStop(async (signal) => {
      clearInterval(sweeping);
      log.info("stopping", { signal });
      platform.isDraining = true;
      platform.live.close();
      const timer = setTimeout(() => process.exit(1), graceMs);
      await server.stop();
      await close(opened);
      clearTimeout(timer);
      log.info("stopped");
      process.exit(0);
    });
    return -1;
  } catch (error) {
    await close(opened);
    throw error;
  }
}

/** At start and every hour; a sweep that fails is told and tried again. */
function keepSweeping({ db, clock, log }: Platform): Timer {
  const once = () =>
    void sweep(db, clock.now()).then(
      (removed) => log.debug("swept", removed),
      (error: unknown) => log.warn("sweep failed", describeError(error)),
    );
  once();
  return setInterval(once, sweepEveryMs);
}

/** Bun reports a name that nobody knows as a port in use. */
async function findHost(host: string): Promise<void> {
  await lookup(host).catch((cause) => {
    throw wrongHost(host, cause);
  });
}

function wrongHost(host: string, cause: unknown): ConfigError {
  return new ConfigError(
    `HOST is "${host}"; it must be an address of this machine, e.g. 127.0.0.1, or 0.0.0.0 for all of them.`,
    { cause },
  );
}

function listen(app: ReturnType<typeof createApp>, hostname: string, port: number) {
  try {
    app.listen({ hostname, port });
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === "EADDRINUSE")
      throw new ConfigError(`PORT ${port} is in use on ${hostname}; choose another, e.g. 3001.`);
    if (code === "EADDRNOTAVAIL") throw wrongHost(hostname, error);
    throw new ConfigError(`Cannot listen on ${hostname}:${port}: ${(error as Error).message}.`);
  }
  if (!app.server) throw new ConfigError(`Cannot listen on ${hostname}:${port}.`);
  return app.server;
}

function onStop(stop: (signal: string) => Promise<void>): void {
  let isStopping = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      void stop(signal);
    });
}
