import { addMinutes, type Instant } from "@lineside/domain/kernel";
import { z } from "zod";
import type { FileStore } from "../../platform/files.ts";
import { supersedeDead } from "../../platform/jobs/cron-store.ts";
import { defineCron, defineJob, type SendContext } from "../../platform/jobs/job.ts";
import { enqueue } from "../../platform/jobs/queue.ts";
import { knownBytes } from "./store.ts";

const kind = "file.sweepOrphans";
/** An upload takes seconds; bytes without a row after a day have lost theirs. */
const orphanMinutes = 24 * 60;
const pageSize = 500;

/** Removes bytes that no file is made of. The store is outside: none of this happens in a unit of work. */
export const sweepOrphans = (files: FileStore) =>
  defineJob({
    kind,
    lane: "system",
    payload: z.object({}),
    send: ({ db, now }) => sweepFiles(files, db, now),
    run: async (_jx, _payload, swept) => swept,
  });

export async function sweepFiles(
  files: FileStore,
  db: SendContext["db"],
  now: Instant,
): Promise<{ removed: number }> {
  const before = addMinutes(now, -orphanMinutes);
  let removed = 0;
  let old: string[] = [];
  const sweepPage = async () => {
    const known = await knownBytes(db, old);
    for (const sha256 of old)
      if (!known.has(sha256) && (await files.remove(sha256, before))) removed++;
    old = [];
  };
  for await (const { sha256, at } of files.list()) {
    if (at < before) old.push(sha256);
    if (old.length >= pageSize) await sweepPage();
  }
  await sweepPage();
  return { removed };
}

/** Every night; one that died does not keep the next from sweeping. */
export const sweepOrphansCron = defineCron({
  name: kind,
  pattern: "40 3 * * *",
  async run(jx) {
    await supersedeDead(jx.tx, kind, jx.now);
    await enqueue(jx, { kind, lane: "system", version: 1 }, { payload: {}, uniqueKey: kind });
  },
});
