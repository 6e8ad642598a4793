import { statfs } from "node:fs/promises";
import { BackupRefusal } from "./refusal.ts";

/** What stays free for the line whatever happens. */
const reserveBytes = 64 * 1024 * 1024;

export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Before the first byte is written: half a backup helps nobody and fills the disk of the line. */
export async function requireSpace(folder: string, needed: number): Promise<void> {
  const free = await freeBytes(folder);
  if (free >= needed + reserveBytes) return;
  const short = needed + reserveBytes - free;
  throw new BackupRefusal(
    "BACKUP_SPACE_SHORT",
    `${folder} has ${megabytes(free)} free and ${megabytes(needed + reserveBytes)} are needed; make ${megabytes(short)} free or set APP_BACKUP_DIR to another disk.`,
    { folder, free, needed: needed + reserveBytes },
  );
}

export const megabytes = (bytes: number): string =>
  `${Math.ceil(bytes / 1_000_000).toLocaleString("en-US")} MB`;
