import type { ClockCard, ClockState } from "@lineside/domain/time-rule";

/** As people see it: a running clock close to its end has a face of its own. */
export type FaceState = ClockState | "WARNING";

export interface ClockFace {
  state: FaceState;
  /** What is left; below zero it is over by that much. */
  remainingMs: number;
  /** The share of the allowed time that is left: 1 at the start, 0 at the deadline. */
  left: number;
  /** The share at which people are warned. */
  warnAt: number;
}

type FaceFacts = Pick<ClockCard, "state" | "startedAt" | "warningAt" | "expiresAt">;

/** A deadline is over when it is reached, not when the server says so: the face follows the time. */
export function faceOf(clock: FaceFacts, now: number): ClockFace {
  const expiresAt = Date.parse(clock.expiresAt);
  const warningAt = Date.parse(clock.warningAt);
  const wholeMs = Math.max(1, expiresAt - Date.parse(clock.startedAt));
  const remainingMs = expiresAt - now;
  return {
    state: stateAt(clock.state, { now, warningAt, expiresAt }),
    remainingMs,
    left: Math.min(1, Math.max(0, remainingMs / wholeMs)),
    warnAt: Math.min(1, Math.max(0, (expiresAt - warningAt) / wholeMs)),
  };
}

function stateAt(
  state: ClockState,
  at: { now: number; warningAt: number; expiresAt: number },
): FaceState {
  if (state !== "RUNNING" || at.now < at.warningAt) return state;
  return at.now >= at.expiresAt ? "EXPIRED" : "WARNING";
}

/** `3:59:42` still to go, `+0:04:31` over: the same width second after second. */
export function countdown(remainingMs: number): string {
  const isOver = remainingMs <= 0;
  // What is left is rounded up, what is over down: 0:00:00 is the deadline itself.
  const seconds = isOver ? Math.floor(-remainingMs / 1000) : Math.ceil(remainingMs / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  return `${isOver ? "+" : ""}${hours}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
