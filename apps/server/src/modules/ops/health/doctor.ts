// The same looks as the running server's, from outside: with the server up and down.
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import type { DatabaseError } from "@lineside/db";
import { findDrift } from "@lineside/db/drift";
import { openReader, type Reader } from "@lineside/db/reader";
import {
  type HealthCheck,
  type HealthCode,
  type HealthFacts,
  healthCodes,
  judgeHealth,
  type Seen,
} from "@lineside/domain/health";
import { systemClock } from "../../../platform/clock.ts";
import type { Config } from "../../../platform/config.ts";
import { settingsSchema } from "../../../platform/settings.ts";
import { checkPages, databaseLooks, databaseVersion, whyNot } from "./database-queries.ts";
import { type Judged, lookAt, shownCheck } from "./look.ts";
import { lastErrors, processesOf, storedSettings } from "./operation-queries.ts";
import { type HealthProbes, systemProbes } from "./probes.ts";
import { freshMemory, type HealthScene } from "./scene.ts";

export { storedSecrets } from "./operation-queries.ts";

export interface Examination {
  checks: HealthCheck[];
  /** Where the server answered; null: it does not. */
  server: string | null;
  database: { dialect: "sqlite" | "postgresql"; version: string } | null;
  errors: Awaited<ReturnType<typeof lastErrors>> | null;
  /** Settings that people changed. */
  settings: Record<string, unknown>;
}

/** Only the running server counts them. */
const serversOnly: readonly HealthCode[] = ["COMMIT_LATENCY"];
/** What has to stand still while it is down. */
const runningOnly: readonly HealthCode[] = ["JOBS_LATE"];
const ofDatabase: readonly HealthCode[] = [
  ...["SCHEMA", "INTEGRITY", "BACKUP_AGE", "JOBS_DEAD", "JOBS_LATE"],
  ...["ENDPOINTS_SILENT", "INGEST_DEAD", "AUDIT_SEALS"],
] as HealthCode[];

/** Never throws: what cannot be looked at is said. */
export async function examine(
  config: Config,
  probes: HealthProbes = systemProbes,
): Promise<Examination> {
  const server = await answeringServer(config);
  const opened = await openReader(config.databaseUrl).catch((error: DatabaseError) => error);
  if (opened instanceof Error) return await withoutDatabase(config, { probes, server, opened });
  try {
    const settings = await changedSettings(opened);
    const scene = sceneOf(config, { db: opened, probes, settings });
    const judged = await lookAt(scene);
    const thorough = await Promise.all(
      judged.map((each) => lookCloser(each, { scene, isRunning: server !== null })),
    );
    return {
      ...{ checks: shown(thorough), server, settings },
      database: {
        dialect: opened.dialect,
        version: await databaseVersion(opened).catch(() => "unknown"),
      },
      errors: await lastErrors(opened, 10).catch(() => null),
    };
  } finally {
    await opened.close();
  }
}

/** What the nightly look asks for: the pages, and the schema somebody may have changed. */
export async function examinePages(databaseUrl: string) {
  const db = await openReader(databaseUrl);
  try {
    return { found: await checkPages(db), differences: await findDrift(db) };
  } finally {
    await db.close();
  }
}

function sceneOf(
  config: Config,
  given: { db: HealthScene["db"]; probes: HealthProbes; settings: Record<string, unknown> },
): HealthScene {
  const { db, probes } = given;
  const settings = settingsSchema.safeParse(given.settings);
  return {
    ...{ config, db, probes, now: systemClock.now(), metrics: null, memory: freshMemory(null) },
    settings: settings.success ? settings.data : settingsSchema.parse({}),
  };
}

