import { refusalError } from "@lineside/domain/kernel";
import { linePasteAnswer, pasteUnbindInput, stateAt, unbind } from "@lineside/domain/solder-paste";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { heardOf, subjectOf } from "./bottle-event.ts";
import { linePaste } from "./line-queries.ts";
import { lineParams } from "./params.ts";
import { lineOf } from "./place.ts";
import { replan } from "./schedule.ts";
import {
  currentBinding,
  endBinding,
  insertStep,
  lockBottleById,
  lockLine,
  type OpenBottle,
  saveBottle,
} from "./store.ts";

/** The bottle leaves the line, and the stencil is clean. */
export const unbindPaste = defineCommand({
  name: "paste.unbind",
  permission: "paste:handle",
  scope: "line",
  input: pasteUnbindInput.extend(lineParams),
  output: linePasteAnswer,
  async run(cx, { id, reason }) {
    const line = await lineOf(cx, id);
    await lockLine(cx.tx, line.id);
    const binding = await currentBinding(cx.tx.k, { lineId: line.id });
    const open = binding && (await lockBottleById(cx.tx, binding.bottleId));
    if (!open?.binding)
      throw refusalError({ code: "PASTE_NOT_BOUND", context: { lineCode: line.code } });
    cx.about(subjectOf(open.bottle, { lineId: line.id, runId: open.binding.runId }));
    await takeOff(cx, open, { reason: reason ?? null });
    return await linePaste(cx.tx.k, line, cx.now);
  },
});

/** Off the line, with the bottle's own clocks and jobs put right. */
export async function takeOff(
  cx: CommandContext,
  open: OpenBottle,
  why: { reason: string | null },
): Promise<void> {
  const bottle = unbind(open.bottle, open.type, cx.now);
  await leaveLine(cx, open, why);
  await saveBottle(cx.tx, open.row, { bottle, now: cx.now });
  await replan(cx, bottle, open.type);
}

/** Ends the binding, writes the step and tells it; the caller saves the bottle. */
export async function leaveLine(
  cx: CommandContext,
  { bottle, binding, type }: OpenBottle,
  { reason }: { reason: string | null },
): Promise<void> {
  if (!binding) return;
  const { lineId, runId } = binding;
  const state = stateAt(bottle, type.policy, cx.now);
  await endBinding(cx, binding.id, reason);
  await insertStep(cx, {
    bottleId: bottle.id,
    action: "UNBIND",
    fromState: state,
    toState: state,
    lineId,
    runId,
    reason,
    data: {},
  });
  cx.emit({
    ...subjectOf(bottle, { lineId, runId }),
    type: "pasteBottle.unbound",
    data: { lineCode: binding.lineCode, boundAt: binding.boundAt, reason },
    heard: await heardOf(cx.tx.k, { bottle, typeCode: type.code, lineId }),
  });
}
