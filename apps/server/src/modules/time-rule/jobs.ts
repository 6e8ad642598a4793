import { z } from "zod";
import { defineCron, defineJob } from "../../platform/jobs/job.ts";
import type { UnitContext } from "../../platform/subscribers.ts";
import { expireDue, warnDue } from "./due.ts";
import { lockClock, lockDueClocks } from "./store.ts";

const payload = z.object({ clockId: z.string() });
type Payload = z.output<typeof payload>;

/** What a clock's jobs are filed under, so that its end takes them back. */
export const clockJobs = (clockId: string) => `clock:${clockId}`;

export const clockWarn = defineJob<Payload>({
  kind: "clock.warn",
  lane: "event",
  payload,
  async run(jx, { clockId }) {
    const clock = await lockClock(jx.tx, clockId);
    return { warned: clock !== null && (await warnDue(jx, clock)) };
  },
});

export const clockExpire = defineJob<Payload>({
  kind: "clock.expire",
  lane: "event",
  payload,
  async run(jx, { clockId }) {
    const clock = await lockClock(jx.tx, clockId);
    return { expired: clock !== null && (await expireDue(jx, clock)) !== null };
  },
});

/** More than one unit of work should hold; the next minute goes on with the rest. */
const sweepMax = 200;

/** The safety net: notices every minute what a lost job would have missed. */
export const clockSweep = defineCron({
  name: "clock.sweep",
  pattern: "* * * * *",
  run: (jx) => sweep(jx),
});

export async function sweep(cx: UnitContext): Promise<{ warned: number; expired: number }> {
  let warned = 0;
  let expired = 0;
  for (const clock of await lockDueClocks(cx.tx, { now: cx.now, limit: sweepMax })) {
    if (await expireDue(cx, clock)) expired++;
    else if (await warnDue(cx, clock)) warned++;
  }
  return { warned, expired };
}
