import type { SealedRow } from "@lineside/domain/audit";
import { addMs, type Instant } from "@lineside/domain/kernel";
import { z } from "zod";
import { supersedeDead } from "../../platform/jobs/cron-store.ts";
import { defineCron, defineJob, type SendContext } from "../../platform/jobs/job.ts";
import { enqueue } from "../../platform/jobs/queue.ts";
import { type MadeSeal, makeSeal, type PreviousSeal, sealKey, sealRowsMax } from "./seal.ts";
import { appendSeals, lastSeal, oldestOpenMs, trailRows } from "./seal-store.ts";

const kind = "audit.sealRanges";
const job = { kind, lane: "system", version: 1 } as const;

/**
 * Younger events are not sealed yet: a unit of work takes seconds at most, clocks of nodes differ by
 * less. What is committed into a sealed range later could not be told from what was forged.
 */
export const sealLagMs = 10 * 60_000;

/** Seals of one portion: the rest follows in a job of its own. */
const sealsMax = 20;

/** Every hour, off the hot path. */
export const sealCron = defineCron({
  name: "audit.seal",
  pattern: "37 * * * *",
  async run(jx) {
    await supersedeDead(jx.tx, kind, jx.now);
    await enqueue(jx, job, { payload: {}, uniqueKey: kind });
  },
});

interface Portion {
  previous: PreviousSeal | null;
  made: MadeSeal[];
}

/** Reads and hashes committed rows before its unit of work opens; that one only writes the seals. */
export const sealJob = defineJob({
  ...job,
  payload: z.object({}),
  send: (sx): Promise<Portion> => makeSeals(sx),
  async run(jx, _payload, { previous, made }) {
    if (made.length === 0) return { seals: 0 };
    const isOurs = await appendSeals(jx.tx, made, { previous, newId: jx.newId });
    if (!isOurs) return { seals: 0 };
    if (made.length === sealsMax) await enqueue(jx, job, { payload: {} });
    const rows = made.reduce((sum, { head }) => sum + head.rows, 0);
    return { seals: made.length, rows, head: made.at(-1)?.hash };
  },
});

async function makeSeals({ db, now, config }: Pick<SendContext, "db" | "now" | "config">) {
  const last = await lastSeal(db.read);
  const previous = last && { seq: last.seq, toId: last.toId, hash: last.hash };
  const before = addMs(now, -(sealLagMs + (await oldestOpenMs(db))));
  const key = sealKey(config.secret);
  const made: MadeSeal[] = [];
  let head: PreviousSeal | null = previous;
  while (made.length < sealsMax) {
    const rows = await oldRows(db, head?.toId ?? "", before);
    if (rows.length === 0) break;
    const seal = makeSeal(rows, head, { now, key });
    made.push(seal);
    head = { seq: seal.head.seq, toId: seal.head.toId, hash: seal.hash };
    if (rows.length < sealRowsMax) break;
    await breath();
  }
  return { previous, made };
}

/** The next rows up to the first one that is too young, at most a seal's; a page at a time. */
async function oldRows(db: SendContext["db"], fromId: string, before: Instant) {
  const rows: SealedRow[] = [];
  for (let after = fromId; rows.length < sealRowsMax; ) {
    const page = await trailRows(db, { after, limit: pageRows });
    const young = page.findIndex((row) => String(row.recordedAt) >= before);
    rows.push(...(young < 0 ? page : page.slice(0, young)));
    if (young >= 0 || page.length < pageRows) break;
    after = String(page.at(-1)?.id);
    await breath();
  }
  return rows;
}

/** What is read at once; scanners wait no longer than that. */
export const pageRows = 250;

/** Lets scanners in between two portions of rows. */
export const breath = () => new Promise<void>((resolve) => setImmediate(resolve));
