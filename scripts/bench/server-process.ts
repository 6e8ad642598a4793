import { readFileSync } from "node:fs";

export interface Measured {
  pid: number;
  url: string;
  /** User and system CPU of the process so far, in seconds. */
  cpuSeconds(): number;
  memory(): { residentMb: number; peakMb: number };
  stop(): Promise<void>;
}

const ticksPerSecond = 100;

const started = new Set<Bun.Subprocess>();
// A measurement that fails must not leave servers behind that spoil the next one.
process.on("exit", () => {
  for (const child of started) child.kill("SIGKILL");
});

/** A server in a process of its own, with its cost read from /proc (Linux only). */
export async function startServer(
  command: string[],
  env: Record<string, string>,
): Promise<Measured> {
  const child = Bun.spawn(command, {
    env: { ...process.env, ...env } as Record<string, string>,
    stdin: "ignore",
    stdout: "ignore",
    stderr: "inherit",
  });
  started.add(child);
  const url = `http://127.0.0.1:${env.PORT}`;
  await untilAnswering(url, child);
  const { pid } = child;
  return {
    pid,
    url,
    cpuSeconds: () => {
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
    },
    memory: () => {
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      const mb = (name: string) =>
        Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024;
      return { residentMb: mb("VmRSS"), peakMb: mb("VmHWM") };
    },
    stop: async () => {
      child.kill("SIGTERM");
      await child.exited;
      started.delete(child);
    },
  };
}

/** Milliseconds from start to the first 200. */
export async function coldStartMs(command: string[], env: Record<string, string>): Promise<number> {
  const started = performance.now();
  const server = await startServer(command, env);
  const ms = performance.now() - started;
  await server.stop();
  return ms;
}

async function untilAnswering(url: string, child: { exitCode: number | null }): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`server ended with ${child.exitCode}`);
    const answer = await fetch(`${url}/healthz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error(`${url} does not answer`);
}