async function withoutDatabase(
  config: Config,
  given: { probes: HealthProbes; server: string | null; opened: Error },
): Promise<Examination> {
  const { probes, server, opened } = given;
  const why = whyNot(opened.message);
  const gone = { dialect: config.databaseUrl.startsWith("file:") ? "sqlite" : "postgresql" };
  const db = { ...gone, read: null } as unknown as HealthScene["db"];
  // Its own memory is nobody's business.
  const memory = async () => ({ ...(await probes.memory()), rssBytes: null });
  const scene = sceneOf(config, { db, probes: { ...probes, memory }, settings: {} });
  const codes = healthCodes.filter((code) => code !== "DATABASE" && !ofDatabase.includes(code));
  const seen = await lookAt(scene, codes);
  const missing = ofDatabase.map((code) => judged(code, { why: "no database" }, scene));
  const down = judged("DATABASE", { facts: { ms: null, why } }, scene);
  const all = [down, ...seen, ...missing].map((each) =>
    serversOnly.includes(each.code) ? notHere(each.code) : each,
  );
  const inOrder = healthCodes.flatMap((code) => all.find((each) => each.code === code) ?? []);
  return { checks: shown(inOrder), server, database: null, errors: null, settings: {} };
}

/** What takes longer than a look of every minute may, and what is only true beside a server. */
async function lookCloser(
  seen: Judged,
  { scene, isRunning }: { scene: HealthScene; isRunning: boolean },
): Promise<Judged> {
  const { code } = seen;
  if (serversOnly.includes(code)) return notHere(code);
  if (runningOnly.includes(code) && !isRunning) return notHere(code);
  const { db, now } = scene;
  if (code === "INTEGRITY" && db.dialect === "sqlite") {
    const rest = { checksumFailures: null, lookedAt: now, runningSince: null };
    return judgedBy(code, scene, async () => ({ ...rest, found: await checkPages(db) }));
  }
  if (code === "SCHEMA")
    return judgedBy(code, scene, async () => ({
      ...(await databaseLooks.SCHEMA(scene)),
      differences: await findDrift(db),
    }));
  if (code === "MEMORY")
    return judgedBy(code, scene, async () => ({
      ...(await scene.probes.memory()),
      rssBytes: await memoryOfServer(scene, isRunning),
    }));
  return seen;
}

async function judgedBy<Code extends HealthCode>(
  code: Code,
  scene: HealthScene,
  look: () => Promise<HealthFacts[Code]>,
): Promise<Judged> {
  const seen = await look().then(
    (facts): Seen<Code> => ({ facts }),
    (error): Seen<Code> => ({ why: whyNot(error) }),
  );
  return judged(code, seen, scene);
}

const judged = <Code extends HealthCode>(
  code: Code,
  seen: Seen<Code>,
  { now }: HealthScene,
): Judged => ({ code, ...judgeHealth(code, seen, now) });

const notHere = (code: HealthCode): Judged => ({
  ...{ code, level: "OK", reason: "NOT_HERE", context: {} },
});

const shown = (all: readonly Judged[]) => all.map((each) => shownCheck(each, null));

/** Of the process that serves on this machine; its number is in its name among the workers. */
async function memoryOfServer({ db }: HealthScene, isRunning: boolean): Promise<number | null> {
  if (!isRunning) return null;
  for (const { host, pid } of await processesOf(db)) {
    if (host !== hostname()) continue;
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN);
    if (!Number.isNaN(kilobytes)) return kilobytes * 1024;
  }
  return null;
}

/** Asked at the address it listens on; a certificate is somebody else's matter here. */
async function answeringServer({ host, port, tls }: Config): Promise<string | null> {
  const here: Record<string, string> = { "0.0.0.0": "127.0.0.1", "::": "[::1]" };
  const local = here[host] ?? (host.includes(":") ? `[${host}]` : host);
  const url = `${tls ? "https" : "http"}://${local}:${port}`;
  try {
    const answer = await fetch(`${url}/healthz`, {
      signal: AbortSignal.timeout(2_000),
      tls: { rejectUnauthorized: false },
    });
    const { status } = (await answer.json()) as { status?: unknown };
    return status === "ok" ? url : null;
  } catch {
    return null;
  }
}

/** Those this release knows; a value that does not fit is left out. */
async function changedSettings(db: Reader): Promise<Record<string, unknown>> {
  const rows = await storedSettings(db).catch(() => []);
  const shape: Record<string, { safeParse(value: unknown): { success: boolean } }> =
    settingsSchema.shape;
  return Object.fromEntries(
    rows.flatMap(({ key, value }) => {
      const stored = typeof value === "string" ? (JSON.parse(value) as unknown) : value;
      const plain = (stored as { value?: unknown } | null)?.value;
      return shape[key]?.safeParse(plain).success ? [[key, plain]] : [];
    }),
  );
}
