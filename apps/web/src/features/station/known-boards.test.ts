import { describe, expect, test } from "bun:test";
import type { QueueUnit } from "@lineside/domain/execution";
import { findKnown, itemsKey, shapeOf, shapesOf } from "./known-boards.ts";
import type { TrackInAsk, TrackOutAsk } from "./loop-types.ts";

const step = { stepNo: 30, name: "Reflow", nameZh: "回流焊", operationCode: "REFLOW" };
const row = (sn: string, panelNo: string | null = null): QueueUnit => ({
  sn,
  state: "QUEUED",
  step,
  runNo: "RUN-1",
  woNo: "WO-1",
  productCode: "P-1",
  panelNo,
  panelPosition: null,
  carrierNo: null,
  carrierPosition: null,
  since: "2026-11-22T01:00:00.000Z",
  operatorName: null,
});
const into = (sn: string): TrackInAsk => ({ do: "TRACK_IN", key: sn, body: { sn } });
const out = (sn: string): TrackOutAsk => ({
  do: "TRACK_OUT",
  key: sn,
  body: { sn, result: "PASS" },
});

const queue = {
  inStation: [row("SN-1"), row("SN-5", "P-2")],
  waiting: [
    row("SN-2"),
    row("SN-3", "P-1"),
    row("SN-4", "P-1"),
    row("SN-6", "P-2"),
    { ...row("SN-7"), carrierNo: "C-1", carrierPosition: 3 },
  ],
};

describe("what a terminal knows of a code", () => {
  const rows: [string, string, (TrackInAsk | TrackOutAsk)[], string][] = [
    // what                                    code    kept here                  known as
    ["in the station                        ", "SN-1", [], "UNIT IN_STATION"],
    ["waits                                 ", "SN-2", [], "UNIT WAITING"],
    ["a panel whose boards all wait         ", "P-1", [], "PANEL WAITING"],
    ["a carrier whose boards all wait       ", "C-1", [], "CARRIER WAITING"],
    ["a panel with boards at two places     ", "P-2", [], "unknown"],
    ["nothing                               ", "SN-9", [], "unknown"],
    ["waits, its track-in is kept           ", "SN-2", [into("SN-2")], "UNIT IN_STATION"],
    ["in and out again, both kept           ", "SN-2", [into("SN-2"), out("SN-2")], "unknown"],
    ["seen nowhere, its track-in is kept    ", "SN-9", [into("SN-9")], "UNIT IN_STATION"],
    ["in the station, its track-out is kept ", "SN-1", [out("SN-1")], "unknown"],
  ];
  for (const [what, code, kept, expected] of rows)
    test(what.trim(), () => {
      const known = findKnown(code, { queue, kept, items: new Map() });
      expect(known ? `${known.kind} ${known.where}` : "unknown").toBe(expected);
    });

  test("the values of a step are known once they were seen", () => {
    const items = new Map([[itemsKey("RUN-1", 30), []]]);
    expect(findKnown("SN-1", { queue, kept: [], items })?.items).toEqual([]);
    expect(findKnown("SN-1", { queue, kept: [], items: new Map() })?.items).toBeNull();
  });

  test("numbers that differ in digits only look alike", () => {
    expect(shapesOf(queue.waiting).has(shapeOf("SN-7"))).toBe(true);
    expect(shapesOf(queue.waiting).has(shapeOf("BADGE-7"))).toBe(false);
  });
});
