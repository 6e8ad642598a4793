// npm start: from a fresh clone to a running demo factory.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { binaryPath, buildSteps } from "./build-single.ts";
import { defaultPort } from "./local.ts";
import { checkBunVersion, setupSteps } from "./setup.ts";
import { main, root, run, ScriptError } from "./shell.ts";
import { runSteps, type Step, seconds } from "./steps.ts";

interface SignIn {
  username: string;
  password: string;
  role: string;
}

const databaseUrl = process.env.DATABASE_URL || "file:./data/lineside.db";
const isFile = databaseUrl.startsWith("file:");
const databasePath = resolve(root, databaseUrl.replace(/^file:/, ""));
const signInsPath = isFile ? resolve(dirname(databasePath), "demo-sign-ins.json") : null;

const seedStep: Step = {
  name: "Seed the demo factory",
  isDone: () => existsSync(databasePath),
  run: seed,
};

main(async () => {
  const started = performance.now();
  checkBunVersion();
  await runSteps([...setupSteps, ...buildSteps(), ...(isFile ? [seedStep] : [])]);
  return serve(started);
});

/** Seeds beside the real path and renames at the end: an interrupted seed leaves no half factory. */
async function seed(): Promise<void> {
  mkdirSync(dirname(databasePath), { recursive: true });
  const unfinished = `${databasePath}.seeding`;
  for (const suffix of ["", "-wal", "-shm", ".lock"]) rmSync(unfinished + suffix, { force: true });
  const printed = await run([binaryPath, "seed", "demo", "--json"], {
    env: { DATABASE_URL: `file:${unfinished}` },
    stdoutOnly: true,
  });
  if (signInsPath) {
    writeFileSync(signInsPath, `${JSON.stringify(JSON.parse(printed), null, 2)}\n`);
    chmodSync(signInsPath, 0o600);
  }
  for (const suffix of ["-wal", ""])
    if (existsSync(unfinished + suffix)) renameSync(unfinished + suffix, databasePath + suffix);
}

async function serve(started: number): Promise<number> {
  const port = defaultPort();
  const isTaken = port > 0 && (await answers(port));
  const server = Bun.spawn([binaryPath, "serve"], {
    cwd: root,
    env: { ...process.env, PORT: String(port) },
    stdio: ["inherit", "inherit", "inherit"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      // Ctrl+C reaches the whole process group; a second SIGINT would cut the graceful stop short.
      if (signal !== "SIGINT" || !process.stdin.isTTY) server.kill(signal);
    });
  if (port > 0 && !isTaken && (await isReady(server, port))) greet(port, started);
  return server.exited;
}

async function isReady(server: Bun.Subprocess, port: number): Promise<boolean> {
  while (server.exitCode === null && server.signalCode === null) {
    if (await answers(port)) return true;
    await Bun.sleep(25);
  }
  return false;
}

async function answers(port: number): Promise<boolean> {
  const host = process.env.HOST?.replace(/^(0\.0\.0\.0|::)$/, "") || "127.0.0.1";
  try {
    return (await fetch(`http://${host}:${port}/healthz`)).ok;
  } catch {
    return false;
  }
}

function greet(port: number, started: number): void {
  const lines = [
    "",
    `Lineside is running: http://localhost:${port}  (after ${seconds(performance.now() - started)})`,
  ];
  if (signInsPath && existsSync(signInsPath))
    lines.push("", "Demo sign-ins:", ...table(readSignIns(signInsPath)));
  console.log([...lines, "", "Stop with Ctrl+C.", ""].join("\n"));
}

function readSignIns(path: string): SignIn[] {
  const read = JSON.parse(readFileSync(path, "utf8"));
  const list = Array.isArray(read) ? read : read.users;
  if (!Array.isArray(list)) throw new ScriptError(`${path} holds no list of sign-ins.`);
  return list;
}

function table(rows: SignIn[]): string[] {
  const width = (key: keyof SignIn) => Math.max(...rows.map((row) => row[key].length));
  const [role, username] = [width("role"), width("username")];
  return rows.map(
    (row) => `  ${row.role.padEnd(role)}  ${row.username.padEnd(username)}  ${row.password}`,
  );
}
