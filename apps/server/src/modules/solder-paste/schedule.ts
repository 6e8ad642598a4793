import type { Instant } from "@lineside/domain/kernel";
import {
  endedPasteStates,
  type PasteBottle,
  type PasteType,
  thawedAt,
  warnAt,
} from "@lineside/domain/solder-paste";
import { z } from "zod";
import { defineJob, type JobContext } from "../../platform/jobs/job.ts";
import { cancelJobs, enqueue } from "../../platform/jobs/queue.ts";
import type { UnitContext } from "../../platform/subscribers.ts";
import { endLife, tellReady, warnLine } from "./notice.ts";

/** `until` is what was planned for: a job whose bottle has moved on has nothing to do. */
const payload = z.object({ bottleId: z.string() });
type Payload = z.output<typeof payload>;

const lane = "event";

export const pasteExpire = defineJob({
  kind: "paste.expire",
  lane,
  payload,
  run: (jx: JobContext, { bottleId }: Payload) => endLife(jx, bottleId),
});

export const pasteWarn = defineJob({
  kind: "paste.warn",
  lane,
  payload,
  run: (jx: JobContext, { bottleId }: Payload) => warnLine(jx, bottleId),
});

export const pasteReady = defineJob({
  kind: "paste.ready",
  lane,
  payload,
  run: (jx: JobContext, { bottleId }: Payload) => tellReady(jx, bottleId),
});

/**
 * Plans what time will do to a bottle, in the unit of work that moved it. Rules compare instants
 * themselves; the jobs write the state down and tell people.
 */
export async function replan(
  cx: Pick<UnitContext, "tx" | "now" | "newId">,
  bottle: PasteBottle,
  type: PasteType,
): Promise<void> {
  const subject = `paste:${bottle.id}`;
  await cancelJobs(cx, subject);
  if (endedPasteStates.includes(bottle.state) || bottle.usableUntil === null) return;
  // No order: a warning that died must not keep back the expiry.
  const plan = { payload: { bottleId: bottle.id }, subject };
  const warning = isInUse(bottle) ? warnAt(bottle.usableUntil, type.policy) : null;
  const ready = bottle.state === "THAWING" ? thawedAt(bottle, type.policy) : null;
  if (ready !== null && ready < bottle.usableUntil)
    await enqueue(cx, pasteReady, { ...plan, notBefore: atLeast(cx.now, ready) });
  if (warning !== null)
    await enqueue(cx, pasteWarn, { ...plan, notBefore: atLeast(cx.now, warning) });
  await enqueue(cx, pasteExpire, { ...plan, notBefore: atLeast(cx.now, bottle.usableUntil) });
}

/** Out of the cold: nobody is warned hours before the label's date of a bottle in the fridge. */
function isInUse({ state, fridgeId }: PasteBottle): boolean {
  return fridgeId === null && state !== "RECEIVED";
}

const atLeast = (now: Instant, at: Instant) => (at < now ? now : at);
