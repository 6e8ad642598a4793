import { expect, test } from "bun:test";
import type { QueueUnit, StationStatus, TrackOutAnswer } from "@lineside/domain/execution";
import { type QueuePages, queueAfter, statusAfter } from "./follow-answer.ts";

const row = (sn: string) => ({ sn }) as QueueUnit;
const page = (inStation: string[], waiting: string[]) => ({
  inStation: inStation.map(row),
  waiting: waiting.map(row),
  nextCursor: null,
  counts: { inStation: 0, waiting: 0 },
});
const pages: QueuePages = { pages: [page(["A"], ["B", "C"]), page([], ["D"])], pageParams: [] };
const told = (after: QueuePages | undefined) =>
  after?.pages
    .map(({ inStation, waiting }) =>
      [inStation, waiting].map((rows) => rows.map(({ sn }) => sn).join()),
    )
    .join(" | ");

test("a board taken in moves from the waiting ones into the station, wherever its page is", () => {
  expect(told(queueAfter(pages, { inside: [row("D")], gone: [] }))).toBe("A,D,B,C | ,");
});

test("a board tracked out is no longer in the station", () => {
  expect(told(queueAfter(pages, { inside: [], gone: ["A"] }))).toBe(",B,C | ,D");
});

test("the last track-out and the counts follow the answer", () => {
  const status = {
    today: { pass: 5, fail: 1 },
    counts: { inStation: 1, waiting: 0 },
    lastTrackOut: null,
  } as unknown as StationStatus;
  const unit = { unit: { sn: "A" }, result: "FAIL" };
  const answer = { ...unit, trackId: "t", at: "now", undoUntil: "soon", units: [unit] };
  const after = statusAfter(status, answer as unknown as TrackOutAnswer);
  expect(after?.lastTrackOut).toMatchObject({ sn: "A", result: "FAIL", undoUntil: "soon" });
  expect([after?.today.pass, after?.today.fail, after?.counts.inStation]).toEqual([5, 2, 0]);
});
