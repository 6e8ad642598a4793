import type { Instant } from "@lineside/domain/kernel";
import type { UnitContext } from "../../../platform/subscribers.ts";
import type { Placed } from "./work.ts";

export interface Seen {
  readonly endpoint: Placed;
  readonly identifier: string;
  readonly position: number | null;
  readonly at: Instant;
}

const openKeyOf = ({ endpoint, identifier, position }: Seen) =>
  `${endpoint.stationId}\n${identifier}\n${position ?? ""}`;

/** A board is at the station; one that is there already has not arrived again. */
export async function arrive(
  cx: UnitContext,
  seen: Seen & { unitId: string | null },
): Promise<void> {
  const { endpoint, identifier, position, at, unitId } = seen;
  await cx.tx.k
    .insertInto("ingest_presence")
    .values({
      ...{ id: cx.newId(), identifier, position, unitId, arrivedAt: at },
      ...{ stationId: endpoint.stationId, endpointId: endpoint.id, openKey: openKeyOf(seen) },
    })
    .onConflict((conflict) => conflict.column("openKey").doNothing())
    .execute();
}

/** It is gone. One whose arrival nobody told was not there for us. */
export async function depart(cx: UnitContext, seen: Seen): Promise<void> {
  await cx.tx.k
    .updateTable("ingest_presence")
    .set({ departedAt: seen.at, openKey: null })
    .where("openKey", "=", openKeyOf(seen))
    .execute();
}
