import type { Database, Row } from "@lineside/db";

/** Everything a floor of track-ins and track-outs leaves behind. */
export interface Trail {
  /** Step numbers of the route, in order. */
  steps: number[];
  units: Row<"execution_unit">[];
  visits: Row<"execution_track">[];
  defects: Row<"quality_defect">[];
  events: Pick<
    Row<"platform_event">,
    "id" | "type" | "outcome" | "entityId" | "requestId" | "data"
  >[];
  keys: Pick<Row<"platform_idempotency_key">, "key" | "command" | "answer">[];
  clocks: Pick<Row<"time_rule_clock">, "id" | "state" | "startRef" | "endRef" | "activeKey">[];
  /** Jobs of clocks. */
  jobs: Pick<Row<"platform_job">, "kind" | "subject" | "state">[];
}

export async function readTrail(db: Database, steps: number[]): Promise<Trail> {
  const { read } = db;
  return {
    steps,
    units: await read.selectFrom("execution_unit").selectAll().execute(),
    visits: await read.selectFrom("execution_track").selectAll().orderBy("id").execute(),
    defects: await read.selectFrom("quality_defect").selectAll().execute(),
    events: await read
      .selectFrom("platform_event")
      .select(["id", "type", "outcome", "entityId", "requestId", "data"])
      .execute(),
    keys: await read
      .selectFrom("platform_idempotency_key")
      .select(["key", "command", "answer"])
      .execute(),
    clocks: await read
      .selectFrom("time_rule_clock")
      .select(["id", "state", "startRef", "endRef", "activeKey"])
      .execute(),
    jobs: await read
      .selectFrom("platform_job")
      .select(["kind", "subject", "state"])
      .where("subject", "like", "clock:%")
      .execute(),
  };
}

type Visit = Trail["visits"][number];

/** What contradicts itself in it, one sentence each; nothing when every command is whole or absent. */
export function findContradictions(trail: Trail): string[] {
  const found: string[] = [];
  const say = (sentence: string) => void found.push(sentence);
  const visitsOf = Map.groupBy(trail.visits, (visit) => visit.unitId);
  for (const unit of trail.units)
    checkUnit(trail, { unit, visits: visitsOf.get(unit.id) ?? [] }, say);
  const known = new Set(trail.units.map(({ id }) => id));
  for (const { id, unitId } of trail.visits) if (!known.has(unitId)) say(`visit ${id} of no unit`);
  checkEvents(trail, say);
  checkDefects(trail, say);
  checkKeys(trail, say);
  checkClocks(trail, say);
  return found;
}

type Say = (sentence: string) => void;

function checkUnit(
  { steps }: Trail,
  { unit, visits }: { unit: Trail["units"][number]; visits: Visit[] },
  say: Say,
): void {
  const { sn } = unit;
  const open = visits.filter(({ outAt }) => outAt === null);
  if (open.length > 1) say(`${sn} has ${open.length} open visits`);
  for (const visit of visits) {
    if (visit.openUnitId !== (visit.outAt === null ? unit.id : null))
      say(`${sn}: the open key of visit ${visit.id} is wrong`);
    if ((visit.outAt === null) !== (visit.result === null))
      say(`${sn}: visit ${visit.id} has half an end`);
  }
  for (const [index, visit] of visits.entries()) {
    const before = visits[index - 1];
    if (visit.stepNo !== steps[index]) say(`${sn}: visit ${index + 1} is at step ${visit.stepNo}`);
    if (before && before.result !== "PASS") say(`${sn} went on after ${before.result}`);
    if (before && (before.outAt ?? "") > visit.inAt)
      say(`${sn}: visit ${index + 1} began too early`);
  }
  const expected = positionAfter(steps, visits.at(-1));
  if (unit.state !== expected.state)
    say(`${sn} is ${unit.state}, its visits say ${expected.state}`);
  if (unit.currentStepNo !== expected.stepNo)
    say(`${sn} is at ${unit.currentStepNo}, its visits say ${expected.stepNo}`);
  if ((unit.finishedAt !== null) !== (expected.state === "DONE")) say(`${sn}: finishedAt is wrong`);
  const changes = visits.length + visits.length - open.length;
  if (unit.version !== changes + 1)
    say(`${sn} has version ${unit.version} after ${changes} changes`);
}

function positionAfter(steps: number[], last: Visit | undefined) {
  if (!last) return { state: "QUEUED", stepNo: steps[0] };
  if (last.outAt === null) return { state: "IN_STATION", stepNo: last.stepNo };
  if (last.result === "FAIL") return { state: "OUT_FAILED", stepNo: last.stepNo };
  const next = steps[steps.indexOf(last.stepNo) + 1];
  if (next === undefined) return { state: "DONE", stepNo: last.stepNo };
  return { state: "QUEUED", stepNo: next };
}

