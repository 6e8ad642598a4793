import type { DB, NewRow, Row, Tx } from "@lineside/db";
import { type Instant, refusalError } from "@lineside/domain/kernel";
import type {
  Candidate,
  PasteBottle,
  PastePolicy,
  PasteState,
  PasteStepKind,
  PasteType,
  UsableLimit,
} from "@lineside/domain/solder-paste";
import type { Kysely } from "kysely";
import type { CommandContext } from "../../platform/command.ts";
import { saveVersioned } from "../../platform/versioned.ts";

export type Reader = Kysely<DB>;
export type StoredBottle = Row<"solder_paste_bottle">;

/** The line a bottle is on now. */
export interface Binding {
  readonly id: string;
  readonly bottleId: string;
  readonly lineId: string;
  readonly lineCode: string;
  readonly runId: string | null;
  readonly boundAt: Instant;
}

/** A bottle with what its rules need, locked. */
export interface OpenBottle {
  readonly row: StoredBottle;
  readonly bottle: PasteBottle;
  readonly type: PasteType & { readonly id: string };
  readonly binding: Binding | null;
}

/** The columns hold what the rules wrote, so the narrower types are the truth. */
export function bottleOf(row: StoredBottle): PasteBottle {
  return {
    ...row,
    state: row.state as PasteState,
    usableLimit: row.usableLimit as UsableLimit | null,
  };
}

/** The bottle by its number, locked on PostgreSQL before its binding is read. */
export async function lockBottle(tx: Tx, bottleNo: string): Promise<OpenBottle> {
  const found = await locked(tx, "bottleNo", bottleNo);
  if (!found) throw refusalError({ code: "PASTE_BOTTLE_NOT_FOUND", context: { bottleNo } });
  return found;
}

export async function lockBottleById(tx: Tx, id: string): Promise<OpenBottle | null> {
  return await locked(tx, "id", id);
}

async function locked(tx: Tx, by: "id" | "bottleNo", key: string): Promise<OpenBottle | null> {
  const query = tx.k.selectFrom("solder_paste_bottle").selectAll().where(by, "=", key);
  const row = await (tx.dialect === "postgresql" ? query.forUpdate() : query).executeTakeFirst();
  if (!row) return null;
  const type = await tx.k
    .selectFrom("solder_paste_type")
    .select(["id", "code", "policy"])
    .where("id", "=", row.typeId)
    .executeTakeFirstOrThrow();
  return {
    row,
    bottle: bottleOf(row),
    type: { id: type.id, code: type.code, policy: type.policy as unknown as PastePolicy },
    binding: await currentBinding(tx.k, { bottleId: row.id }),
  };
}

/** The binding that is current for a bottle, or for a line. */
export async function currentBinding(
  k: Reader,
  of: { bottleId: string } | { lineId: string },
): Promise<Binding | null> {
  let query = k
    .selectFrom("solder_paste_binding as b")
    .innerJoin("plant_line as l", "l.id", "b.lineId")
    .select(["b.id", "b.bottleId", "b.lineId", "l.code as lineCode", "b.runId", "b.boundAt"])
    .where("b.currentLineId", "is not", null);
  query =
    "bottleId" in of
      ? query.where("b.bottleId", "=", of.bottleId)
      : query.where("b.currentLineId", "=", of.lineId);
  return (await query.executeTakeFirst()) ?? null;
}

