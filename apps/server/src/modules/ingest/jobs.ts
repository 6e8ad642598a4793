import { type IngestEventState, ingestEventStates } from "@lineside/domain/ingest";
import { addMs, elapsedMs } from "@lineside/domain/kernel";
import { z } from "zod";
import { defineJob, type JobContext, JobFailure } from "../../platform/jobs/job.ts";
import { cancelJobs, enqueue } from "../../platform/jobs/queue.ts";
import type { Platform } from "../../platform/platform.ts";
import type { UnitContext } from "../../platform/subscribers.ts";
import { notify } from "../notification/index.ts";
import type { StoredEvent } from "./contract.ts";
import { lockEvents, markState } from "./event-store.ts";
import { aboutEvent, executeEvent, executeEvents, type Outcome } from "./execute.ts";
import { meterDecisions } from "./meter.ts";
import { eventsAsTheyStand, eventsToExecute } from "./recent-values.ts";
import { countFates } from "./tally-store.ts";

const many = z.object({
  eventIds: z.array(z.string()),
  turns: z.array(z.string()).optional(),
});
const one = z.object({ eventId: z.string() });
/** Carries out events that were taken together. */
export const executeHead = { kind: "ingest.execute", lane: "ingest", version: 1 } as const;
const retryHead = { kind: "ingest.retry", lane: "ingest", version: 1 } as const;

/**
 * When a parked event first looks by itself, without being woken. On PostgreSQL what it waits for may
 * be committed by another unit of work in the moment it parks, unseen by either: it looks soon.
 */
const firstLookMs = { sqlite: 15_000, postgresql: 500 };

/** What the jobs of one event are filed under. */
export const subjectOfEvent = (eventId: string) => `ingest:${eventId}`;

/** Every parked event gets a job that waits for what the event waits for. */
export async function parkOutcomes(cx: UnitContext, outcomes: readonly Outcome[]): Promise<void> {
  for (const { event, waitKey, isNew } of outcomes)
    if (isNew && waitKey !== null)
      await enqueue(cx, retryHead, {
        payload: { eventId: event.id },
        waitKey,
        notBefore: addMs(cx.now, firstLookMs[cx.tx.dialect]),
        subject: subjectOfEvent(event.id),
      });
}

/** Events carried out in one unit of work: a scan must never wait long for the writer. */
export const executedTogether = 25;

/** Events a person wants carried out again; those that were meanwhile are left as they are. */
export async function replayEvents(cx: UnitContext, eventIds: readonly string[]): Promise<void> {
  for (const eventId of eventIds) await cancelJobs(cx, subjectOfEvent(eventId));
  for (let at = 0; at < eventIds.length; at += executedTogether)
    await enqueue(cx, executeHead, {
      payload: { eventIds: eventIds.slice(at, at + executedTogether) },
    });
}

/** The jobs of ingest. */
export function ingestJobs(platform: Platform) {
  const execute = defineJob<z.output<typeof many>>({
    ...executeHead,
    payload: many,
    turns: ({ turns = [] }) => turns,
    async run(jx, { eventIds }) {
      const events = await eventsToExecute(jx.tx, eventIds);
      const outcomes = await executeEvents(platform, jx, events);
      await parkOutcomes(jx, outcomes);
      const decided = outcomes.filter(({ isNew }) => isNew);
      meterDecisions(
        platform,
        jx.tx,
        decided.map(({ event: { door }, state }) => ({ door, state })),
      );
      return tallyOf(outcomes);
    },
    async failed(jx, { eventIds }, { code, context, isFinal }) {
      if (!isFinal) return;
      // What was parked and replayed has lost the job that would have looked after it.
      for (const event of await lockEvents(jx.tx, eventIds))
        await die(platform, jx, { event: { ...event, value: null }, code, context });
    },
  });
  const retry = defineJob<z.output<typeof one>>({
    ...retryHead,
    payload: one,
    async run(jx, { eventId }) {
      const [event] = await eventsAsTheyStand(jx.tx, [eventId]);
      if (event?.state !== "PARKED") return { state: event?.state ?? null };
      return await lookAgain(platform, jx, event);
    },
    async failed(jx, { eventId }, { code, context, isFinal }) {
      const [event] = isFinal ? await lockEvents(jx.tx, [eventId]) : [];
      if (event) await die(platform, jx, { event: { ...event, value: null }, code, context });
    },
  });
  return [execute, retry];
}

/** A parked event looks whether it can go on; after the plant's time-out a person has to decide. */
async function lookAgain(platform: Platform, jx: JobContext, event: StoredEvent) {
  const outcome = await executeEvent(platform, jx, event);
  const { state, code, context, waitKey } = outcome;
  if (state !== "PARKED") {
    const { sourceSystem, stationCode } = outcome.event;
    await countFates(jx.tx, jx.now, [{ sourceSystem, stationCode, fate: state as "EXECUTED" }]);
    meterDecisions(platform, jx.tx, [{ door: event.door, state }]);
    return { state };
  }
  const waitedMs = elapsedMs(event.receivedAt, jx.now);
  const reason = { code: code ?? "INGEST_CONFLICT", context: context ?? {} };
  if (waitedMs >= jx.settings.ingestParkMinutes * 60_000) {
    await die(platform, jx, { event: outcome.event, ...reason });
    return { state: "DEAD" };
  }
  // Nothing of this look is kept; the job waits on, for what the event waits for now. On PostgreSQL
  // that may have come while it looked, unheard by a running job: each look is followed by a second.
  const isFirst = jx.tx.dialect === "postgresql" && jx.job.looks % 2 === 0;
  const soonMs = firstLookMs.postgresql;
  const retryAfterMs = isFirst ? soonMs : Math.max(soonMs, waitedMs);
  const more = { context: reason.context, waitKey: waitKey ?? "", retryAfterMs };
  throw new JobFailure("early", reason.code, more);
}

/** The human queue, for what may still come there: nothing happens to the event until somebody decides. */
async function die(
  platform: Platform,
  jx: UnitContext,
  { event, code, context }: { event: StoredEvent; code: string; context: object },
): Promise<void> {
  const dead = ingestEventStates.next(event.state as IngestEventState, "die");
  if (!dead.ok) return;
  const change = { state: dead.value, code, context, now: jx.now };
  if (!(await markState(jx.tx, event, change))) return;
  const { sourceSystem, stationCode, lineId } = event;
  await countFates(jx.tx, jx.now, [{ sourceSystem, stationCode, fate: "DEAD" }]);
  meterDecisions(platform, jx.tx, [{ door: event.door, state: dead.value }]);
  jx.emit(aboutEvent(event, "ingest.died", { code, context }));
  await notify(jx, {
    topic: "ingest.dead",
    severity: "WARNING",
    code: "INGEST_EVENT_DEAD",
    context: { source: sourceSystem, dedupeKey: event.dedupeKey, reason: code },
    entityType: "ingestEvent",
    entityKey: event.id,
    lineId,
    // One notice an hour for each source: an hour's outage is one thing to look after.
    uniqueKey: `ingest.dead:${sourceSystem}:${jx.now.slice(0, 13)}`,
    to: [{ permission: "ingest:operate", ...(lineId === null ? {} : { lineId }) }],
  });
}

function tallyOf(outcomes: readonly Outcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of outcomes) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
