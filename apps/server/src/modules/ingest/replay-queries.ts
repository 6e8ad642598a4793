import { type IngestEventState, type ReplayAnswer, replayAnswer } from "@lineside/domain/ingest";
import { refusalError } from "@lineside/domain/kernel";
import { z } from "zod";
import { defineQuery } from "../../platform/query.ts";
import type { Selected } from "./replay-store.ts";

/** How far a replay is: what its events are by now. */
export const readReplay = defineQuery({
  name: "ingest.readReplay",
  permission: "ingest:operate",
  input: z.object({ id: z.string().min(1).max(64) }),
  output: replayAnswer,
  async run({ db, actor, visibleLines }, { id }): Promise<ReplayAnswer> {
    const replay = await db.read
      .selectFrom("ingest_replay")
      .selectAll()
      .where("id", "=", id)
      .executeTakeFirst();
    const isSeen = replay && (replay.createdById === actor.id || !visibleLines("ingest:operate"));
    if (!isSeen) throw refusalError({ code: "INGEST_REPLAY_NOT_FOUND", context: { id } });
    const ids = (replay.selection as unknown as Selected[]).map(({ eventId }) => eventId);
    const rows = await db.read
      .selectFrom("ingest_event")
      .select(["state", "code"])
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("id", "in", ["", ...ids])
      .groupBy(["state", "code"])
      .execute();
    // Whatever is decided about an event is decided after its selection was frozen.
    const { running } = await db.read
      .selectFrom("ingest_event")
      .select((eb) => eb.fn.countAll<number>().as("running"))
      .where("id", "in", ["", ...ids])
      .where("decidedAt", "<", replay.createdAt)
      .executeTakeFirstOrThrow();
    const states = new Map<string, number>();
    for (const { state, count } of rows) states.set(state, (states.get(state) ?? 0) + count);
    const { createdByName, createdAt, expiresAt, usedAt, reason } = replay;
    return {
      ...{ id, createdByName, createdAt, expiresAt, usedAt, reason },
      count: ids.length,
      running: replay.usedAt === null ? 0 : running,
      states: [...states].map(([state, count]) => ({ state: state as IngestEventState, count })),
      failed: rows
        .filter(({ state }) => ["PARKED", "REJECTED", "DEAD"].includes(state))
        .map(({ code, state, count }) => ({ code, state: state as IngestEventState, count })),
    };
  },
});
