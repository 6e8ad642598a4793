import { lookup } from "node:dns/promises";
import { addMinutes } from "@lineside/domain/kernel";
import { createApp, ensureShipped } from "../app.ts";
import { openSetup } from "../modules/auth/index.ts";
import { type AmqpDoor, startAmqp } from "../modules/ingest/index.ts";
import { hearMaintenanceOrders, startHealth } from "../modules/ops/index.ts";
import { elapsedSince, monotonicMs } from "../platform/clock.ts";
import { safetyPoll } from "../platform/jobs/safety-poll.ts";
import { describeError } from "../platform/logger.ts";
import { watchEventLoop } from "../platform/metrics/watch.ts";
import { readTls, type TlsConfig } from "../platform/tls-config.ts";
import { version } from "../platform/version.ts";
import { openWeb } from "../platform/web.ts";
import { Listener, wrongHost } from "./listener.ts";
import { close, type Opened, open } from "./open.ts";

/** How long requests and jobs that were accepted may still take once a stop was asked for. */
const graceMs = 20_000;
/** After that, jobs are put back and the process ends whatever hangs. */
const endMs = graceMs + 5_000;

/** A certificate is told to end three weeks before it does. */
const endsSoonMinutes = 21 * 24 * 60;

/** When nobody waits for the first answers any more. */
const giveBackAfterMs = 1_500;

export async function serve(flags: string[]): Promise<number> {
  const started = monotonicMs();
  const opened = await open(flags);
  const { config, log, logs, platform, applied } = opened;
  let amqp: AmqpDoor | null = null;
  let stopHealth = async () => {};
  try {
    await ensureShipped(platform);
    const app = createApp(platform, openWeb(config.webMode, config.webDir));
    const { safetyPoll: poll } = app.use(safetyPoll(platform.jobs)).store.cron;
    await findHost(config.host);
    const listener = new Listener(app, config);
    // Before anybody can know that it listens: whoever stops it then is heard too.
    onStop(async (signal) => {
      poll.stop();
      log.info("stopping", { signal });
      platform.isDraining = true;
      platform.live.close();
      const timer = setTimeout(() => process.exit(1), endMs);
      const jobs = platform.jobs.stop(graceMs);
      await Promise.all([listener.stop(), jobs, amqp?.stop(graceMs), stopHealth()]);
      await platform.sessions.flush();
      await close(opened);
      clearTimeout(timer);
      log.info("stopped");
      await logs.close();
      process.exit(0);
    });
    renewOnHangUp(listener, opened, () => amqp?.renew());
    amqp = await startAmqp(platform);
    if (platform.isDraining) await amqp?.stop(0);
    platform.connection = listener;
    watchEventLoop(platform.metrics);
    hearMaintenanceOrders(platform);
    stopHealth = startHealth(platform);
    const scheme = config.tls ? "https" : "http";
    const url = `${scheme}://${config.host.includes(":") ? `[${config.host}]` : config.host}:${listener.port}`;
    keepLogs(opened);
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

/** Everything logged goes into files from here on; a crash leaves its reason there. */
function keepLogs({ config, log, logs }: Opened): void {
  logs.keep(config.logs, (error) =>
    log.error("log files cannot be written", { dir: config.logs.dir, ...describeError(error) }),
  );
  process.on("exit", () => logs.files?.flushNow());
  for (const event of ["uncaughtException", "unhandledRejection"] as const)
    process.on(event, (error: unknown) => {
      log.error("the server ends: an error that nobody handled", {
        event,
        ...describeError(error),
      });
      process.exit(1);
    });
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

/** A new certificate without a restart. What is wrong with it is told, and the old one stays. */
function renewOnHangUp(
  listener: Listener,
  { config, log, clock, platform }: Opened,
  renewAmqp: () => void,
): void {
  let { tls } = config;
  if (config.amqp.listener?.tls) process.on("SIGHUP", renewAmqp);
  // A reload of a service without certificates must not end it; a terminal that closes still does.
  else if (tls === null && !process.stdout.isTTY)
    process.on("SIGHUP", () => log.info("nothing to read again: no certificate is set"));
  if (tls === null) return;
  const tellEnd = (known: TlsConfig) => {
    if (known.endsAt <= clock.now()) log.error("certificate has expired", endOf(known));
    else if (known.endsAt <= addMinutes(clock.now(), endsSoonMinutes))
      log.warn("certificate ends soon", endOf(known));
  };
  tellEnd(tls);
  process.on("SIGHUP", () => {
    if (tls === null) return;
    try {
      const next = readTls(tls);
      if (next.endsAt <= clock.now()) return log.error("new certificate has expired", endOf(next));
      listener.renew(next);
      tls = next;
      platform.fitness.certificateEndsAt = next.endsAt;
      log.info("certificate renewed", endOf(next));
      tellEnd(next);
    } catch (error) {
      log.error("certificate not renewed", { error: (error as Error).message });
    }
  });
}

const endOf = ({ certPath, endsAt }: TlsConfig) => ({ certPath, endsAt });

function onStop(stop: (signal: string) => Promise<void>): void {
  let isStopping = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      void stop(signal);
    });
}