/** One event per begin and end of a visit, and none without one. */
function checkEvents({ visits, events }: Trail, say: Say): void {
  const told = (type: string) =>
    events
      .filter((event) => event.type === type && event.outcome === "DONE")
      .map((event) => (event.data as { trackId: string }).trackId);
  const ended = visits.filter(({ outAt }) => outAt !== null);
  compare(say, "unit.trackedIn", {
    expected: visits.map(({ id }) => id),
    found: told("unit.trackedIn"),
  });
  compare(say, "unit.trackedOut", {
    expected: ended.map(({ id }) => id),
    found: told("unit.trackedOut"),
  });
  const started = events.filter(({ type }) => type === "run.started").length;
  if (started !== (visits.length > 0 ? 1 : 0)) say(`run.started was told ${started} times`);
}

/** One defect per failed visit, each with its event. */
function checkDefects({ visits, defects, events }: Trail, say: Say): void {
  const failed = visits.filter(({ result }) => result === "FAIL").map(({ id }) => id);
  compare(say, "defects", { expected: failed, found: defects.map(({ trackId }) => trackId ?? "") });
  const told = events.filter(({ type }) => type === "defect.recorded").map((e) => e.entityId);
  compare(say, "defect.recorded", { expected: defects.map(({ id }) => id), found: told });
}

/**
 * One clock per board that passed the second step, ended by the scan into the third; both of its
 * jobs wait exactly while it runs. A floor without clocks has none of them.
 */
function checkClocks({ steps, visits, clocks, jobs }: Trail, say: Say): void {
  if (clocks.length === 0) return;
  const [, starting, ending] = steps;
  const starts = visits.filter((visit) => visit.stepNo === starting && visit.result === "PASS");
  compare(say, "clocks", {
    expected: starts.map(({ id }) => id),
    found: clocks.map(({ startRef }) => startRef ?? ""),
  });
  const unitOf = new Map(visits.map((visit) => [visit.id, visit.unitId]));
  const ends = new Map(
    visits
      .filter(({ stepNo }) => stepNo === ending)
      .map((visit) => [visit.unitId, `in:${visit.id}`]),
  );
  const jobsOf = Map.groupBy(jobs, (job) => job.subject);
  for (const { id, state, startRef, endRef, activeKey } of clocks) {
    const end = ends.get(unitOf.get(startRef ?? "") ?? "") ?? null;
    if (
      endRef !== end ||
      state !== (end ? "COMPLETED" : "RUNNING") ||
      (activeKey === null) !== !!end
    )
      say(`clock ${id} is ${state}, ended by ${endRef}; its board says ${end}`);
    const waiting = end ? "CANCELLED" : "QUEUED";
    const found = (jobsOf.get(`clock:${id}`) ?? []).map((job) => `${job.kind} ${job.state}`).sort();
    if (found.join() !== `clock.expire ${waiting},clock.warn ${waiting}`)
      say(`clock ${id} is ${state} with the jobs ${found.join()}`);
  }
}

interface Answer {
  trackId: string;
  at: string;
  result?: string;
  defectId?: string | null;
  unit: { id: string; state: string; step: { stepNo: number } };
}

/** Every begin and end has one stored answer, and the answer says what was done. */
function checkKeys({ steps, visits, defects, keys }: Trail, say: Say): void {
  const byId = new Map(visits.map((visit) => [visit.id, visit]));
  const defectOf = new Map(defects.map((defect) => [defect.trackId, defect.id]));
  const answered: Record<string, string[]> = { "execution.trackIn": [], "execution.trackOut": [] };
  for (const { key, command, answer } of keys) {
    const { trackId, at, unit, result, defectId } = (answer as { value: Answer }).value;
    answered[command]?.push(trackId);
    const visit = byId.get(trackId);
    const isIn = command === "execution.trackIn";
    const after = visit && positionAfter(steps, isIn ? { ...visit, outAt: null } : visit);
    const isTrue =
      visit?.unitId === unit.id &&
      at === (isIn ? visit.inAt : visit.outAt) &&
      unit.state === after?.state &&
      unit.step.stepNo === after.stepNo &&
      (isIn || (result === visit.result && (defectId ?? undefined) === defectOf.get(trackId)));
    if (!isTrue) say(`the stored answer of ${key} is not what happened`);
  }
  const ended = visits.filter(({ outAt }) => outAt !== null).map(({ id }) => id);
  const begun = visits.map(({ id }) => id);
  compare(say, "answers to track-in", {
    expected: begun,
    found: answered["execution.trackIn"] ?? [],
  });
  compare(say, "answers to track-out", {
    expected: ended,
    found: answered["execution.trackOut"] ?? [],
  });
}

function compare(
  say: Say,
  what: string,
  { expected, found }: { expected: string[]; found: string[] },
) {
  const times = new Map<string, number>();
  for (const id of found) times.set(id, (times.get(id) ?? 0) + 1);
  for (const id of expected) {
    if (times.get(id) !== 1) say(`${what}: ${times.get(id) ?? 0} for ${id}`);
    times.delete(id);
  }
  for (const id of times.keys()) say(`${what}: one for ${id}, which never happened`);
}
