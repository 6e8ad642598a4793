import type { Tx } from "@lineside/db";
import type { MachineStationType } from "@lineside/domain/routing";
import { frozenVersion } from "./version-store.ts";

/** Where the events of one kind name their unit and their station. */
export interface IngestPath {
  readonly snPath?: string | undefined;
  readonly snListPath?: string | undefined;
  readonly carrierCodePath?: string | undefined;
  readonly stationCodePath?: string | undefined;
}

/** Routes a plant uses at a time are fewer; of more, the newest count. */
const versionsMax = 500;

/**
 * The places where events of a kind are told apart, before their step is known: those of every
 * version that runs are made by, the newest first, each once.
 */
export async function ingestPaths(tx: Tx, type: MachineStationType): Promise<IngestPath[]> {
  const versions = await tx.k
    .selectFrom("work_order_run")
    .select(["routeVersionId", (x) => x.fn.max("id").as("newest")])
    .groupBy("routeVersionId")
    .orderBy("newest", "desc")
    .limit(versionsMax)
    .execute();
  const paths = new Map<string, IngestPath>();
  for (const { routeVersionId } of versions) {
    if (routeVersionId === null) continue;
    const { snapshot } = await frozenVersion(tx, routeVersionId);
    for (const { stationType, ingestMapping } of snapshot?.steps ?? []) {
      if (stationType !== type || !ingestMapping) continue;
      const { snPath, snListPath, carrierCodePath, stationCodePath } = ingestMapping;
      const path = { snPath, snListPath, carrierCodePath, stationCodePath };
      paths.set(JSON.stringify(path), path);
    }
  }
  return [...paths.values()];
}
