import type { Instant } from "@lineside/domain/kernel";
import type { Audience, NoticeCode, Severity } from "@lineside/domain/notification";
import { expire, lifeOver, stateAt, warnAt } from "@lineside/domain/solder-paste";
import type { JobContext } from "../../platform/jobs/job.ts";
import { notify } from "../notification/index.ts";
import { heardOf, subjectOf } from "./bottle-event.ts";
import {
  insertStep,
  lastLine,
  lockBottleById,
  type OpenBottle,
  runOnLine,
  saveBottle,
} from "./store.ts";

/** The life of a bottle is over: it is written down and told; on a line it stays, and blocks. */
export async function endLife(jx: JobContext, bottleId: string): Promise<unknown> {
  const open = await lockBottleById(jx.tx, bottleId);
  const over = open && expire(open.bottle, jx.now);
  if (!open || !over) return { skipped: "its life goes on" };
  const { bottle, binding } = open;
  const lineId = binding?.lineId ?? null;
  const runId = lineId === null ? null : ((await runOnLine(jx.tx.k, lineId))?.id ?? null);
  const data = { usableUntil: bottle.usableUntil, limit: bottle.usableLimit };
  await saveBottle(jx.tx, open.row, { bottle: over, now: jx.now });
  await insertStep(jx, {
    bottleId,
    action: "EXPIRE",
    fromState: bottle.state,
    toState: over.state,
    lineId,
    runId,
    reason: null,
    data,
  });
  jx.emit({
    ...subjectOf(bottle, { lineId, runId }),
    type: "pasteBottle.expired",
    data: { ...data, before: { state: bottle.state }, after: { state: over.state } },
    heard: await heardOf(jx.tx.k, { bottle: over, typeCode: open.type.code, lineId }),
  });
  await tell(jx, open, { code: "PASTE_EXPIRED", severity: "ALARM", topic: "paste.expired" });
  return { limit: bottle.usableLimit };
}

/** Told once for each end: a pause moves the end, and a new end is worth a new warning. */
export async function warnLine(jx: JobContext, bottleId: string): Promise<unknown> {
  const open = await lockBottleById(jx.tx, bottleId);
  if (!open) return { skipped: "gone" };
  const { bottle, type, binding } = open;
  const at = warnAt(bottle.usableUntil, type.policy);
  if (at === null || at > jx.now || lifeOver(bottle, jx.now)) return { skipped: "not in its zone" };
  const told = await tell(jx, open, {
    code: "PASTE_EXPIRY_NEAR",
    severity: "WARNING",
    topic: "paste.warning",
  });
  if (!told) return { skipped: "told before" };
  jx.emit({
    ...subjectOf(bottle, { lineId: binding?.lineId ?? null }),
    type: "pasteBottle.warned",
    data: { usableUntil: bottle.usableUntil, limit: bottle.usableLimit },
  });
  return { usableUntil: bottle.usableUntil };
}

/** The thaw is long enough: the state is written down, and who waits for the bottle hears of it. */
export async function tellReady(jx: JobContext, bottleId: string): Promise<unknown> {
  const open = await lockBottleById(jx.tx, bottleId);
  if (open?.bottle.state !== "THAWING") return { skipped: "not thawing" };
  const { bottle, type } = open;
  if (stateAt(bottle, type.policy, jx.now) !== "READY") return { skipped: "not warm yet" };
  const ready = { ...bottle, state: "READY" as const, stateSince: jx.now };
  await saveBottle(jx.tx, open.row, { bottle: ready, now: jx.now });
  await insertStep(jx, {
    bottleId,
    action: "READY",
    fromState: "THAWING",
    toState: "READY",
    lineId: null,
    runId: null,
    reason: null,
    data: { thawStartedAt: bottle.thawStartedAt },
  });
  jx.emit({
    ...subjectOf(bottle),
    type: "pasteBottle.ready",
    data: { before: { state: "THAWING" }, after: { state: "READY" } },
  });
  await tell(jx, open, { code: "PASTE_READY", severity: "INFO", topic: "paste.ready" });
  return { bottleNo: bottle.bottleNo };
}

/** The people of the line, its leader, and the engineer; away from a line, who handles paste. */
async function tell(
  jx: JobContext,
  { bottle, type, binding, row }: OpenBottle,
  what: { code: NoticeCode; severity: Severity; topic: string },
): Promise<boolean> {
  const lineId = binding?.lineId ?? (await lastLine(jx.tx.k, row.id));
  const to: Audience[] = [{ permission: "paste:handle", lineId }];
  if (what.severity !== "INFO")
    to.push({ permission: "paste:override", lineId }, { permission: "paste:config" });
  const end: Instant | null =
    what.code === "PASTE_READY" ? bottle.thawStartedAt : bottle.usableUntil;
  const id = await notify(jx, {
    ...what,
    context: {
      bottleNo: bottle.bottleNo,
      typeCode: type.code,
      lineCode: binding?.lineCode ?? null,
      usableUntil: bottle.usableUntil,
      limit: bottle.usableLimit,
    },
    entityType: "pasteBottle",
    entityKey: bottle.bottleNo,
    lineId,
    uniqueKey: `${what.topic}:${row.id}:${end ?? ""}`,
    to,
  });
  return id !== null;
}
