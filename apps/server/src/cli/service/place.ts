import { dirname } from "node:path";
import { UsageError } from "../usage.ts";
import type { Settings } from "./env-file.ts";

/** Where the service stands on the machine; absolute paths, as the running system sees them. */
export interface Place {
  user: string;
  binary: string;
  settingsFile: string;
  data: string;
  /** Folders outside the data it writes to: backups, files, logs. */
  writes: readonly string[];
}

const fixed = {
  user: "lineside",
  binary: "/usr/local/bin/lineside",
  settingsFile: "/etc/lineside/lineside.env",
};

export const settingsFile = fixed.settingsFile;

const folders = ["APP_BACKUP_DIR", "APP_FILES_DIR", "APP_LOG_DIR"] as const;

/** The places the settings name. Throws UsageError where the unit could not reach them. */
export function placeOf(settings: Settings): Place {
  const url = settings.DATABASE_URL ?? "";
  const data = url.startsWith("file:")
    ? dirname(reachable("DATABASE_URL", url.slice("file:".length)))
    : "/var/lib/lineside";
  const isInside = (path: string) => path === data || path.startsWith(`${data}/`);
  const writes = folders.flatMap((name) => {
    const path = settings[name];
    return path === undefined || path === "none" ? [] : [reachable(name, path)];
  });
  return { ...fixed, data, writes: [...new Set(writes)].filter((path) => !isInside(path)) };
}

/** Homes and temporary folders are hidden from the service; blanks and signs would be read by systemd. */
function reachable(name: string, path: string): string {
  const wrong = (why: string) =>
    new UsageError(
      `${name} is "${path}"; ${why}, e.g. /var/lib/lineside/lineside.db or /mnt/backup.`,
    );
  if (!path.startsWith("/")) throw wrong("a service needs the path from the root on");
  if (!/^[\w./@+,-]+$/.test(path) || path.split("/").includes(".."))
    throw wrong("a service takes letters, digits and . _ - + @ , in a path");
  if (/^\/(home|root|run|tmp|var\/tmp|dev|proc|sys)(\/|$)/.test(path))
    throw wrong("the service is kept out of homes, temporary and system folders");
  const isFolder = name !== "DATABASE_URL";
  if (path.split("/").filter(Boolean).length < (isFolder ? 2 : 3))
    throw wrong("it needs a folder of its own, no top folder of the machine");
  return path.replace(/\/+$/, "");
}
