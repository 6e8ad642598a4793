import {
  type DiscardAnswer,
  discardAnswer,
  discardInput,
  mayDiscard,
} from "@lineside/domain/ingest";
import { refusalError } from "@lineside/domain/kernel";
import { defineCommand } from "../../platform/command.ts";
import { cancelJobs } from "../../platform/jobs/queue.ts";
import { subjectOfEvent } from "./jobs.ts";
import { isInScope, subjectOf } from "./replay.ts";
import { candidates, discardEvent } from "./replay-store.ts";

/** Gives events up, with a reason: nothing is executed any more. What is over or at work is named. */
export const discardEvents = defineCommand({
  name: "ingest.discardEvents",
  permission: "ingest:operate",
  scope: "line",
  input: discardInput,
  output: discardAnswer,
  async run(cx, { eventIds, reason }): Promise<DiscardAnswer> {
    const ids = [...new Set(eventIds)];
    const skipped: DiscardAnswer["skipped"] = [];
    let discarded = 0;
    const rows = await candidates(cx.tx, ids);
    for (const row of rows) {
      const { id, dedupeKey, state } = row;
      const may = mayDiscard(state);
      const obstacle = may.ok ? (isInScope(cx, row) ? null : "OUT_OF_SCOPE") : may.refusal.code;
      const isDone = obstacle === null && (await discardEvent(cx.tx, { id, state, now: cx.now }));
      if (!isDone) {
        skipped.push({ eventId: id, dedupeKey, state, code: obstacle ?? "CONCURRENT_CHANGE" });
        continue;
      }
      await cancelJobs(cx, subjectOfEvent(id));
      discarded++;
      cx.emit({
        ...subjectOf(row),
        type: "ingest.discarded",
        data: { reason, code: row.code, before: { state } },
      });
    }
    const known = new Set(rows.map(({ id }) => id));
    for (const eventId of ids.filter((id) => !known.has(id)))
      skipped.push({ eventId, dedupeKey: null, state: null, code: "INGEST_EVENT_NOT_FOUND" });
    if (discarded === 0)
      throw refusalError({ code: "INGEST_REPLAY_EMPTY", context: { blocked: skipped } });
    return { discarded, skipped };
  },
});
