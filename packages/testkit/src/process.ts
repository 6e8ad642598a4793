import { createServer } from "node:net";

/** A child process whose output is kept, so that a failing test can show it. */
export interface RunningProcess {
  pid: number;
  exited: Promise<number>;
  /** Everything it printed so far, both streams in order of arrival. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
}

export interface ProcessOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** The account it runs under; root only. */
  uid?: number;
  gid?: number;
}

const running = new Set<Bun.Subprocess>();

export function startProcess(command: string[], options: ProcessOptions = {}): RunningProcess {
  const { env = process.env as Record<string, string>, ...rest } = options;
  const child = Bun.spawn(command, {
    ...rest,
    env,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  running.add(child);
  const chunks: string[] = [];
  const read = Promise.all([collect(child.stdout, chunks), collect(child.stderr, chunks)]);
  const exited = child.exited.then(async (code) => {
    running.delete(child);
    await read;
    return code;
  });
  return {
    pid: child.pid,
    exited,
    output: () => chunks.join(""),
    kill: (signal) => child.kill(signal),
  };
}

/** A test run that ends early must not leave servers behind. */
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

async function collect(stream: ReadableStream<Uint8Array>, chunks: string[]): Promise<void> {
  const decoder = new TextDecoder();
  for await (const chunk of stream) chunks.push(decoder.decode(chunk, { stream: true }));
}

/** A port nobody listens on at this moment; for processes that cannot tell which one they took. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
