import { createHash, timingSafeEqual } from "node:crypto";
import {
  mayReplay,
  type ReplayExecuted,
  type ReplayPreview,
  replayExecuted,
  replayExecuteInput,
  replayMax,
  replayMinutes,
  replayPreview,
  replayPreviewInput,
} from "@lineside/domain/ingest";
import { AppError, addMinutes, refusalError } from "@lineside/domain/kernel";
import { z } from "zod";
import { visibleLines } from "../../platform/actor.ts";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { filteredIds } from "./event-queries.ts";
import { replayEvents } from "./jobs.ts";
import {
  type Candidate,
  candidates,
  findReplay,
  insertReplay,
  type ReplayRow,
  type Selected,
  useReplay,
} from "./replay-store.ts";

/** Of what cannot be replayed, the first ones are named. */
const blockedShown = 50;
const sampleSize = 5;

/**
 * Freezes a selection of events and says what would be executed again. Nothing is executed without
 * the token it answers, which is good once, for ten minutes, in the hands of who asked.
 */
export const previewReplay = defineCommand({
  name: "ingest.previewReplay",
  permission: "ingest:operate",
  scope: "line",
  input: replayPreviewInput,
  output: replayPreview,
  // The token is shown once; whoever repeats the call freezes the selection anew.
  kept: (answer: ReplayPreview) => ({ ...answer, token: "" }),
  prepare: async ({ db, actor }, { filter }) =>
    filter ? await filteredIds(db, filter, visibleLines(actor, "ingest:operate")) : null,
  async run(cx, { eventIds = [] }, found): Promise<ReplayPreview> {
    const ids = [...new Set(found ?? eventIds)];
    if (ids.length > replayMax) throw refusal("INGEST_REPLAY_TOO_LARGE", { limit: replayMax });
    const rows = await candidates(cx.tx, ids);
    const { chosen, blocked } = sort(cx, rows, ids);
    const token = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url");
    const row = {
      id: cx.newId(),
      tokenHash: hashOf(token),
      createdById: cx.actor.id ?? "",
      createdByName: cx.actor.name,
      createdAt: cx.now,
      expiresAt: addMinutes(cx.now, replayMinutes),
      selection: chosen.map(({ id, state }) => ({ eventId: id, state })),
      reason: null,
      usedAt: null,
    };
    if (chosen.length === 0)
      throw refusal("INGEST_REPLAY_EMPTY", { blocked: blocked.slice(0, blockedShown) });
    await insertReplay(cx.tx, row);
    return {
      id: row.id,
      token,
      expiresAt: row.expiresAt,
      count: chosen.length,
      groups: groupsOf(chosen),
      sample: chosen.slice(0, sampleSize).map(({ lineId: _, stationId: __, ...shown }) => shown),
      blocked: blocked.slice(0, blockedShown),
      blockedCount: blocked.length,
    };
  },
});

/** Executes what was previewed and has not changed since; what has changed is skipped and named. */
export const executeReplay = defineCommand({
  name: "ingest.executeReplay",
  permission: "ingest:operate",
  scope: "line",
  input: replayExecuteInput.extend({ id: z.string().min(1).max(64) }),
  output: replayExecuted,
  async run(cx, { id, token, confirmedCount, reason }): Promise<ReplayExecuted> {
    cx.about({ entityType: "ingestReplay", entityId: id, entityKey: id });
    const replay = await findReplay(cx.tx, id);
    if (!replay) throw refusal("INGEST_REPLAY_NOT_FOUND", { id });
    requireToken(cx, replay, token);
    const selection = replay.selection as unknown as Selected[];
    if (selection.length !== confirmedCount)
      throw refusal("INGEST_REPLAY_COUNT_MISMATCH", { confirmedCount, count: selection.length });
    if (!(await useReplay(cx.tx, id, { now: cx.now, reason })))
      throw refusal("INGEST_REPLAY_USED", { usedAt: cx.now });
    const rows = await candidates(
      cx.tx,
      selection.map(({ eventId }) => eventId),
    );
    for (const { lineId, stationId } of rows) cx.requireScope({ lineId, stationId });
    const now = new Map(rows.map((row) => [row.id, row.state]));
    const skipped = selection
      .filter(({ eventId, state }) => now.get(eventId) !== state)
      .map(({ eventId, state }) => ({ eventId, was: state, is: now.get(eventId) ?? null }));
    const changed = new Set(skipped.map(({ eventId }) => eventId));
    const unchanged = rows.filter((row) => !changed.has(row.id));
    await replayEvents(
      cx,
      unchanged.map((row) => row.id),
    );
    for (const row of unchanged)
      cx.emit({
        ...subjectOf(row),
        type: "ingest.replayed",
        data: { replayId: id, reason, code: row.code, before: { state: row.state } },
      });
    return { id, replayed: unchanged.length, skipped };
  },
});

