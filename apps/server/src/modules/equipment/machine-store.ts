import type { Row } from "@lineside/db";
import type { MachineCategory } from "@lineside/domain/equipment";
import { addMs, type Instant } from "@lineside/domain/kernel";
import type { UnitContext } from "../../platform/subscribers.ts";

/** The station whose machine speaks, as the trail files its news. */
export interface MachinePlace {
  readonly stationId: string;
  readonly stationCode: string;
  readonly lineId: string;
  /** Who told, e.g. a CFX handle. */
  readonly source: string;
  readonly eventId: string | null;
}

export interface MachineStateNews {
  readonly state: string;
  readonly category: MachineCategory;
  readonly at: Instant;
  readonly faultCode: string | null;
  /** What it did before, if its sender said so: begins a history that has none yet. */
  readonly before: { state: string; category: MachineCategory } | null;
  readonly beforeSeconds: number | null;
}

type StateRow = Row<"equipment_machine_state">;

/**
 * What a machine does now. News may come late and out of order: a state is set between the ones that
 * were before and after it, so that the history never overlaps. Saying the same again changes nothing.
 */
export async function recordMachineState(
  cx: UnitContext,
  place: MachinePlace,
  news: MachineStateNews,
): Promise<"CHANGED" | "KNOWN"> {
  const { stationId, source, eventId } = place;
  await lockStation(cx, stationId);
  const around = await statesAround(cx, stationId, news.at);
  if (around.before?.state === news.state) return "KNOWN";
  const row = { stationId, source, eventId, faultCode: news.faultCode };
  if (around.before) await endState(cx, around.before.id, news.at);
  else if (news.before && news.beforeSeconds) {
    const startedAt = addMs(news.at, -news.beforeSeconds * 1000);
    const { state, category } = news.before;
    await insertState(cx, {
      ...row,
      faultCode: null,
      state,
      category,
      startedAt,
      endedAt: news.at,
    });
  }
  const { state, category, at: startedAt } = news;
  const endedAt = around.after?.startedAt ?? null;
  await insertState(cx, { ...row, state, category, startedAt, endedAt });
  cx.emit({
    ...subjectOf(place),
    type: "machine.stateChanged",
    occurredAt: news.at,
    data: { before: around.before?.state ?? news.before?.state ?? null, state, category },
  });
  return "CHANGED";
}

/** Two pieces of news about one station are written one after the other. */
async function lockStation({ tx }: UnitContext, stationId: string): Promise<void> {
  if (tx.dialect !== "postgresql") return;
  await tx.k
    .selectFrom("plant_station")
    .select("id")
    .where("id", "=", stationId)
    .forNoKeyUpdate()
    .execute();
}

async function statesAround({ tx }: UnitContext, stationId: string, at: Instant) {
  const states = tx.k
    .selectFrom("equipment_machine_state")
    .selectAll()
    .where("stationId", "=", stationId);
  const before = await states
    .where("startedAt", "<=", at)
    .orderBy("startedAt", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  // What lasts is the newest: nothing comes after it.
  if (before && before.openKey !== null) return { before, after: undefined };
  const after = await states
    .where("startedAt", ">", at)
    .orderBy("startedAt")
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  return { before, after };
}

async function endState({ tx }: UnitContext, id: string, endedAt: Instant): Promise<void> {
  await tx.k
    .updateTable("equipment_machine_state")
    .set({ endedAt, openKey: null })
    .where("id", "=", id)
    .execute();
}

async function insertState(cx: UnitContext, row: Omit<StateRow, "id" | "openKey">): Promise<void> {
  const openKey = row.endedAt === null ? row.stationId : null;
  await cx.tx.k
    .insertInto("equipment_machine_state")
    .values({ ...row, id: cx.newId(), openKey })
    .execute();
}

export interface MachineFaultNews {
  readonly occurrenceId: string;
  readonly code: string;
  readonly cause: string | null;
  readonly severity: string | null;
  readonly description: string | null;
  readonly lane: number | null;
  readonly stage: string | null;
  readonly at: Instant;
}

/** A fault begins. One that was cleared or acknowledged before it was told is completed. */
export async function recordMachineFault(
  cx: UnitContext,
  place: MachinePlace,
  news: MachineFaultNews,
): Promise<void> {
  const { stationId, source, eventId } = place;
  const { occurrenceId, at: occurredAt, ...fault } = news;
  await cx.tx.k
    .insertInto("equipment_machine_fault")
    .values({ ...fault, id: cx.newId(), stationId, source, occurrenceId, occurredAt, eventId })
    .onConflict((conflict) =>
      conflict.columns(["source", "occurrenceId"]).doUpdateSet({ ...fault, occurredAt, eventId }),
    )
    .execute();
  tell(cx, place, { type: "machine.faultOccurred", at: occurredAt, data: { ...news } });
}

export interface FaultEnd {
  readonly occurrenceId: string;
  readonly by: string | null;
  readonly at: Instant;
}

/** Its code until the fault itself is told, too. */
const untold = "UNTOLD";

/** Somebody saw the fault, or it is over: paired with its beginning by the occurrence's id. */
export async function endMachineFault(
  cx: UnitContext,
  place: MachinePlace,
  { end, ...news }: FaultEnd & { end: "ACKNOWLEDGED" | "CLEARED" },
): Promise<void> {
  const { stationId, source, eventId } = place;
  const { occurrenceId, by, at } = news;
  const change =
    end === "CLEARED"
      ? { clearedAt: at, clearedBy: by }
      : { acknowledgedAt: at, acknowledgedBy: by };
  await cx.tx.k
    .insertInto("equipment_machine_fault")
    .values({
      ...change,
      id: cx.newId(),
      ...{ stationId, source, occurrenceId, eventId },
      code: untold,
      occurredAt: at,
    })
    .onConflict((conflict) => conflict.columns(["source", "occurrenceId"]).doUpdateSet(change))
    .execute();
  const type = end === "CLEARED" ? "machine.faultCleared" : "machine.faultAcknowledged";
  tell(cx, place, { type, at, data: { occurrenceId, by } });
}

/** Faults of a source that are not over. */
export async function countOpenFaults({ tx }: UnitContext, source: string): Promise<number> {
  const found = await tx.k
    .selectFrom("equipment_machine_fault")
    .select((x) => x.fn.countAll<number>().as("n"))
    .where("source", "=", source)
    .where("clearedAt", "is", null)
    .executeTakeFirst();
  return Number(found?.n ?? 0);
}

function tell(
  cx: UnitContext,
  place: MachinePlace,
  { type, at, data }: { type: string; at: Instant; data: object },
): void {
  cx.emit({ ...subjectOf(place), type, occurredAt: at, data });
}

const subjectOf = ({ stationId, stationCode, lineId }: MachinePlace) => ({
  entityType: "station",
  entityId: stationId,
  entityKey: stationCode,
  lineId,
  stationId,
});
