import { type Params, statement, type Tx } from "@lineside/db";
import { AppError, type Instant } from "@lineside/domain/kernel";

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

/** What an inspection found besides the visit's first defect, which was recorded just now. */
export async function openFurtherDefects(tx: Tx, defects: readonly NewDefect[]): Promise<void> {
  if (defects.length === 0) return;
  await tx.k
    .insertInto("quality_defect")
    .values(
      defects.map(({ by, now, ...defect }) => ({
        ...defect,
        state: "RECORDED",
        createdAt: now,
        createdById: by.id,
        createdByName: by.name,
      })),
    )
    .execute();
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

/** Far more than any defect list has; only a bound. */
const codesMax = 5_000;

const activeCodes = statement((k, _p: Params<object>) =>
  k
    .selectFrom("quality_defect_code")
    .select("code")
    .where("isActive", "=", true)
    .orderBy("code")
    .limit(codesMax),
);

/** The codes an operator may name; null while the plant has no defect list: any code is taken. */
export async function activeDefectCodes(tx: Tx): Promise<ReadonlySet<string> | null> {
  const rows = await tx.run(activeCodes, {});
  return rows.length === 0 ? null : new Set(rows.map((row) => row.code));
}

const reworksOfUnit = statement((k, p: Params<{ unitId: string }>) =>
  k
    .selectFrom("quality_defect")
    .select(["id", "stepNo"])
    .where("unitId", "=", p("unitId"))
    .where("state", "=", "DISPOSITIONED")
    .where("disposition", "=", "REWORK"),
);

/** Defects of a unit that were sent to rework and wait for the proof. */
export async function openReworks(
  tx: Tx,
  unitId: string,
): Promise<{ id: string; stepNo: number }[]> {
  return await tx.run(reworksOfUnit, { unitId });
}

const close = statement((k, p: Params<{ id: string; now: Instant }>) =>
  k
    .updateTable("quality_defect")
    .set((x) => ({ state: "CLOSED", closedAt: p("now"), version: x("version", "+", 1) }))
    .where("id", "=", p("id"))
    .where("state", "=", "DISPOSITIONED"),
);

/** The decision about each of them has been carried out. */
export async function closeDefects(tx: Tx, ids: readonly string[], now: Instant): Promise<void> {
  for (const id of ids)
    if ((await tx.change(close, { id, now })) !== 1)
      throw new AppError("conflict", "CONCURRENT_CHANGE", { defectId: id });
}

const reopen = statement((k, p: Params<{ id: string }>) =>
  k
    .updateTable("quality_defect")
    .set((x) => ({ state: "DISPOSITIONED", closedAt: null, version: x("version", "+", 1) }))
    .where("id", "=", p("id"))
    .where("state", "=", "CLOSED"),
);

/** The pass that proved the rework was taken back: the rework waits for its proof again. */
export async function reopenDefects(tx: Tx, ids: readonly string[]): Promise<void> {
  for (const id of ids)
    if ((await tx.change(reopen, { id })) !== 1)
      throw new AppError("conflict", "CONCURRENT_CHANGE", { defectId: id });
}
