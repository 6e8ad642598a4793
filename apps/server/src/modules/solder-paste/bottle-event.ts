import type { PasteBottle, PasteHeard } from "@lineside/domain/solder-paste";
import type { Place } from "../../platform/actor.ts";
import { type Reader, runOnLine } from "./store.ts";

/** Where an event of a bottle belongs. */
export function subjectOf(
  bottle: Pick<PasteBottle, "id" | "bottleNo">,
  place: Place & { runId?: string | null } = {},
) {
  return { entityType: "pasteBottle", entityId: bottle.id, entityKey: bottle.bottleNo, ...place };
}

/** What time rules hear: whether the paste is exposed, and what the line makes with it. */
export async function heardOf(
  k: Reader,
  of: { bottle: PasteBottle; typeCode: string; lineId: string | null },
): Promise<Readonly<Record<string, unknown>>> {
  const run = of.lineId === null ? null : await runOnLine(k, of.lineId);
  const heard: PasteHeard = {
    isOpen: of.bottle.state === "OPEN",
    typeCode: of.typeCode,
    ...(run && { productCode: run.productCode, routeCode: run.routeCode }),
  };
  return { ...heard };
}
