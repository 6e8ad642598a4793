// A consistent copy of a whole database while it is being written to, and the way back.
import type { Dialect } from "../database.ts";
import type { AppliedMigration } from "../migrate.ts";

export interface TrailFacts {
  count: number;
  firstId: string | null;
  lastId: string | null;
  /** Over every event row, oldest first. */
  sha256: string;
}

/** What a copy holds, to be compared with what came back. */
export interface SnapshotFacts {
  migrations: AppliedMigration[];
  /** Rows by table. */
  tables: Record<string, number>;
  trail: TrailFacts;
}

export interface Attachment {
  sha256: string;
  size: number;
}

export type Bytes = AsyncIterable<Uint8Array>;
export type PutPart = (name: string, bytes: Bytes) => Promise<void>;

/** Reads beside a running server; never writes into its database. */
export interface SnapshotSource {
  readonly dialect: Dialect;
  /** Bytes the database takes now. */
  size(): Promise<number>;
  /** One moment of the database, part by part. */
  take(put: PutPart): Promise<SnapshotFacts & { attachments: Attachment[] }>;
  close(): Promise<void>;
}

export interface Problem {
  kind: "INTEGRITY_BROKEN" | "FOREIGN_KEY_BROKEN";
  name: string;
  detail: string;
}

/** Beside the database it may replace; gone without a trace unless it does. */
export interface RestoreTarget {
  /** Opens what was loaded as a database of its own, to bring it to the schema of this release. */
  readonly url: string;
  load(given: {
    migrations: AppliedMigration[];
    tables: string[];
    read(name: string): Bytes;
  }): Promise<void>;
  /** Integrity and foreign keys; a few of each kind are enough to know. */
  problems(): Promise<Problem[]>;
  facts(): Promise<SnapshotFacts>;
  /** Puts what was loaded in the place of the database; says where that one lies now. */
  replace(suffix: string): Promise<{ replaced: string | null }>;
  discard(): Promise<void>;
}

export const problemMax = 20;

/** Canonical: the columns by name, the rows by id. */
export const trailTable = "platform_event";
export const attachmentTable = "file_stored";
