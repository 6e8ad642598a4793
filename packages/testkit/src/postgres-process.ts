// Runs one private PostgreSQL and ends it with the process that asked for it, however that one ends.
// Prints the server's URL, or why there is none.
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { isRunning } from "./postgres.ts";

const isRoot = process.getuid?.() === 0;
/** PostgreSQL refuses to run as root; "nobody" exists on every Linux. */
const account = isRoot ? { uid: 65534, gid: 65534 } : {};

const folder = mkdtempSync(join(tmpdir(), "lineside-postgres-"));
const dataFolder = mkdtempSync(join(roomiestTemporary(), "lineside-postgres-data-"));
const asked = toldToStop(Number(process.argv[3]));
try {
  const server = await start(process.argv[2]!);
  console.log(JSON.stringify({ url: server.url, pid: process.pid }));
  await Promise.race([asked, server.process.exited]);
  // Immediate shutdown: nothing in it is worth keeping.
  server.process.kill("SIGQUIT");
  await server.process.exited;
} catch (error) {
  console.log(JSON.stringify({ error: String(error) }));
} finally {
  for (const made of [folder, dataFolder]) rmSync(made, { recursive: true, force: true });
}
process.exit(0);

/** A database is a few hundred files; making them in memory is several times faster. */
function roomiestTemporary(): string {
  const memory = "/dev/shm";
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > 2 ** 31 ? memory : tmpdir();
}

function toldToStop(parent: number): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
      process.on(signal, () => resolve());
    setInterval(() => {
      if (!isRunning(parent)) resolve();
    }, 200);
  });
}

async function start(native: string) {
  const bin = copyBinaries(native);
  if (isRoot) chownSync(dataFolder, 65534, 65534);
  await run(join(bin, "initdb"), [
    `--pgdata=${dataFolder}`,
    "--username=postgres",
    "--auth=trust",
    "--no-sync",
    "--encoding=UTF8",
    // As on a plant's server: text does not sort by bytes.
    "--locale=C",
    "--locale-provider=icu",
    "--icu-locale=en-US",
  ]);
  const port = freePort();
  const settings = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "full_page_writes=off",
    "max_connections=300",
    "shared_buffers=64MB",
    "jit=off",
  ];
  const postgres = Bun.spawn(
    [join(bin, "postgres"), "-D", dataFolder, ...settings.flatMap((setting) => ["-c", setting])],
    { ...account, cwd: folder, stdin: "ignore", stdout: "ignore", stderr: "pipe" },
  );
  await untilReady(postgres.stderr);
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, process: postgres };
}

/** A copy, because another account must reach it and because npm packages cannot hold symbolic links. */
function copyBinaries(native: string): string {
  chmodSync(folder, 0o755);
  const copy = join(folder, "native");
  cpSync(native, copy, { recursive: true });
  const links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8"));
  for (const { source, target } of links as { source: string; target: string }[]) {
    const link = join(folder, target);
    rmSync(link, { force: true });
    symlinkSync(join(folder, source), link);
  }
  const bin = join(copy, "bin");
  for (const name of ["initdb", "postgres"]) chmodSync(join(bin, name), 0o755);
  return bin;
}

async function run(command: string, args: string[]): Promise<void> {
  const child = Bun.spawn([command, ...args], {
    ...account,
    cwd: folder,
    stderr: "pipe",
    stdout: "ignore",
  });
  if ((await child.exited) === 0) return;
  throw new Error(`${basename(command)}: ${await new Response(child.stderr).text()}`);
}

function freePort(): number {
  const probe = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  probe.stop(true);
  return probe.port;
}

async function untilReady(log: ReadableStream<Uint8Array>): Promise<void> {
  const reader = log.getReader();
  const decoder = new TextDecoder();
  let seen = "";
  while (!seen.includes("ready to accept connections")) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`postgres: ${seen}`);
    seen += decoder.decode(value, { stream: true });
  }
  // A full pipe would stop the server.
  void (async () => {
    while (!(await reader.read()).done);
  })();
}