export function subjectOf(row: Candidate) {
  const { id, dedupeKey, lineId, stationId } = row;
  return {
    entityType: "ingestEvent",
    entityId: id,
    entityKey: dedupeKey.slice(0, 120),
    lineId,
    stationId,
  };
}

/** Apart: what may be executed again by this person, and what may not and why. */
function sort(cx: CommandContext, rows: readonly Candidate[], ids: readonly string[]) {
  const chosen: Candidate[] = [];
  const blocked: ReplayPreview["blocked"] = [];
  const block = (row: Candidate, code: string) =>
    blocked.push({ eventId: row.id, dedupeKey: row.dedupeKey, state: row.state, code });
  for (const row of rows) {
    const may = mayReplay(row.state);
    if (!may.ok) block(row, may.refusal.code);
    else if (!isInScope(cx, row)) block(row, "OUT_OF_SCOPE");
    else chosen.push(row);
  }
  const known = new Set(rows.map(({ id }) => id));
  for (const id of ids)
    if (!known.has(id))
      blocked.push({ eventId: id, dedupeKey: null, state: null, code: "INGEST_EVENT_NOT_FOUND" });
  return { chosen, blocked };
}

export function isInScope(cx: CommandContext, { lineId, stationId }: Candidate): boolean {
  try {
    cx.requireScope({ lineId, stationId });
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "OUT_OF_SCOPE") return false;
    throw error;
  }
}

function groupsOf(rows: readonly Candidate[]): ReplayPreview["groups"] {
  const groups = new Map<string, ReplayPreview["groups"][number]>();
  for (const { state, code, sourceSystem, stationCode, dedupeKey, ...row } of rows) {
    const key = JSON.stringify([state, code, sourceSystem, stationCode]);
    const context = { dedupeKey, ...row.context };
    const group = groups.get(key) ?? { state, code, context, sourceSystem, stationCode, count: 0 };
    group.count++;
    groups.set(key, group);
  }
  return [...groups.values()].toSorted((a, b) => b.count - a.count);
}

/** The token of this preview, of this person, not yet used, within its ten minutes. */
function requireToken({ actor, now }: CommandContext, replay: ReplayRow, token: string): void {
  const isOwn = replay.createdById === (actor.id ?? "");
  const isRight = timingSafeEqual(Buffer.from(hashOf(token)), Buffer.from(replay.tokenHash));
  if (!isOwn || !isRight) throw refusal("INGEST_REPLAY_TOKEN_INVALID", { id: replay.id });
  if (replay.usedAt) throw refusal("INGEST_REPLAY_USED", { usedAt: replay.usedAt });
  if (replay.expiresAt <= now)
    throw refusal("INGEST_REPLAY_EXPIRED", { expiresAt: replay.expiresAt });
}

const hashOf = (token: string) => createHash("sha256").update(token).digest("base64url");
const refusal = (code: string, context: Record<string, unknown>) => refusalError({ code, context });
