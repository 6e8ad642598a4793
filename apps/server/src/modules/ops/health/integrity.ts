import { AppError } from "@lineside/domain/kernel";
import { program } from "../../../platform/backup/worker.ts";
import { defineCron, type SendContext } from "../../../platform/jobs/job.ts";
import { integrityCron, type NightlyLook, zNightlyLook } from "./nightly.ts";

/**
 * Every night, in a process of its own: every page of the file is read, and the schema is compared with
 * the shipped one. What it found is the timetable's last result, and the next look judges it.
 */
const nightly = defineCron({
  name: integrityCron,
  pattern: "23 3 * * *",
  send: lookInAnotherProcess,
  run: async (_jx, found: NightlyLook) => found,
});

async function lookInAnotherProcess({
  config,
  now,
  signal,
}: Pick<SendContext, "config" | "now" | "signal">): Promise<NightlyLook> {
  const child = Bun.spawn([...program(), "doctor", "--pages"], {
    // Nothing but what it needs: an address with a password is not for the list of processes.
    env: { PATH: process.env.PATH, DATABASE_URL: config.databaseUrl },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    signal,
    killSignal: "SIGKILL",
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  if (code !== 0) {
    const said = stderr.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
    throw new AppError("internal", "HEALTH_LOOK_FAILED", { code, said });
  }
  return zNightlyLook.parse({ lookedAt: now, ...JSON.parse(stdout) });
}

export const healthCrons = [nightly];
