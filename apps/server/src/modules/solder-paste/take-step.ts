import { may, within } from "@lineside/domain/auth";
import { refusalError, unwrap } from "@lineside/domain/kernel";
import {
  type PasteStepAction,
  pasteBottleAnswer,
  pasteStepInput,
  type Stepped,
  step,
  takeFirst,
} from "@lineside/domain/solder-paste";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { lineByCode } from "../plant/index.ts";
import { blockOf } from "./blocked.ts";
import { heardOf, subjectOf } from "./bottle-event.ts";
import { bottleAnswer } from "./bottle-queries.ts";
import { lockMaster } from "./master-store.ts";
import { bottleParams } from "./params.ts";
import { replan } from "./schedule.ts";
import {
  candidates,
  insertStep,
  lockBottle,
  type OpenBottle,
  runOnLine,
  saveBottle,
} from "./store.ts";
import { leaveLine } from "./unbind-paste.ts";

/** One scan of a bottle. Its time is the server's: nobody writes down a thaw afterwards. */
export const takePasteStep = defineCommand({
  name: "paste.takeStep",
  permission: "paste:handle",
  // A bottle in the store belongs to no line; one at a line is checked against that line below.
  scope: "none",
  input: pasteStepInput.extend(bottleParams),
  output: pasteBottleAnswer,
  async run(cx, input) {
    const { tx, now } = cx;
    const open = await lockBottle(tx, input.bottleNo);
    const { bottle, type, binding } = open;
    cx.about(subjectOf(bottle));
    const lineId = await placeOf(cx, open, input.lineCode);
    const { action, reason = null } = input;
    if (action === "OPEN") await refuseBlocked(cx, open);
    const others = await candidates(tx.k, type.id, now);
    const stepped = unwrap(
      step({
        bottle,
        type,
        now,
        action,
        reason,
        around: {
          boundLineCode: binding?.lineCode ?? null,
          takeFirst: binding ? null : takeFirst(bottle, others, { action, type, now }),
        },
        fridge: input.fridgeCode
          ? await lockMaster(tx, "solder_paste_fridge", input.fridgeCode)
          : null,
        seconds: input.seconds ?? null,
        mayOverride: mayOverride(cx, lineId),
      }),
    );
    await save(cx, open, { stepped, action, lineId, reason, seconds: input.seconds ?? null });
    return await bottleAnswer(tx.k, bottle.bottleNo, now);
  },
});

/** The line it happens at: the one it is bound to, else the one the operator named. */
async function placeOf(
  cx: CommandContext,
  { bottle, binding }: OpenBottle,
  lineCode: string | undefined,
): Promise<string | null> {
  const line = lineCode === undefined ? null : await lineByCode(cx.tx, lineCode);
  if (lineCode !== undefined && !line)
    throw refusalError({ code: "LINE_NOT_FOUND", context: { lineCode } });
  const lineId = binding?.lineId ?? line?.id ?? null;
  if (lineId === null) return null;
  cx.about(subjectOf(bottle, { lineId }));
  cx.requireScope({ lineId });
  return lineId;
}

/** At a line its leader may pass by the order of use; in the store whoever holds the permission. */
export function mayOverride({ actor }: CommandContext, lineId: string | null): boolean {
  if (lineId === null) return may(actor.access, "paste:override");
  return within(actor, "paste:override", { lineId });
}

/** A blocking time rule that ran out forbids the use of the bottle until somebody waives it. */
export async function refuseBlocked(cx: CommandContext, { bottle }: OpenBottle): Promise<void> {
  const refusal = await blockOf(cx.tx.k, bottle, cx.now);
  if (refusal) throw refusalError(refusal);
}

const eventTypes: Record<PasteStepAction, string> = {
  STORE: "pasteBottle.stored",
  TAKE_OUT: "pasteBottle.takenOut",
  READY: "pasteBottle.ready",
  STIR: "pasteBottle.stirred",
  OPEN: "pasteBottle.opened",
  RETURN: "pasteBottle.returned",
  EMPTY: "pasteBottle.emptied",
  SCRAP: "pasteBottle.scrapped",
};

async function save(
  cx: CommandContext,
  open: OpenBottle,
  done: {
    stepped: Stepped;
    action: PasteStepAction;
    lineId: string | null;
    reason: string | null;
    seconds: number | null;
  },
): Promise<void> {
  const { stepped, action, lineId, reason } = done;
  const { bottle, fromState, overrode, unbinds } = stepped;
  const run = lineId === null ? null : await runOnLine(cx.tx.k, lineId);
  const runId = run?.id ?? null;
  if (unbinds) await leaveLine(cx, open, { reason: action });
  await saveBottle(cx.tx, open.row, { bottle, now: cx.now });
  const data = {
    ...(overrode !== null && { overrode }),
    ...(done.seconds !== null && { seconds: done.seconds }),
    ...(bottle.fridgeId !== null && { fridgeId: bottle.fridgeId }),
  };
  const toState = bottle.state;
  await insertStep(cx, {
    bottleId: bottle.id,
    action,
    fromState,
    toState,
    lineId,
    runId,
    reason,
    data,
  });
  await replan(cx, bottle, open.type);
  cx.emit({
    ...subjectOf(bottle, { lineId, runId }),
    type: eventTypes[action],
    data: {
      before: { state: fromState },
      after: { state: toState, usableUntil: bottle.usableUntil, limit: bottle.usableLimit },
      reason,
      ...data,
    },
    heard: await heardOf(cx.tx.k, { bottle, typeCode: open.type.code, lineId }),
  });
}
