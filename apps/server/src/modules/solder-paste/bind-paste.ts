import { refusalError, unwrap } from "@lineside/domain/kernel";
import {
  bind,
  linePasteAnswer,
  type PasteBottle,
  pasteBindInput,
  stateAt,
  takeFirst,
} from "@lineside/domain/solder-paste";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import type { LineFacts } from "../plant/index.ts";
import { heardOf, subjectOf } from "./bottle-event.ts";
import { linePaste } from "./line-queries.ts";
import { lineParams } from "./params.ts";
import { lineOf } from "./place.ts";
import { replan } from "./schedule.ts";
import {
  candidates,
  currentBinding,
  insertBinding,
  insertStep,
  lockBottle,
  lockBottleById,
  lockLine,
  type OpenBottle,
  runOnLine,
  saveBottle,
} from "./store.ts";
import { mayOverride, refuseBlocked } from "./take-step.ts";
import { takeOff } from "./unbind-paste.ts";

/** A bottle comes to a line and takes the place of the one that is there. */
export const bindPaste = defineCommand({
  name: "paste.bind",
  permission: "paste:handle",
  scope: "line",
  input: pasteBindInput.extend(lineParams),
  output: linePasteAnswer,
  async run(cx, { id, bottleNo, reason = null }) {
    const { tx, now } = cx;
    const line = await lineOf(cx, id);
    await lockLine(tx, line.id);
    const open = await lockBottle(tx, bottleNo);
    cx.about(subjectOf(open.bottle, { lineId: line.id }));
    await refuseBlocked(cx, open);
    const present = await presentOn(cx, line.id);
    const { bottle, type, binding } = open;
    const others = await candidates(tx.k, type.id, now);
    const bound = unwrap(
      bind({
        bottle,
        type,
        now,
        reason,
        lineCode: line.code,
        mayOverride: mayOverride(cx, line.id),
        around: {
          boundLineCode: binding?.lineCode ?? null,
          // Opening it was its turn already.
          takeFirst:
            bottle.state === "OPEN"
              ? null
              : takeFirst(bottle, others, { action: "BIND", type, now }),
        },
        onLine: present && {
          bottleNo: present.bottle.bottleNo,
          lotNo: present.bottle.lotNo,
          typeCode: present.type.code,
          isOpen: present.bottle.openedAt !== null,
        },
      }),
    );
    if (present) await takeOff(cx, present, { reason: `BIND ${bottleNo}` });
    await put(cx, open, { line, bottle: bound.bottle, overrode: bound.overrode, reason });
    return await linePaste(tx.k, line, now);
  },
});

/** What the line prints with now, locked. */
async function presentOn(cx: CommandContext, lineId: string): Promise<OpenBottle | null> {
  const binding = await currentBinding(cx.tx.k, { lineId });
  const present = binding && (await lockBottleById(cx.tx, binding.bottleId));
  return present?.binding?.lineId === lineId ? present : null;
}

async function put(
  cx: CommandContext,
  open: OpenBottle,
  to: { line: LineFacts; bottle: PasteBottle; overrode: string | null; reason: string | null },
): Promise<void> {
  const { line, bottle, overrode, reason } = to;
  const run = await runOnLine(cx.tx.k, line.id);
  const place = { lineId: line.id, runId: run?.id ?? null };
  if (!(await insertBinding(cx, { bottleId: bottle.id, ...place })))
    throw refusalError({ code: "CONCURRENT_CHANGE", context: { lineCode: line.code } });
  await saveBottle(cx.tx, open.row, { bottle, now: cx.now });
  const data = overrode === null ? {} : { overrode };
  await insertStep(cx, {
    bottleId: bottle.id,
    action: "BIND",
    fromState: stateAt(open.bottle, open.type.policy, cx.now),
    toState: bottle.state,
    ...place,
    reason,
    data,
  });
  await replan(cx, bottle, open.type);
  cx.emit({
    ...subjectOf(bottle, place),
    type: "pasteBottle.bound",
    data: { lineCode: line.code, state: bottle.state, runNo: run?.runNo ?? null, reason, ...data },
    heard: await heardOf(cx.tx.k, { bottle, typeCode: open.type.code, lineId: line.id }),
  });
}
