import type { Instant } from "../kernel/index.ts";
import type { HealthCode } from "./checks.ts";

export const healthPlaces = ["database", "backups", "files", "logs"] as const;
export type HealthPlace = (typeof healthPlaces)[number];

export interface Folder {
  readonly place: HealthPlace;
  readonly folder: string;
}

/** What a setting says that a plant should not run with. */
export const configFaults = [
  "INVALID",
  "SECRET_READABLE",
  "PLAIN_HTTP",
  "PROXY_ANY",
  "UPGRADE_BACKUP_OFF",
  "BACKUPS_SAME_DISK",
] as const;
export type ConfigFault = (typeof configFaults)[number];

/** A table, column or index that differs from what this version ships. */
export interface SchemaDifference {
  readonly kind: "MISSING" | "FOREIGN" | "DIFFERENT";
  /** table, table.column or the name of an index */
  readonly name: string;
}

/** What was seen of each check. */
export interface HealthFacts {
  /** ms null: no answer. */
  DATABASE: { ms: number | null; why: string | null };
  SCHEMA: {
    schema: string;
    newer: string | null;
    changed: string | null;
    pending: number;
    /** null: not compared yet. */
    differences: readonly SchemaDifference[] | null;
  };
  INTEGRITY: {
    /** PostgreSQL: the server looks after its pages; what its checksums found. */
    checksumFailures: number | null;
    lookedAt: Instant | null;
    /** "ok" or what the look found first. */
    found: string | null;
    /** Since when somebody could have looked. */
    runningSince: Instant | null;
  };
  DISK_SPACE: { places: readonly (Folder & { freeBytes: number; totalBytes: number })[] };
  FILE_SYSTEM: {
    /** kind: ext4, nfs4 …; null: this system does not tell. */
    places: readonly (Folder & {
      kind: string | null;
      isNetworked: boolean;
      isVolatile: boolean;
    })[];
  };
  /** null: the database's disk is another machine's. */
  FSYNC: { p50Ms: number; p99Ms: number } | null;
  COMMIT_LATENCY: { p50Ms: number | null; p99Ms: number | null };
  /** bytes: the log beside a SQLite file; heldBytes: what PostgreSQL keeps for its replicas. */
  WAL_SIZE: { bytes: number } | { heldBytes: number };
  BACKUP_AGE: {
    everyHours: number;
    ageLimitHours: number;
    verifiedAt: Instant | null;
    /** The first one that was asked for; null: none yet. */
    firstAt: Instant | null;
    hasLastFailed: boolean;
  };
  JOBS_DEAD: { count: number; oldestAt: Instant | null; kinds: readonly string[] };
  JOBS_LATE: {
    count: number;
    oldestAt: Instant | null;
    lane: string | null;
    /** Kinds no running node knows. */
    unclaimable: readonly string[];
  };
  ENDPOINTS_SILENT: { count: number; total: number; handles: readonly string[] };
  INGEST_DEAD: { count: number; oldestAt: Instant | null };
  AUDIT_SEALS: {
    brokenSeal: number | null;
    /** Of the oldest event that no seal covers. */
    openSince: Instant | null;
    sealedTo: Instant | null;
    /** When the last comparison of the trail ended, and the first seal was made. */
    verifiedAt: Instant | null;
    firstSealedAt: Instant | null;
    /** Since when somebody could have sealed; null: nobody could, or it is not known. */
    runningSince: Instant | null;
  };
  /** null: TLS is not spoken here. */
  CERTIFICATE: { endsAt: Instant } | null;
  CLOCK: {
    /** Against the database's clock; null: it is the same machine's. */
    apartMs: number | null;
    /** The last jump of the wall clock against one that cannot. */
    jump: { ms: number; at: Instant } | null;
    /** null: this system does not say whether anybody sets its clock. */
    isSynchronised: boolean | null;
  };
  /** rssBytes: of the process that serves; null: none does. */
  MEMORY: { rssBytes: number | null; leftBytes: number; totalBytes: number };
  CONFIG: { faults: readonly { fault: ConfigFault; detail: string | null }[] };
}

/** What was seen, or why nothing was. */
export type Seen<Code extends HealthCode = HealthCode> =
  | { readonly facts: HealthFacts[Code] }
  | { readonly why: string };
