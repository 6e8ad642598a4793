// One file for whoever helps from far away: what is needed to understand, and nothing that opens a door.
import { open } from "node:fs/promises";
import { arch, cpus, hostname, platform, release, totalmem, type } from "node:os";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { openReader } from "@lineside/db/reader";
import { openDoctor } from "../../modules/ops/index.ts";
import { plainConfig } from "../../platform/backup/plain-config.ts";
import { block, padding, tarHeader } from "../../platform/backup/tar-header.ts";
import { type Config, ensureSecret } from "../../platform/config.ts";
import { Scrubber } from "../../platform/scrub.ts";
import { newestLines } from "./log-lines.ts";
import { type Report, type ReportLanguage, reportText } from "./report.ts";

/** Newest lines of the log that go along; errors and warnings reach further back. */
const logLines = 5_000;
const errorLines = 1_000;

/** Returns where it lies. Readable by its owner only, until somebody decides to send it. */
export async function writeBundle(
  report: Report,
  config: Config | null,
  { path, language }: { path: string; language: ReportLanguage },
): Promise<string> {
  const scrubber = new Scrubber(await secretsOf(config));
  const files: [string, string][] = [
    ["report.txt", scrubber.text(reportText(report, language))],
    ["report.json", scrubber.json(report)],
    ["machine.json", scrubber.json(machine())],
    ["configuration.json", scrubber.json(configuration(config))],
    ["log.ndjson", scrubber.text(await logOf(config, { lines: logLines, levels: null }))],
    [
      "errors.ndjson",
      scrubber.text(await logOf(config, { lines: errorLines, levels: ["warn", "error"] })),
    ],
  ];
  const at = resolve(
    path || `lineside-support-${hostname()}-${report.at.replaceAll(/[:.]/g, "-")}.tar.gz`,
  );
  const file = await open(at, "wx", 0o600);
  try {
    await file.write(gzipSync(tar(files)));
  } finally {
    await file.close();
  }
  return at;
}

function tar(files: readonly [string, string][]): Uint8Array {
  const parts = files.flatMap(([name, text]) => {
    const bytes = Buffer.from(text);
    return [tarHeader({ name, size: bytes.length }), bytes, Buffer.alloc(padding(bytes.length))];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}

const machine = () => ({
  ...{ system: type(), platform: platform(), release: release(), arch: arch(), bun: Bun.version },
  ...{ processors: cpus().length, processor: cpus()[0]?.model ?? "", memoryBytes: totalmem() },
});

/** Values that are no secrets, and of all others only that they are set. */
function configuration(config: Config | null): object {
  const set = Object.keys(process.env)
    .filter((name) => /^(APP_|DATABASE_URL$|HOST$|PORT$)/.test(name))
    .toSorted();
  return { values: config ? plainConfig(config) : null, set };
}

async function logOf(...asked: Parameters<typeof newestLines>): Promise<string> {
  return (await newestLines(...asked)).map(({ line }) => `${line}\n`).join("");
}

/** Every value that is known to be one: of the environment, of the configuration, and of the rows. */
async function secretsOf(config: Config | null): Promise<string[]> {
  const named = Object.entries(process.env).flatMap(([name, value]) =>
    /^APP_.*(SECRET|KEY|TOKEN|PASSWORD)/.test(name) && !name.endsWith("_PATH") && value
      ? [value]
      : /^(APP_|DATABASE_URL$)/.test(name)
        ? passwordsOf(value ?? "")
        : [],
  );
  if (!config) return named;
  const { files, backup, amqp, metricsToken, databaseUrl } = config;
  const stores = [files.kind === "s3" ? files : null, backup.bucket];
  return [
    ...named,
    ...passwordsOf(databaseUrl),
    ...passwordsOf(amqp.broker?.url ?? ""),
    ...stores.flatMap((store) => (store ? [store.accessKey, store.secretKey] : [])),
    ...(metricsToken ? [metricsToken] : []),
    ...keptSecret(config),
    ...(await rowsSecrets(config)),
  ];
}

/** As it is written and as it is meant. */
function passwordsOf(address: string): string[] {
  const url = URL.parse(address);
  // What cannot be read as an address is a wrong setting, and its password is one all the same.
  const password = url ? url.password : (/:\/\/[^:@/\s]*:(.+)@/s.exec(address)?.[1] ?? "");
  return password === "" ? [] : [password, meant(password)];
}

function meant(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}

function keptSecret(config: Config): string[] {
  try {
    return [config.secret || ensureSecret(config)];
  } catch {
    return [];
  }
}

async function rowsSecrets({ databaseUrl }: Config): Promise<string[]> {
  const { storedSecrets } = await openDoctor();
  const db = await openReader(databaseUrl).catch(() => null);
  try {
    return db ? await storedSecrets(db) : [];
  } catch {
    return [];
  } finally {
    await db?.close();
  }
}
