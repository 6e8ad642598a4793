import type { Database } from "@lineside/db";
import {
  type HeldUnitRow,
  heldUnitRow,
  heldUnitsQuery,
  zDisposition,
} from "@lineside/domain/quality";
import { z } from "zod";
import { toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { reworkTargets } from "./defect-queries.ts";
import { heldUnits } from "./held-unit-queries.ts";

/** Units set aside that nobody has decided about yet, longest waiting first. */
export const listHeldUnits = defineQuery({
  name: "quality.listHeldUnits",
  permission: "quality:read",
  input: heldUnitsQuery,
  output: z.object({ items: z.array(heldUnitRow), nextCursor: z.string().nullable() }),
  async run({ db, visibleLines }, filter) {
    const rows = await heldUnits(db, filter, visibleLines("quality:read"));
    const { items, nextCursor } = toPage(rows, filter.limit, {
      item: (row) => row,
      key: (row) => [row.heldAt, row.id],
    });
    const shown: HeldUnitRow[] = [];
    for (const row of items) shown.push(await toHeldUnitRow(db, row));
    return { items: shown, nextCursor };
  },
});

async function toHeldUnitRow(
  db: Database,
  row: Awaited<ReturnType<typeof heldUnits>>[number],
): Promise<HeldUnitRow> {
  const { heldFrom, routeVersionId, ...unit } = row;
  const recommendation = zDisposition.nullable().parse(row.recommendation);
  const { at, steps } = await reworkTargets(db, { routeVersionId, stepNo: row.stepNo });
  return {
    ...unit,
    recommendation,
    stepName: at.name,
    stepNameZh: at.nameZh,
    finishesOnRelease: heldFrom === "DONE",
    releaseSteps: steps,
  };
}
