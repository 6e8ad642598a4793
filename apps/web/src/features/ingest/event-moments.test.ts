import { expect, test } from "bun:test";
import type { IngestEventAnswer } from "@lineside/domain/ingest";
import { momentsOf } from "./event-moments.ts";

const at = (second: number) => `2026-11-22T12:00:${String(second).padStart(2, "0")}.000Z`;
const looked = (second: number): IngestEventAnswer["attempts"][number] => ({
  ...{ id: `a${second}`, jobId: "j", startedAt: at(second), endedAt: null },
  ...{ outcome: "PARKED", code: null, context: null },
});
const told = (type: string, second: number): IngestEventAnswer["decisions"][number] => ({
  ...{ id: `d${second}`, type, at: at(second), by: "Li", reason: null, code: null },
});
const kinds = (event: Parameters<typeof momentsOf>[0]) =>
  momentsOf(event).map((moment) =>
    moment.kind === "decision" ? moment.decision.type : moment.kind,
  );

test("a wait is told when it began, the looks after it", () => {
  const attempts = [looked(20), looked(40)];
  expect(kinds({ state: "PARKED", decidedAt: at(5), attempts, decisions: [] })).toEqual([
    "state",
    "attempt",
    "attempt",
  ]);
});

test("what was rejected is told once", () => {
  const decisions = [told("ingest.rejected", 5)];
  expect(kinds({ state: "REJECTED", decidedAt: at(5), attempts: [], decisions })).toEqual([
    "state",
  ]);
});

test("rejected, replayed, rejected again: the first one stays in the story", () => {
  const decisions = [5, 9].map((second) => told("ingest.rejected", second));
  decisions.splice(1, 0, told("ingest.replayed", 7));
  expect(kinds({ state: "REJECTED", decidedAt: at(9), attempts: [], decisions })).toEqual([
    "ingest.rejected",
    "ingest.replayed",
    "state",
  ]);
});

test("who discarded it and why stays", () => {
  const decisions = [told("ingest.rejected", 5), told("ingest.discarded", 8)];
  expect(kinds({ state: "DISCARDED", decidedAt: at(8), attempts: [], decisions })).toEqual([
    "ingest.rejected",
    "ingest.discarded",
    "state",
  ]);
});

test("an event that nothing was decided about ends with what it is", () => {
  expect(
    kinds({ state: "RECEIVED", decidedAt: null, attempts: [looked(3)], decisions: [] }),
  ).toEqual(["attempt", "state"]);
});
