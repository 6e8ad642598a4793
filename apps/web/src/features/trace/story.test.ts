import { describe, expect, test } from "bun:test";
import type { TraceAnswer, TraceDefect, TraceEvent, TraceTrack } from "@lineside/domain/trace";
import { type Entry, storyOf } from "./story.ts";

const at = (second: number) => `2026-11-22T04:00:${String(second).padStart(2, "0")}.000Z`;

function track(id: string, [stepNo, from]: [number, number], over: Partial<TraceTrack> = {}) {
  const in_ = { at: at(from), operatorId: "u1", operatorName: "Ann" };
  return {
    id,
    stepNo,
    stepName: `Step ${stepNo}`,
    stepNameZh: `Step ${stepNo}`,
    operationCode: "OP",
    attempt: 1,
    station: { code: "S", name: "S" },
    source: "MANUAL",
    in: in_,
    out: { ...in_, at: at(from + 1) },
    result: "PASS",
    durationMs: 1000,
    undoneAt: null,
    continuesId: null,
    captures: [],
    defectIds: [],
    ...over,
  } as TraceTrack;
}

function defect(id: string, second: number, over: Partial<TraceDefect> = {}) {
  return {
    id,
    stepNo: 20,
    code: "M12",
    qty: 1,
    state: "RECORDED",
    disposition: null,
    dispositionReason: null,
    reworkStepNo: null,
    createdAt: at(second),
    closedAt: null,
    ...over,
  } as TraceDefect;
}

function event(type: string, second: number, over: Partial<TraceEvent> = {}) {
  return {
    id: `${type} ${second}`,
    type,
    entityType: "unit",
    entityId: "unit",
    outcome: "DONE",
    code: null,
    actorName: "Quinn",
    stationCode: null,
    occurredAt: at(second),
    recordedAt: at(second),
    data: {},
    ...over,
  } as TraceEvent;
}

function trace(
  unit: { state: string; stepNo: number; finishedAt?: string },
  told: Partial<Pick<TraceAnswer, "tracks" | "defects" | "events">>,
): TraceAnswer {
  const steps = [10, 20, 30].map((stepNo) => ({ stepNo, displayName: `Step ${stepNo}` }));
  return {
    unit: { createdAt: at(0), finishedAt: null, ...unit },
    version: { steps },
    tracks: [],
    defects: [],
    events: [],
    ...told,
  } as unknown as TraceAnswer;
}

/** `visit 10`, and `| ` before what stands on the side line. */
function drawn(entries: Entry[]): string[] {
  return entries.map((entry) => {
    const what: Partial<Record<Entry["kind"], () => string | number>> = {
      visit: () => (entry as Extract<Entry, { kind: "visit" }>).track.stepNo,
      ahead: () => (entry as Extract<Entry, { kind: "ahead" }>).step.stepNo,
    };
    const text = [entry.kind, what[entry.kind]?.()].filter(Boolean).join(" ");
    return entry.lane === 1 ? `| ${text}` : text;
  });
}

const failed = track("t2", [20, 3], { result: "FAIL" });
const decided = (over: Partial<TraceEvent> = {}) =>
  event("defect.dispositioned", 5, { entityType: "defect", entityId: "d1", ...over });