/** Two people who bind at one line do it one after the other. */
export async function lockLine(tx: Tx, lineId: string): Promise<void> {
  if (tx.dialect !== "postgresql") return;
  await tx.k
    .selectFrom("plant_line")
    .select("id")
    .where("id", "=", lineId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Keeps the bottle a line prints with as it is, and on the line, until the unit ends. */
export async function holdPaste(tx: Tx, lineId: string): Promise<void> {
  if (tx.dialect !== "postgresql") return;
  // Binding and unbinding lock the line first, as this does.
  await tx.k.selectFrom("plant_line").select("id").where("id", "=", lineId).forShare().execute();
  await tx.k
    .selectFrom("solder_paste_bottle as j")
    .innerJoin("solder_paste_binding as b", "b.bottleId", "j.id")
    .select("j.id")
    .where("b.currentLineId", "=", lineId)
    .forShare("j")
    .execute();
}

/** Bottles of the type that are not at their end: opened ones first, then by expiry; more never matter. */
const candidatesMax = 200;

export async function candidates(k: Reader, typeId: string, now: Instant): Promise<Candidate[]> {
  const rows = await k
    .selectFrom("solder_paste_bottle as j")
    .leftJoin("solder_paste_binding as b", (join) =>
      join.onRef("b.bottleId", "=", "j.id").on("b.currentLineId", "is not", null),
    )
    .selectAll("j")
    .select("b.id as bindingId")
    .where("j.typeId", "=", typeId)
    .where("j.state", "not in", ["EMPTY", "SCRAPPED", "EXPIRED"])
    .where("j.expiresAt", ">", now)
    .orderBy((x) => x.case().when("j.openedAt", "is", null).then(1).else(0).end())
    .orderBy("j.expiresAt")
    .orderBy("j.receivedAt")
    .limit(candidatesMax)
    .execute();
  return rows.map(({ bindingId, ...row }) => ({ ...bottleOf(row), isBound: bindingId !== null }));
}

export async function saveBottle(
  tx: Tx,
  row: Pick<StoredBottle, "id" | "version">,
  change: { bottle: PasteBottle; now: Instant },
): Promise<void> {
  const {
    id,
    bottleNo: _no,
    lotNo: _lot,
    receivedAt: _at,
    expiresAt: _end,
    ...columns
  } = picked(change.bottle);
  await saveVersioned(
    tx,
    { table: "solder_paste_bottle", id: row.id, version: row.version },
    { ...columns, updatedAt: change.now },
  );
}

/** Only the columns a rule decides on: a fact may carry more than the rule knows. */
export function picked(bottle: PasteBottle): PasteBottle {
  return {
    id: bottle.id,
    bottleNo: bottle.bottleNo,
    lotNo: bottle.lotNo,
    state: bottle.state,
    stateSince: bottle.stateSince,
    receivedAt: bottle.receivedAt,
    expiresAt: bottle.expiresAt,
    fridgeId: bottle.fridgeId,
    thawStartedAt: bottle.thawStartedAt,
    thawCycles: bottle.thawCycles,
    outSeconds: bottle.outSeconds,
    outSince: bottle.outSince,
    stirredAt: bottle.stirredAt,
    openedAt: bottle.openedAt,
    exposureSeconds: bottle.exposureSeconds,
    exposedSince: bottle.exposedSince,
    stencilSeconds: bottle.stencilSeconds,
    stencilSince: bottle.stencilSince,
    usableUntil: bottle.usableUntil,
    usableLimit: bottle.usableLimit,
    blockedCode: bottle.blockedCode,
  };
}

/** Refuses a number that is taken, also when two people use it at the same moment. */
export async function insertBottle(tx: Tx, row: NewRow<"solder_paste_bottle">): Promise<void> {
  const done = await tx.k
    .insertInto("solder_paste_bottle")
    .values(row)
    .onConflict((conflict) => conflict.column("bottleNo").doNothing())
    .executeTakeFirst();
  if (!done.numInsertedOrUpdatedRows)
    throw refusalError({ code: "PASTE_BOTTLE_EXISTS", context: { bottleNo: row.bottleNo } });
}

export async function numbersOfLot(k: Reader, lotNo: string): Promise<string[]> {
  const rows = await k
    .selectFrom("solder_paste_bottle")
    .select("bottleNo")
    .where("lotNo", "=", lotNo)
    .execute();
  return rows.map(({ bottleNo }) => bottleNo);
}

export interface NewStep {
  readonly bottleId: string;
  readonly action: PasteStepKind;
  readonly fromState: string | null;
  readonly toState: string;
  readonly lineId: string | null;
  readonly runId: string | null;
  readonly reason: string | null;
  readonly data: object;
}

type Writing = Pick<CommandContext, "tx" | "now" | "newId" | "actor">;

export async function insertStep(cx: Writing, step: NewStep): Promise<void> {
  await cx.tx.k
    .insertInto("solder_paste_step")
    .values({
      ...step,
      id: cx.newId(),
      at: cx.now,
      actorId: cx.actor.id,
      actorName: cx.actor.name,
      data: { ...step.data },
    })
    .execute();
}

/** Makes the bottle the line's current one; false when another one is. */
export async function insertBinding(
  cx: Writing,
  of: { bottleId: string; lineId: string; runId: string | null },
): Promise<boolean> {
  const done = await cx.tx.k
    .insertInto("solder_paste_binding")
    .values({
      ...of,
      id: cx.newId(),
      currentLineId: of.lineId,
      boundAt: cx.now,
      boundById: cx.actor.id,
      boundByName: cx.actor.name,
    })
    .onConflict((conflict) => conflict.column("currentLineId").doNothing())
    .executeTakeFirst();
  return done.numInsertedOrUpdatedRows === 1n;
}

export async function endBinding(cx: Writing, id: string, reason: string | null): Promise<void> {
  await cx.tx.k
    .updateTable("solder_paste_binding")
    .set({
      currentLineId: null,
      unboundAt: cx.now,
      unboundById: cx.actor.id,
      unboundByName: cx.actor.name,
      unboundReason: reason,
    })
    .where("id", "=", id)
    .where("currentLineId", "is not", null)
    .execute();
}

/** The line a bottle was last handled for: who works there is told about it. */
export async function lastLine(k: Reader, bottleId: string): Promise<string | null> {
  const row = await k
    .selectFrom("solder_paste_step")
    .select("lineId")
    .where("bottleId", "=", bottleId)
    .where("lineId", "is not", null)
    .orderBy("at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.lineId ?? null;
}

/** What a line makes now: its one run in progress, else none is meant. */
export async function runOnLine(k: Reader, lineId: string) {
  const rows = await k
    .selectFrom("work_order_run as r")
    .innerJoin("plant_product as p", "p.id", "r.productId")
    .innerJoin("routing_version as v", "v.id", "r.routeVersionId")
    .innerJoin("routing_route as t", "t.id", "v.routeId")
    .select(["r.id", "r.runNo", "p.code as productCode", "t.code as routeCode"])
    .where("r.lineId", "=", lineId)
    .where("r.state", "=", "IN_PROGRESS")
    .limit(2)
    .execute();
  return rows.length === 1 ? (rows[0] ?? null) : null;
}
