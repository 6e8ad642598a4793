import { type Database, type Params, statement, type Tx } from "@lineside/db";
import { assert, refusalError } from "@lineside/domain/kernel";
import { type RouteSnapshot, routeSnapshotSchema } from "@lineside/domain/routing";
import { RecentlyUsed } from "../../platform/recently-used.ts";

/** A compiled version that runs may hold. It never changes. */
export interface FrozenVersion {
  readonly id: string;
  readonly routeId: string;
  readonly versionNo: number;
  readonly status: "READY";
  readonly snapshot: RouteSnapshot;
}

/**
 * The version a run holds. Read and parsed once, then kept in memory: versions are immutable. Only a
 * READY version can be held by a run.
 */
export async function frozenVersion(from: Tx | Database, id: string): Promise<FrozenVersion> {
  const known = frozen.get(id);
  if (known) return known;
  const [row] =
    "run" in from ? await from.run(findVersion, { id }) : await from.query(findVersion, { id });
  if (!row) throw refusalError({ code: "ROUTE_VERSION_NOT_FOUND", context: { versionId: id } });
  assert(row.status === "READY", `version ${id} is ${row.status} and cannot be held`);
  const snapshot = routeSnapshotSchema.parse(row.snapshot);
  const version = { ...row, status: "READY", snapshot } as const;
  frozen.set(id, version);
  return version;
}

/** The version a new run takes: the newest READY one, whatever came after it; null: there is none. */
export async function latestReadyVersion(
  from: Tx | Database,
  routeId: string,
): Promise<FrozenVersion | null> {
  const [newest] =
    "run" in from
      ? await from.run(findLatestReady, { routeId })
      : await from.query(findLatestReady, { routeId });
  return newest ? await frozenVersion(from, newest.id) : null;
}

const frozen = new RecentlyUsed<FrozenVersion>(500);

const findVersion = statement((k, p: Params<{ id: string }>) =>
  k
    .selectFrom("routing_version")
    .select(["id", "routeId", "versionNo", "status", "snapshot"])
    .where("id", "=", p("id")),
);

const findLatestReady = statement((k, p: Params<{ routeId: string }>) =>
  k
    .selectFrom("routing_version")
    .select("id")
    .where("routeId", "=", p("routeId"))
    .where("status", "=", "READY")
    .orderBy("versionNo", "desc")
    .limit(1),
);
