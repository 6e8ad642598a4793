// Backups are made and verified in a process of their own: copying, compressing and hashing would stop
// the event loop that answers the scanners, and its memory goes back when it ends.
import { join } from "node:path";
import { type BackupReason, zBackupFinding } from "@lineside/domain/backup";
import { AppError, type ErrorKind, type Instant } from "@lineside/domain/kernel";
import { z } from "zod";
import type { Config } from "../config.ts";
import { zBackupNote } from "./note.ts";

export type BackupTask =
  | { do: "create"; now: Instant; reason: BackupReason; plant: string; includesFiles: boolean }
  | { do: "verify"; now: Instant; name: string };

const zDone = z.object({
  note: zBackupNote.nullable(),
  places: z.array(z.enum(["FOLDER", "S3"])).default([]),
  findings: z.array(zBackupFinding).default([]),
  ms: z.number(),
});
export type BackupDone = z.output<typeof zDone>;

const zAnswer = z.union([
  z.object({ done: zDone }),
  z.object({
    failed: z.object({
      kind: z.string(),
      code: z.string(),
      context: z.record(z.string(), z.unknown()),
      message: z.string(),
    }),
  }),
]);

/** Does it in another process, which ends when this one does or when `signal` says so. */
export async function inAnotherProcess(
  config: Config,
  task: BackupTask,
  signal?: AbortSignal,
): Promise<BackupDone> {
  const child = Bun.spawn([...program(), "backup", "--attached"], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "pipe",
    ...(signal && { signal }),
    killSignal: "SIGKILL",
  });
  child.stdin.write(`${JSON.stringify({ config, task })}\n`);
  await child.stdin.flush();
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  child.stdin.end();
  const answer = zAnswer.safeParse(parsed(stdout));
  if (!answer.success) {
    const context = { code, said: stderr.trim().split("\n").slice(-3).join(" ").slice(0, 500) };
    throw new AppError("internal", "BACKUP_CRASHED", context);
  }
  if ("done" in answer.data) return answer.data.done;
  const { kind, code: refused, context, message } = answer.data.failed;
  const cause = new Error(message);
  throw new AppError(kind as ErrorKind, refused, { ...context, message }, { cause });
}

/** The other process: its task comes on standard input, which stays open as long as somebody waits. */
export async function runAttached(): Promise<number> {
  const { promise: asked, resolve } = Promise.withResolvers<string>();
  void listen(resolve);
  const { config, task } = JSON.parse(await asked) as { config: Config; task: BackupTask };
  const answer = await perform(config, task).then(
    (done) => ({ done }),
    (error) => ({ failed: described(error) }),
  );
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  return 0;
}

async function listen(resolve: (line: string) => void): Promise<void> {
  let text = "";
  for await (const chunk of Bun.stdin.stream()) {
    text += new TextDecoder().decode(chunk);
    const end = text.indexOf("\n");
    if (end >= 0) resolve(text.slice(0, end));
  }
  // Whoever asked is gone.
  process.exit(1);
}

/** Loaded here only: the server that asks never needs any of it. */
async function perform(config: Config, task: BackupTask): Promise<BackupDone> {
  if (task.do === "create") {
    const { createBackup } = await import("./create.ts");
    return { ...(await createBackup({ ...task, config })), findings: [] };
  }
  const { verifyKept } = await import("./verify.ts");
  const { BackupPlaces } = await import("./places.ts");
  const verified = await verifyKept(config, task.name, task.now);
  const stored = await new BackupPlaces(config.backup).list();
  const places = stored.find(({ note }) => note.name === task.name)?.places ?? [];
  return { ...verified, places };
}

function described(error: unknown) {
  if (error instanceof AppError) {
    const { kind, code, context, message } = error;
    return { kind, code, context, message };
  }
  const message = error instanceof Error ? error.message : String(error);
  const code = (error as { code?: unknown })?.code;
  return {
    kind: "internal",
    code: "BACKUP_CRASHED",
    context: { ...(typeof code === "string" && { code }) },
    message,
  };
}

/** This very program: the compiled binary is one file, from source it is Bun and a script. */
export function program(): string[] {
  const isCompiled = /[/\\](\$bunfs|~BUN)[/\\]/.test(import.meta.path);
  return isCompiled
    ? [process.execPath]
    : [process.execPath, join(import.meta.dir, "../../main.ts")];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
