import type { IngestAttempt, IngestEventAnswer } from "@lineside/domain/ingest";

export type EventMoment =
  | { kind: "attempt"; at: string; attempt: IngestAttempt }
  | { kind: "decision"; at: string; decision: IngestEventAnswer["decisions"][number] }
  | { kind: "state"; at: string | null };

type Told = Pick<IngestEventAnswer, "attempts" | "decisions" | "decidedAt" | "state">;

/**
 * What happened to an event after it came, in the order it happened. That it was rejected or discarded
 * stands in the trail and is also what it is now: told once. A wait is told when it began.
 */
export function momentsOf({ attempts, decisions, decidedAt, state }: Told): EventMoment[] {
  const is = { REJECTED: "ingest.rejected" }[state as string];
  const twin = decisions.findLast(({ type }) => type === is);
  const moments: EventMoment[] = [
    ...attempts.map((attempt) => ({ kind: "attempt", at: attempt.startedAt, attempt }) as const),
    ...decisions
      .filter((decision) => decision !== twin)
      .map((decision) => ({ kind: "decision", at: decision.at, decision }) as const),
    { kind: "state", at: decidedAt },
  ];
  const last = "9999";
  return moments.toSorted((a, b) => {
    const [from, to] = [a.at ?? last, b.at ?? last];
    return from < to ? -1 : Number(from > to);
  });
}
