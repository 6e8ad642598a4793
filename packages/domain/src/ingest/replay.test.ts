import { describe, expect, test } from "bun:test";
import { mayDiscard, mayReplay } from "./replay.ts";
import type { IngestEventState } from "./states.ts";

describe("what may be done with an event by hand", () => {
  const rows: [IngestEventState, replay: string, discard: string][] = [
    ["RECEIVED", "INGEST_EVENT_BUSY", "INGEST_EVENT_BUSY"],
    ["PARKED", "ok", "ok"],
    ["REJECTED", "ok", "ok"],
    ["DEAD", "ok", "ok"],
    ["CONFLICT", "INGEST_EVENT_CONFLICTS", "ok"],
    ["EXECUTED", "INGEST_EVENT_FINAL", "INGEST_EVENT_FINAL"],
    ["STORED", "INGEST_EVENT_FINAL", "INGEST_EVENT_FINAL"],
    ["DISCARDED", "INGEST_EVENT_FINAL", "INGEST_EVENT_FINAL"],
  ];
  for (const [state, replay, discard] of rows)
    test(`${state}: replay ${replay}, discard ${discard}`, () => {
      const said = [mayReplay(state), mayDiscard(state)].map((answer) =>
        answer.ok ? "ok" : answer.refusal.code,
      );
      expect(said).toEqual([replay, discard]);
    });
});
