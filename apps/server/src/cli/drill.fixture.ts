import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { binaryPath } from "@lineside/testkit/binary";
import { freePort } from "@lineside/testkit/process";

/** A machine as an admin finds it: an empty folder, one file in it, and an account without rights. */
export interface Machine {
  folder: string;
  /** Under its own folder, with nothing but these settings. */
  run(words: string[], env?: Record<string, string>): Promise<Ran>;
  serve(env?: Record<string, string>): Promise<Server>;
  remove(): void;
}

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

export interface Server {
  url: string;
  stop(): Promise<number>;
}

/** "nobody" exists on every Linux; whoever is not root already is unprivileged. */
export const account = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

export function newMachine(name: string): Machine {
  const folder = mkdtempSync(join(tmpdir(), `lineside-${name}-`));
  const program = join(folder, "lineside");
  copyFileSync(binaryPath, program);
  chmodSync(program, 0o755);
  mkdirSync(join(folder, "home"));
  if (account.uid !== undefined)
    for (const path of [folder, program, join(folder, "home")])
      chownSync(path, account.uid, account.gid);
  const settings = (env: Record<string, string>) => ({
    PATH: process.env.PATH ?? "",
    HOME: join(folder, "home"),
    APP_WEB_MODE: "off",
    ...env,
  });
  const spawn = (words: string[], env: Record<string, string>) =>
    Bun.spawn([program, ...words], {
      ...account,
      cwd: folder,
      env: settings(env),
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
  return {
    folder,
    async run(words, env = {}) {
      const child = spawn(words, env);
      const [stdout, stderr, code] = await Promise.all([
        new Response(child.stdout).text(),
        new Response(child.stderr).text(),
        child.exited,
      ]);
      return { code, stdout, stderr };
    },
    async serve(env = {}) {
      const port = String(await freePort());
      const child = spawn(["serve"], { ...env, PORT: port });
      // Full pipes would stop it.
      const output = Promise.all([
        new Response(child.stdout).text(),
        new Response(child.stderr).text(),
      ]);
      const url = `http://127.0.0.1:${port}`;
      const ended = child.exited.then(async () => {
        throw new Error(`lineside ended before it was ready\n${(await output).join("\n")}`);
      });
      ended.catch(() => {});
      await Promise.race([untilReady(url), ended]);
      return {
        url,
        stop: async () => {
          child.kill("SIGTERM");
          return await child.exited;
        },
      };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function untilReady(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await Bun.sleep(10);
  }
}
