import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { root, run, ScriptError, toolEnvironment } from "./shell.ts";
import type { Step } from "./steps.ts";

interface SignIn {
  username: string;
  password: string;
  role: string;
}

const databaseUrl = process.env.DATABASE_URL || "file:./data/lineside.db";
const isFile = databaseUrl.startsWith("file:");
const databasePath = resolve(root, databaseUrl.replace(/^file:/, ""));
const signInsPath = resolve(dirname(databasePath), "demo-sign-ins.json");

/** The demo factory where there is no database yet. A PostgreSQL is its owner's: `lineside seed demo`. */
export function seedSteps(lineside: string[]): Step[] {
  const step: Step = {
    name: "Seed the demo factory",
    isDone: () => existsSync(databasePath),
    run: () => seed(lineside),
  };
  return isFile ? [step] : [];
}

/** Seeds beside the real path and renames at the end: an interrupted seed leaves no half factory. */
async function seed(lineside: string[]): Promise<void> {
  mkdirSync(dirname(databasePath), { recursive: true });
  const unfinished = `${databasePath}.seeding`;
  const discard = () => {
    for (const suffix of ["", "-wal", "-shm", ".lock", ".lock-journal"])
      rmSync(unfinished + suffix, { force: true });
  };
  discard();
  const printed = await run([...lineside, "seed", "demo", "--json", "--simulator"], {
    env: { DATABASE_URL: `file:${unfinished}` },
    stdoutOnly: true,
  });
  writeFileSync(signInsPath, `${JSON.stringify(JSON.parse(printed), null, 2)}\n`, { mode: 0o600 });
  for (const suffix of ["-wal", ""])
    if (existsSync(unfinished + suffix)) renameSync(unfinished + suffix, databasePath + suffix);
  discard();
}

interface Simulator {
  username: string;
  password: string;
  key: string;
  runNo: string;
}

/**
 * The demo's machines, as a process beside the server: seldom a board, at believable speed. None when
 * this database is not the demo or LINESIDE_SIMULATE=off.
 */
export function startSimulator(lineside: string[], port: number): { stop(): void }[] {
  if (process.env.LINESIDE_SIMULATE === "off" || !isFile || !existsSync(signInsPath)) return [];
  const { simulator }: { simulator?: Simulator } = JSON.parse(readFileSync(signInsPath, "utf8"));
  if (!simulator) return [];
  const pace = ["--boards", "10", "--every", "90", "--speed", "1", "--forever", "--quiet"];
  const child = Bun.spawn([...lineside, "simulate", "--run", simulator.runNo, ...pace], {
    env: toolEnvironment({
      LINESIDE_URL: `http://127.0.0.1:${port}`,
      LINESIDE_USER: simulator.username,
      LINESIDE_PASSWORD: simulator.password,
      LINESIDE_API_KEY: simulator.key,
    }),
    stdio: ["ignore", "ignore", "ignore"],
  });
  const stop = () => child.kill("SIGKILL");
  process.on("exit", stop);
  return [{ stop }];
}

/** What a person needs on the screen to get in; nothing when this database is not the demo. */
export function describeSignIns(): string[] {
  if (!isFile || !existsSync(signInsPath)) return [];
  const read = JSON.parse(readFileSync(signInsPath, "utf8"));
  const list: SignIn[] = Array.isArray(read) ? read : read.users;
  if (!Array.isArray(list)) throw new ScriptError(`${signInsPath} holds no list of sign-ins.`);
  return ["", "Demo sign-ins (role, user name, password):", ...table(list)];
}

function table(rows: SignIn[]): string[] {
  const width = (key: keyof SignIn) => Math.max(...rows.map((row) => row[key].length));
  const [role, username] = [width("role"), width("username")];
  return rows.map(
    (row) => `  ${row.role.padEnd(role)}  ${row.username.padEnd(username)}  ${row.password}`,
  );
}
