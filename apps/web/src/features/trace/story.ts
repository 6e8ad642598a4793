import type { TraceAnswer, TraceDefect, TraceEvent, TraceTrack } from "@lineside/domain/trace";
import type { Lane } from "~/ui/rail.tsx";

export interface Deed {
  by: string;
  at: string;
}

type Told =
  | { kind: "created"; at: string }
  | { kind: "visit"; at: string; track: TraceTrack; undone: Deed | null; closes: TraceDefect[] }
  | { kind: "defect"; at: string; defect: TraceDefect }
  | { kind: "decision"; at: string; by: string | null; defect: TraceDefect }
  | { kind: "held"; at: string; by: string; reason: string | null }
  | { kind: "released"; at: string; by: string; reason: string | null; stepNo: number | null }
  | { kind: "scrapped"; at: string; by: string; reason: string | null }
  | { kind: "ended"; at: string; state: "DONE" | "VOIDED" };

type Shown =
  | Told
  | { kind: "now" }
  | { kind: "ahead"; step: TraceAnswer["version"]["steps"][number] };

export type Entry = Shown & { lane: Lane };

/**
 * The unit's life as a person tells it: visits on the main line; from a defect or a hold until it is
 * put right beside it, repairs included; then where it stands and what is still ahead.
 */
export function storyOf(trace: TraceAnswer): Entry[] {
  const told = toldOf(trace).sort((a, b) => order(a.at, b.at) || rank[a.kind] - rank[b.kind]);
  const open = new Set<string>();
  const entries: Entry[] = told.map((entry) => ({ ...entry, lane: laneOf(entry, open) }));
  const { state } = trace.unit;
  if (isOver(state)) return entries;
  if (state !== "IN_STATION") entries.push({ kind: "now", lane: open.size > 0 ? 1 : 0 });
  return [
    ...entries,
    ...stepsAhead(trace).map((step) => ({ kind: "ahead", step, lane: 0 }) as const),
  ];
}

/** Nothing more happens to such a unit. */
export const isOver = (state: string) => ["DONE", "SCRAPPED", "VOIDED"].includes(state);

const rank: Record<Told["kind"], number> = {
  created: 0,
  visit: 1,
  defect: 2,
  decision: 3,
  held: 3,
  released: 4,
  scrapped: 4,
  ended: 5,
};

/** Follows what is open on the unit; a visit that closes the last of it is back on the main line. */
function laneOf(entry: Told, open: Set<string>): Lane {
  if (entry.kind === "visit") for (const defect of entry.closes) open.delete(defect.id);
  if (entry.kind === "defect" && entry.defect.state !== "WITHDRAWN") open.add(entry.defect.id);
  if (entry.kind === "held") open.add(hold);
  // A release ends every hold, those decided about a defect too.
  if (entry.kind === "released") open.clear();
  const isAside = ["defect", "decision", "held", "released", "scrapped"].includes(entry.kind);
  return isAside || open.size > 0 ? 1 : 0;
}

const hold = "hold";

function toldOf(trace: TraceAnswer): Told[] {
  const { unit, tracks, defects, events } = trace;
  const done = events.filter((event) => event.outcome === "DONE");
  return [
    { kind: "created", at: unit.createdAt },
    ...tracks.map((track) => visitOf(track, defects, done)),
    ...defects.map((defect) => ({ kind: "defect", at: defect.createdAt, defect }) as const),
    ...defects.flatMap((defect) => decisionOf(defect, done)),
    ...done.flatMap((event) => movesOf(event, done)),
    ...endOf(unit, done),
  ];
}

function visitOf(track: TraceTrack, defects: TraceDefect[], events: TraceEvent[]): Told {
  const undo = events.find(
    (event) => event.type === "unit.trackOutUndone" && event.data.trackId === track.id,
  );
  const undone = track.undoneAt ? { by: undo?.actorName ?? "", at: track.undoneAt } : null;
  const closes =
    track.result === "PASS" && !undone
      ? defects.filter((each) => each.closedAt !== null && each.closedAt === track.out?.at)
      : [];
  return { kind: "visit", at: track.in.at, track, undone, closes };
}

/** Who decided stands in the event; a scrapped unit takes its other defects along without one. */
function decisionOf(defect: TraceDefect, events: TraceEvent[]): Told[] {
  if (!defect.disposition) return [];
  const event = events.findLast(
    (each) => each.type === "defect.dispositioned" && each.entityId === defect.id,
  );
  if (event) return [{ kind: "decision", at: event.occurredAt, by: event.actorName, defect }];
  if (defect.disposition === "SCRAP" && events.some((each) => each.type === "unit.scrapped"))
    return [];
  return [{ kind: "decision", at: defect.closedAt ?? defect.createdAt, by: null, defect }];
}

/** Holds, releases and scraps that no decision about a defect already tells. */
function movesOf(event: TraceEvent, events: TraceEvent[]): Told[] {
  const isTold = events.some(
    (each) => each.type === "defect.dispositioned" && each.occurredAt === event.occurredAt,
  );
  const { occurredAt: at, actorName: by, data } = event;
  const reason = typeof data.reason === "string" ? data.reason : null;
  if (event.type === "unit.released")
    return [{ kind: "released", at, by, reason, stepNo: stepAfter(data) }];
  if (isTold) return [];
  if (event.type === "unit.held") return [{ kind: "held", at, by, reason }];
  if (event.type === "unit.scrapped") return [{ kind: "scrapped", at, by, reason }];
  return [];
}

function stepAfter(data: TraceEvent["data"]): number | null {
  const after = data.after as { stepNo?: unknown } | undefined;
  return typeof after?.stepNo === "number" ? after.stepNo : null;
}

function endOf(unit: TraceAnswer["unit"], events: TraceEvent[]): Told[] {
  if (unit.state === "DONE" && unit.finishedAt)
    return [{ kind: "ended", at: unit.finishedAt, state: "DONE" }];
  const voided = events.findLast((event) => event.type === "unit.voided");
  if (unit.state === "VOIDED")
    return [{ kind: "ended", at: voided?.occurredAt ?? unit.finishedAt ?? "", state: "VOIDED" }];
  return [];
}

/** Steps the unit still has to pass: beyond the one it is at. */
function stepsAhead({ unit, version }: TraceAnswer) {
  return version.steps.filter((step) => step.stepNo > unit.stepNo);
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
