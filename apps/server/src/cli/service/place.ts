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

/** Files the service reads; without them it does not start. */
const files = [
  ...["APP_TLS_CERT_PATH", "APP_TLS_KEY_PATH"],
  ...["APP_AMQP_TLS_CERT_PATH", "APP_AMQP_TLS_KEY_PATH"],
];
const folders = ["APP_BACKUP_DIR", "APP_FILES_DIR", "APP_LOG_DIR"] as const;

/** The places the settings name. Throws UsageError where the unit could not reach them. */
export function placeOf(settings: Settings): Place {
  const url = settings.DATABASE_URL ?? "";
  const data = url.startsWith("file:")
    ? dirname(reachable("DATABASE_URL", url.slice("file:".length)))
    : "/var/lib/lineside";
  for (const name of files) seen(name, settings[name]);
  const isInside = (path: string) => path === data || path.startsWith(`${data}/`);
  const writes = folders.flatMap((name) => {
    const path = settings[name];
    return path === undefined || path === "none" ? [] : [reachable(name, path)];
  });
  return { ...fixed, data, writes: [...new Set(writes)].filter((path) => !isInside(path)) };
}

const hidden = /^\/(home|root|run\/user|tmp|var\/tmp)(\/|$)/;

/** Root, who installs, sees what the service does not: it would start for nobody. */
function seen(name: string, path: string | undefined): void {
  if (path === undefined || (path.startsWith("/") && !hidden.test(path))) return;
  const why = path.startsWith("/")
    ? "the service is kept out of homes and temporary folders"
    : "a service needs the path from the root on";
  throw new UsageError(`${name} is "${path}"; ${why}, e.g. /etc/lineside/tls.pem.`);
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
  if (hidden.test(path) || /^\/(run|dev|proc|sys)(\/|$)/.test(path))
    throw wrong("the service is kept out of homes, temporary and system folders");
  const isFolder = name !== "DATABASE_URL";
  if (path.split("/").filter(Boolean).length < (isFolder ? 2 : 3))
    throw wrong("it needs a folder of its own, no top folder of the machine");
  return path.replace(/\/+$/, "");
}
