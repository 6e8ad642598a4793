import type { Database } from "@lineside/db";
import type { PanelAnswer } from "@lineside/domain/trace";

export interface FoundPanel extends Omit<PanelAnswer, "units"> {
  readonly id: string;
  readonly lineId: string;
  readonly routeVersionId: string;
}

export async function findPanel(db: Database, panelNo: string): Promise<FoundPanel | null> {
  const row = await db.read
    .selectFrom("execution_panel as pa")
    .innerJoin("work_order_run as r", "r.id", "pa.runId")
    .innerJoin("work_order as o", "o.id", "r.workOrderId")
    .innerJoin("plant_product as p", "p.id", "r.productId")
    .select([
      "pa.id",
      "pa.panelNo",
      "pa.createdAt as boundAt",
      "r.runNo",
      "r.lineId",
      "r.routeVersionId",
      "o.woNo",
      "p.code",
      "p.name",
    ])
    .where("pa.panelNo", "=", panelNo)
    .executeTakeFirst();
  if (!row) return null;
  const { code, name, ...panel } = row;
  return { ...panel, product: { code, name } };
}

/** Its boards in the order of their positions, with the step each one is at. */
export async function boardsOfPanel(db: Database, panelId: string) {
  return await db.read
    .selectFrom("execution_unit")
    .select(["sn", "panelPosition as position", "state", "currentStepNo as stepNo"])
    .where("panelId", "=", panelId)
    .orderBy("panelPosition")
    .orderBy("sn")
    .execute();
}
