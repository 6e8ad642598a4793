import { whenCallerEnds } from "./caller.ts";
import { root, toolEnvironment } from "./shell.ts";

export interface Server {
  command: string[];
  cwd?: string;
  env?: Record<string, string>;
}

/**
 * Runs servers until one of them ends or the person stops them, hands on the signals and waits for
 * all. Returns the exit code of the one that ended first.
 */
export async function runServers(servers: Server[], whenStarted?: () => Promise<void>) {
  const children = servers.map(({ command, cwd = root, env = {} }) =>
    Bun.spawn(command, {
      cwd,
      env: toolEnvironment(env),
      stdio: ["inherit", "inherit", "inherit"],
    }),
  );
  const stop = (signal: NodeJS.Signals) => {
    for (const child of children) if (child.exitCode === null) child.kill(signal);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      // Ctrl+C reaches the whole process group; a second SIGINT would cut a graceful stop short.
      if (signal !== "SIGINT" || !process.stdin.isTTY) stop(signal);
    });
  whenCallerEnds(() => stop("SIGTERM"));
  void whenStarted?.();
  const first = await Promise.race(children.map((child) => child.exited));
  stop("SIGTERM");
  await Promise.all(children.map((child) => child.exited));
  return first;
}

/** Waits until the server answers; gives up silently when it takes too long, it tells why itself. */
export async function untilHealthy(port: number, limitMs = 30_000): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    if (await isHealthy(port)) return true;
    await Bun.sleep(25);
  }
  return false;
}

export async function isHealthy(port: number): Promise<boolean> {
  const host = process.env.HOST?.replace(/^(0\.0\.0\.0|::)$/, "") || "127.0.0.1";
  try {
    return (await fetch(`http://${host}:${port}/healthz`)).ok;
  } catch {
    return false;
  }
}
