import {
  type HealthCheck,
  type HealthCode,
  type HealthLevel,
  healthLevels,
  isTrouble,
  worstLevel,
} from "@lineside/domain/health";
import type { LinkProps } from "@tanstack/react-router";
import type { Permission } from "~/lib/session.ts";
import type { Tone } from "~/ui/status.ts";

/** The parts of the picture, from the line to what a bad day is repaired with. */
export const parts = {
  line: ["ENDPOINTS_SILENT", "INGEST_DEAD", "JOBS_DEAD", "JOBS_LATE"],
  server: ["DISK_SPACE", "FILE_SYSTEM", "FSYNC", "MEMORY", "CLOCK"],
  data: ["DATABASE", "SCHEMA", "INTEGRITY", "COMMIT_LATENCY", "WAL_SIZE"],
  proof: ["BACKUP_AGE", "AUDIT_SEALS"],
  security: ["CERTIFICATE", "CONFIG"],
} as const satisfies Record<string, readonly HealthCode[]>;
export type Part = keyof typeof parts;
export const partNames = Object.keys(parts) as Part[];

export const toneOf: Record<HealthLevel, Tone> = {
  OK: "ok",
  UNKNOWN: "none",
  WARNING: "warn",
  ALARM: "bad",
};

export const checksOf = (checks: readonly HealthCheck[], part: Part): HealthCheck[] =>
  parts[part].flatMap((code) => checks.find((check) => check.code === code) ?? []);

export const levelOf = (checks: readonly HealthCheck[]): HealthLevel =>
  worstLevel(checks.map(({ level }) => level));

/** What a person has to do something about, the worst first, then in the order of the table. */
export const troublesOf = (checks: readonly HealthCheck[]): HealthCheck[] =>
  checks
    .filter(({ level }) => isTrouble(level))
    .toSorted((a, b) => healthLevels.indexOf(b.level) - healthLevels.indexOf(a.level));

interface Mending {
  to: NonNullable<LinkProps["to"]>;
  search?: Record<string, string>;
  permission: Permission;
}

/** The screen on which it is mended; what only the server's shell can mend has none. */
export const mendings: { readonly [Code in HealthCode]?: Mending } = {
  ENDPOINTS_SILENT: { to: "/ingest/endpoints", permission: "ingest:read" },
  INGEST_DEAD: { to: "/ingest/events", search: { state: "DEAD" }, permission: "ingest:read" },
  JOBS_DEAD: { to: "/ops/jobs", permission: "job:read" },
  JOBS_LATE: { to: "/ops/jobs", permission: "job:read" },
  BACKUP_AGE: { to: "/admin/backups", permission: "backup:read" },
  DISK_SPACE: { to: "/admin/backups", permission: "backup:read" },
  AUDIT_SEALS: { to: "/audit", permission: "audit:read" },
};

/** Numbers that are worth a place of their own, and where a check keeps them. */
export const vitals = {
  COMMIT_LATENCY: "p99Ms",
  WAL_SIZE: "bytes",
  DISK_SPACE: "percent",
  MEMORY: "rssBytes",
} as const satisfies { [Code in HealthCode]?: string };
export type Vital = keyof typeof vitals;
export const vitalCodes = Object.keys(vitals) as Vital[];

/** What it is now, as the sentence of its check says it; null: nobody knows. */
export function numberOf({ context, trend }: HealthCheck, code: Vital): number | null {
  const value = context[vitals[code]];
  return typeof value === "number" ? value : (trend?.at(-1) ?? null);
}
