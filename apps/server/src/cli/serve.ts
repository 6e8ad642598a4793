import { lookup } from "node:dns/promises";
import { createApp, ensureShipped } from "../app.ts";
import { openSetup } from "../modules/auth/index.ts";
import { type AmqpDoor, startAmqp } from "../modules/ingest/index.ts";
import { elapsedSince, monotonicMs } from "../platform/clock.ts";
import { ConfigError } from "../platform/config.ts";
import { safetyPoll } from "../platform/jobs/safety-poll.ts";
import { version } from "../platform/version.ts";
import { openWeb } from "../platform/web.ts";
import { close, open } from "./open.ts";

/** How long requests and jobs that were accepted may still take once a stop was asked for. */
const graceMs = 20_000;
/** After that, jobs are put back and the process ends whatever hangs. */
const endMs = graceMs + 5_000;

/** When nobody waits for the first answers any more. */
const giveBackAfterMs = 1_500;

export async function serve(flags: string[]): Promise<number> {
  const started = monotonicMs();
  const opened = await open(flags);
  const { config, log, platform, applied } = opened;
  let amqp: AmqpDoor | null = null;
  try {
    await ensureShipped(platform);
    const app = createApp(platform, openWeb(config.webMode, config.webDir));
    const { safetyPoll: poll } = app.use(safetyPoll(platform.jobs)).store.cron;
    await findHost(config.host);
    const server = listen(app, config.host, config.port);
    // Before anybody can know that it listens: whoever stops it then is heard too.
    onStop(async (signal) => {
      poll.stop();
      log.info("stopping", { signal });
      platform.isDraining = true;
      platform.live.close();
      const timer = setTimeout(() => process.exit(1), endMs);
      await Promise.all([server.stop(), platform.jobs.stop(graceMs), amqp?.stop(graceMs)]);
      await close(opened);
      clearTimeout(timer);
      log.info("stopped");
      process.exit(0);
    });
    amqp = await startAmqp(platform);
    if (platform.isDraining) await amqp?.stop(0);
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
    if (!platform.isDraining) await platform.jobs.start();
    setTimeout(giveBack, giveBackAfterMs).unref();
    return -1;
  } catch (error) {
    // Whoever stopped it while it was still starting up closes it too.
    if (platform.isDraining) return -1;
    await close(opened);
    throw error;
  }
}

/** What only starting up needed: schemas being built, migrations, the first look at the tables. */
function giveBack(): void {
  Bun.gc(true);
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
