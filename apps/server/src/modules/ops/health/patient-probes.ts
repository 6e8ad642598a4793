import type { HealthProbes } from "./probes.ts";

type OfFolder = Pick<HealthProbes, "space" | "fileSystem" | "statusOf">;

/**
 * A share that hangs keeps the thread that asks it, for hours if need be. The same question waits for its
 * last answer instead of being asked again every minute, and one folder is asked one thing at a time: else
 * a few minutes later no thread is left to write the log or to read a file.
 */
export function askingOnce(probes: OfFolder): OfFolder {
  const open = new Map<string, Promise<unknown>>();
  const last = new Map<string, Promise<unknown>>();
  const once = <T>(what: keyof OfFolder, ask: (folder: string) => Promise<T>) => {
    return (folder: string): Promise<T> => {
      const key = `${what} ${folder}`;
      const asked = open.get(key);
      if (asked) return asked as Promise<T>;
      const before = last.get(folder) ?? Promise.resolve();
      const answer = before.then(
        () => ask(folder),
        () => ask(folder),
      );
      const answered = answer.finally(() => {
        open.delete(key);
        if (last.get(folder) === answered) last.delete(folder);
      });
      open.set(key, answered);
      last.set(folder, answered);
      return answered;
    };
  };
  return {
    space: once("space", probes.space),
    fileSystem: once("fileSystem", probes.fileSystem),
    statusOf: once("statusOf", probes.statusOf),
  };
}
