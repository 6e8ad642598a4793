import { addMs } from "@lineside/domain/kernel";
import { z } from "zod";
import { defineJob } from "./job.ts";
import { enqueue, wakeAgainHead, wakeLooked } from "./queue.ts";

const soonestMs = 20;
const latestMs = 1_000;

const payload = z.object({
  jobs: z.array(z.object({ id: z.string(), epoch: z.int() })),
  tries: z.int().default(0),
});

/**
 * Wakes parked jobs that were looking while what they wait for was committed: they could not see it,
 * and nobody waits for a lock to tell them. See wake().
 */
export const wakeAgain = defineJob<z.output<typeof payload>>({
  ...wakeAgainHead,
  payload,
  async run(jx, { jobs, tries }) {
    const still = await wakeLooked(jx.tx, jobs, jx.now);
    if (still.length === 0) return;
    const notBefore = addMs(jx.now, Math.min(latestMs, soonestMs * 2 ** tries));
    await enqueue(jx, wakeAgainHead, { payload: { jobs: still, tries: tries + 1 }, notBefore });
  },
});
