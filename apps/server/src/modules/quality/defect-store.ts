import { type Params, statement, type Tx } from "@lineside/db";
import type { Instant } from "@lineside/domain/kernel";

export interface NewDefect {
  id: string;
  unitId: string;
  runId: string;
  /** The visit at which it was found; null when it was found elsewhere. */
  trackId: string | null;
  stepNo: number;
  stationId: string | null;
  code: string;
  location: string | null;
  remark: string | null;
  source: string;
  now: Instant;
  by: { id: string | null; name: string };
}

type DefectValues = Omit<NewDefect, "by"> & { byId: string | null; byName: string };

/** A visit that has a defect already, e.g. from an inspection machine, gets no second one (D12). */
const insertDefect = statement((k, p: Params<DefectValues>) =>
  k
    .insertInto("quality_defect")
    .columns([
      "id",
      "unitId",
      "runId",
      "trackId",
      "stepNo",
      "stationId",
      "code",
      "location",
      "remark",
      "state",
      "source",
      "createdAt",
      "createdById",
      "createdByName",
    ])
    .expression(
      k
        .selectNoFrom((s) => [
          s.val(p("id")).as("id"),
          s.val(p("unitId")).as("unitId"),
          s.val(p("runId")).as("runId"),
          s.val(p("trackId")).as("trackId"),
          s.val(p("stepNo")).as("stepNo"),
          s.val(p("stationId")).as("stationId"),
          s.val(p("code")).as("code"),
          s.val(p("location")).as("location"),
          s.val(p("remark")).as("remark"),
          s.val("RECORDED").as("state"),
          s.val(p("source")).as("source"),
          s.val(p("now")).as("createdAt"),
          s.val(p("byId")).as("createdById"),
          s.val(p("byName")).as("createdByName"),
        ])
        .where((w) =>
          w.not(
            w.exists(
              w
                .selectFrom("quality_defect as known")
                .select("known.id")
                .where("known.trackId", "=", p("trackId"))
                .where("known.state", "!=", "WITHDRAWN"),
            ),
          ),
        ),
    ),
);

/** Records a defect, one per visit. False: the visit has one already and keeps it. */
export async function openDefect(tx: Tx, { by, ...defect }: NewDefect): Promise<boolean> {
  return (await tx.change(insertDefect, { ...defect, byId: by.id, byName: by.name })) === 1;
}

const withdraw = statement((k, p: Params<{ trackId: string; now: Instant }>) =>
  k
    .updateTable("quality_defect")
    .set((x) => ({
      state: "WITHDRAWN",
      closedAt: p("now"),
      version: x("version", "+", 1),
    }))
    .where("trackId", "=", p("trackId"))
    .where("state", "=", "RECORDED"),
);

/** The failed track-out was undone: what it recorded counts no more, and stays readable. */
export async function withdrawDefects(tx: Tx, trackId: string, now: Instant): Promise<number> {
  return await tx.change(withdraw, { trackId, now });
}

const activeCode = statement((k, p: Params<{ code: string }>) =>
  k
    .selectFrom("quality_defect_code")
    .select("id")
    .where("code", "=", p("code"))
    .where("isActive", "=", true),
);

/** Whether the code is on the defect list and in use. */
export async function defectCodeExists(tx: Tx, code: string): Promise<boolean> {
  return (await tx.run(activeCode, { code })).length > 0;
}
