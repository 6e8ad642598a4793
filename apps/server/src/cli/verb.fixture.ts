import { binaryPath } from "@lineside/testkit/binary";

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the compiled binary with these settings only, whatever the environment of the tests says. */
export async function lineside(
  words: string[],
  given: { env?: Record<string, string>; stdin?: string; cwd?: string } = {},
): Promise<Ended> {
  const child = Bun.spawn([binaryPath, ...words], {
    cwd: given.cwd,
    env: { PATH: process.env.PATH, ...given.env },
    stdin: given.stdin === undefined ? "ignore" : new Blob([given.stdin]),
    stdout: "pipe",
    stderr: "pipe",
    // One that serves although it should have refused fails its test and goes.
    timeout: 10_000,
    killSignal: "SIGKILL",
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { code, stdout, stderr };
}
