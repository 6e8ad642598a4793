import {
  type CaptureValue,
  type Judgement,
  judgedValueOf,
  stepCardOf,
} from "../execution/index.ts";
import { elapsedMs, type Instant } from "../kernel/index.ts";
import { type FrozenStep, type RouteSnapshot, stepAt } from "../routing/index.ts";
import type { TraceAnswer, TraceDefect, TraceEvent, TraceStep, TraceTrack } from "./schema.ts";

export interface TrackFacts {
  readonly id: string;
  readonly stepNo: number;
  readonly stationCode: string;
  readonly stationName: string;
  readonly source: TraceTrack["source"];
  readonly inAt: Instant;
  readonly inById: string | null;
  readonly inByName: string;
  readonly outAt: Instant | null;
  readonly outById: string | null;
  readonly outByName: string | null;
  readonly result: "PASS" | "FAIL" | null;
  readonly undoneAt: Instant | null;
  readonly continuesId: string | null;
  /** In the order of the frozen step's capture items; null when nothing was captured. */
  readonly values: readonly CaptureValue[] | null;
  readonly judgements: readonly Judgement[] | null;
}

export interface TraceFacts {
  readonly unit: TraceAnswer["unit"];
  readonly product: TraceAnswer["product"];
  readonly order: TraceAnswer["order"];
  readonly run: TraceAnswer["run"];
  /** The version the steps are shown by: frozen for the run, or the newest READY one. */
  readonly shown: Omit<TraceAnswer["version"], "steps" | "isFrozenForRun">;
  readonly shownSnapshot: RouteSnapshot;
  readonly frozenVersionId: string;
  /** What every value was captured against, whatever version is shown. */
  readonly frozenSnapshot: RouteSnapshot;
  readonly tracks: readonly TrackFacts[];
  readonly defects: readonly TraceDefect[];
  readonly clocks: TraceAnswer["clocks"];
  readonly paste: TraceAnswer["paste"];
  readonly readiness: TraceAnswer["readiness"];
  readonly machineEvents: TraceAnswer["machineEvents"];
  readonly events: readonly TraceEvent[];
  readonly hasMoreEvents: boolean;
}

/**
 * One unit's whole story. Values carry the names and limits frozen for the run, and steps are those
 * of the frozen version unless the newest is asked for; live master data never leaks in (D57).
 */
export function assembleTrace(facts: TraceFacts, mode: "run" | "latest"): TraceAnswer {
  const tracks = inOrder(facts);
  return {
    mode,
    unit: facts.unit,
    product: facts.product,
    order: facts.order,
    run: facts.run,
    version: {
      ...facts.shown,
      isFrozenForRun: facts.shown.id === facts.frozenVersionId,
      steps: facts.shownSnapshot.steps.map((step) => shownStep(facts, step, tracks)),
    },
    tracks,
    defects: [...facts.defects].sort((a, b) => order(a.createdAt, b.createdAt)),
    clocks: facts.clocks,
    paste: facts.paste,
    readiness: facts.readiness,
    machineEvents: facts.machineEvents,
    events: [...facts.events].sort((a, b) => order(a.occurredAt, b.occurredAt)),
    hasMoreEvents: facts.hasMoreEvents,
  };
}

function inOrder(facts: TraceFacts): TraceTrack[] {
  const attempts = new Map<number, number>();
  const sorted = [...facts.tracks].sort((a, b) => order(a.inAt, b.inAt) || order(a.id, b.id));
  return sorted.map((track) => {
    const before = attempts.get(track.stepNo) ?? 0;
    if (!track.undoneAt) attempts.set(track.stepNo, before + 1);
    return traceTrackOf(facts, track, before + 1);
  });
}

function traceTrackOf(facts: TraceFacts, track: TrackFacts, attempt: number): TraceTrack {
  const step = stepAt(facts.frozenSnapshot, track.stepNo);
  const card = step && stepCardOf(step);
  return {
    id: track.id,
    stepNo: track.stepNo,
    stepName: card?.name ?? String(track.stepNo),
    stepNameZh: card?.nameZh ?? String(track.stepNo),
    operationCode: card?.operationCode ?? "",
    attempt,
    station: { code: track.stationCode, name: track.stationName },
    source: track.source,
    in: { at: track.inAt, operatorId: track.inById, operatorName: track.inByName },
    out: track.outAt
      ? { at: track.outAt, operatorId: track.outById, operatorName: track.outByName ?? "" }
      : null,
    result: track.result,
    durationMs: track.outAt ? elapsedMs(track.inAt, track.outAt) : null,
    undoneAt: track.undoneAt,
    continuesId: track.continuesId,
    captures: capturesOf(step, track),
    defectIds: facts.defects.filter((d) => d.trackId === track.id).map((d) => d.id),
  };
}

function capturesOf(step: FrozenStep | null, track: TrackFacts): TraceTrack["captures"] {
  return (step?.captureItems ?? []).flatMap((item, index) => {
    const value = track.values?.[index] ?? null;
    return value === null ? [] : [judgedValueOf(item, value, track.judgements?.[index] ?? "NA")];
  });
}

function shownStep(facts: TraceFacts, step: FrozenStep, tracks: readonly TraceTrack[]): TraceStep {
  const card = stepCardOf(step);
  const visits = tracks.filter((track) => track.stepNo === step.stepNo);
  return {
    ...step,
    displayName: card.name,
    displayNameZh: card.nameZh,
    status: statusOf(facts.unit, step.stepNo, visits),
    trackIds: visits.map((track) => track.id),
  };
}

function statusOf(
  unit: TraceAnswer["unit"],
  stepNo: number,
  visits: readonly TraceTrack[],
): TraceStep["status"] {
  const last = visits.filter((track) => !track.undoneAt).at(-1);
  const isCurrent = unit.stepNo === stepNo && unit.state !== "DONE";
  if (isCurrent && unit.state === "IN_STATION") return "IN_STATION";
  if (isCurrent && last?.result === "FAIL" && unit.state !== "QUEUED") return "FAILED";
  if (isCurrent && !(last?.result === "PASS" && unit.state === "ON_HOLD")) return "CURRENT";
  if (stepNo > unit.stepNo) return "AHEAD";
  return last?.result === "PASS" ? "PASSED" : "AHEAD";
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