describe("the story of a board", () => {
  const stories: [string, TraceAnswer, string[]][] = [
    [
      "before its first step",
      trace({ state: "QUEUED", stepNo: 10 }, {}),
      ["created", "now", "ahead 20", "ahead 30"],
    ],
    [
      "inside a station: the open visit is where it stands",
      trace({ state: "IN_STATION", stepNo: 10 }, { tracks: [track("t1", [10, 1], { out: null })] }),
      ["created", "visit 10", "ahead 20", "ahead 30"],
    ],
    [
      "finished",
      trace({ state: "DONE", stepNo: 30, finishedAt: at(9) }, { tracks: [track("t1", [30, 8])] }),
      ["created", "visit 30", "ended"],
    ],
    [
      "failed and undecided: beside the line until somebody decides",
      trace(
        { state: "OUT_FAILED", stepNo: 20 },
        { tracks: [track("t1", [10, 1]), failed], defects: [defect("d1", 4)] },
      ),
      ["created", "visit 10", "visit 20", "| defect", "| now", "ahead 30"],
    ],
    [
      "reworked: repairs stay beside the line, the visit that proves them is back on it",
      trace(
        { state: "QUEUED", stepNo: 30 },
        {
          tracks: [failed, track("t3", [10, 6]), track("t4", [20, 8])],
          defects: [defect("d1", 4, { state: "CLOSED", disposition: "REWORK", closedAt: at(9) })],
          events: [decided(), event("unit.reworked", 5)],
        },
      ),
      ["created", "visit 20", "| defect", "| decision", "| visit 10", "visit 20", "now"],
    ],
    [
      "held by a decision: told once, as the decision",
      trace(
        { state: "ON_HOLD", stepNo: 20 },
        {
          tracks: [failed],
          defects: [defect("d1", 4, { state: "DISPOSITIONED", disposition: "HOLD" })],
          events: [decided(), event("unit.held", 5)],
        },
      ),
      ["created", "visit 20", "| defect", "| decision", "| now", "ahead 30"],
    ],
    [
      "held by a value and released",
      trace(
        { state: "QUEUED", stepNo: 20 },
        {
          tracks: [track("t1", [10, 1])],
          events: [event("unit.held", 2), event("unit.released", 7)],
        },
      ),
      ["created", "visit 10", "| held", "| released", "now", "ahead 30"],
    ],
    [
      "scrapped while held: its defects go with it, without decisions of their own",
      trace(
        { state: "SCRAPPED", stepNo: 20, finishedAt: at(8) },
        {
          tracks: [failed],
          defects: [defect("d1", 4, { state: "CLOSED", disposition: "SCRAP", closedAt: at(8) })],
          events: [event("unit.scrapped", 8)],
        },
      ),
      ["created", "visit 20", "| defect", "| scrapped"],
    ],
    [
      "a withdrawn defect does not take the board off the line",
      trace(
        { state: "IN_STATION", stepNo: 20 },
        {
          tracks: [
            track("t2", [20, 3], { result: "FAIL", undoneAt: at(5) }),
            track("t3", [20, 5], { out: null, result: null, continuesId: "t2" }),
          ],
          defects: [defect("d1", 4, { state: "WITHDRAWN" })],
        },
      ),
      ["created", "visit 20", "| defect", "visit 20", "ahead 30"],
    ],
    [
      "voided with its run",
      trace({ state: "VOIDED", stepNo: 10 }, { events: [event("unit.voided", 9)] }),
      ["created", "ended"],
    ],
  ];
  test.each(stories)("%s", (_name, told, expected) => {
    expect(drawn(storyOf(told))).toEqual(expected);
  });

  test("an undone visit says who took it back and when", () => {
    const tracks = [track("t1", [10, 1], { undoneAt: at(3) })];
    const events = [event("unit.trackOutUndone", 3, { data: { trackId: "t1" } })];
    const [, visit] = storyOf(trace({ state: "IN_STATION", stepNo: 10 }, { tracks, events }));
    expect(visit).toMatchObject({ kind: "visit", undone: { by: "Quinn", at: at(3) } });
  });

  test("a visit names the defects it proved repaired; a decision names who took it", () => {
    const told = trace(
      { state: "QUEUED", stepNo: 30 },
      {
        tracks: [failed, track("t4", [20, 8])],
        defects: [defect("d1", 4, { state: "CLOSED", disposition: "REWORK", closedAt: at(9) })],
        events: [decided()],
      },
    );
    const entries = storyOf(told);
    expect(entries.find((entry) => entry.kind === "decision")).toMatchObject({ by: "Quinn" });
    expect(entries.filter((entry) => entry.kind === "visit").at(-1)).toMatchObject({
      closes: [{ id: "d1" }],
    });
  });

  test("refused attempts belong to the events, not to the story", () => {
    const events = [event("unit.held", 2, { outcome: "REFUSED" })];
    expect(drawn(storyOf(trace({ state: "QUEUED", stepNo: 30 }, { events })))).toEqual([
      "created",
      "now",
    ]);
  });
});
