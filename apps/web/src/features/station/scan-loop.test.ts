import { describe, expect, test } from "bun:test";
import type { ScanAnswer, TrackInAnswer, TrackOutAnswer } from "@lineside/domain/execution";
import type { FrozenCaptureItem } from "@lineside/domain/routing";
import type { Hand, Here, Known, Loop, LoopInput, Move } from "./loop-types.ts";
import { emptyLoop, step } from "./scan-loop.ts";

const oven = { stepNo: 30, name: "Reflow", nameZh: "回流焊", operationCode: "REFLOW" };
const unit = (sn: string, state = "IN_STATION") => ({
  id: sn,
  sn,
  state: state as "IN_STATION",
  step: oven,
  runNo: "RUN-1",
  woNo: "WO-1",
  productCode: "P-1",
  panelNo: null,
  panelPosition: null as number | null,
  position: null as number | null,
  holdReason: null,
});
const temp: FrozenCaptureItem = {
  id: "t",
  code: "TEMP",
  name: "Peak",
  nameZh: "峰值",
  dataType: "NUMBER",
  unit: "°C",
  lowerLimit: 235,
  upperLimit: 250,
  target: null,
  choices: null,
  isRequired: true,
  onBreach: "BLOCK",
};
const board: Hand = { kind: "UNIT", key: "SN-1", boards: [unit("SN-1")], step: oven, items: [] };
const measured: Hand = { ...board, items: [temp] };
const panel: Hand = {
  kind: "PANEL",
  key: "P-7",
  boards: [1, 2, 3].map((at) => ({
    ...unit(`SN-${at}`, at === 3 ? "SCRAPPED" : "IN_STATION"),
    panelPosition: at,
    position: at,
  })),
  step: oven,
  items: [],
};
const rack: Hand = { ...panel, kind: "CARRIER", key: "C-7" };
const withHand = (hand: Hand, more: Partial<Loop> = {}): Loop => ({
  ...emptyLoop,
  hand,
  mode: { at: "IN_HAND", problems: [] },
  ...more,
});
const known = (where: Known["where"], items: Known["items"] = []): Known => ({
  ...board,
  where,
  items,
});
const here: Here = {
  stationCode: "REFLOW-1",
  isKeeping: false,
  find: () => null,
  looksLikeBoard: (code) => code.startsWith("SN-"),
  undoTrackId: null,
  firstScanRuns: [],
  defectCodes: ["BRIDGE"],
};
const scan = (text: string, atMs = 10_000): LoopInput => ({ type: "SCANNED", text, atMs });
const answer = (more: Partial<ScanAnswer>): ScanAnswer => ({
  scan: "SN-1",
  kind: "UNIT",
  key: "SN-1",
  action: "NONE",
  units: [],
  captureItems: [],
  createsIn: null,
  refusal: null,
  ...more,
});
const inAnswer: TrackInAnswer = {
  unit: unit("SN-1"),
  trackId: "t1",
  at: "2026-11-22T01:00:00.000Z",
  panelNo: null,
  carrierNo: null,
  units: [{ unit: unit("SN-1"), trackId: "t1" }],
  skipped: [],
  captureItems: [],
  created: false,
  runStarted: false,
};
const outUnit = {
  unit: unit("SN-1", "QUEUED"),
  trackId: "t1",
  result: "PASS" as const,
  nextStep: oven,
  judgements: [],
  alarm: false,
  defectId: null,
  isForcedFail: false,
};
const outAnswer: TrackOutAnswer = {
  ...outUnit,
  at: "2026-11-22T01:00:00.000Z",
  panelNo: null,
  carrierNo: null,
  units: [outUnit],
  skipped: [],
  undoUntil: null,
  runCompleted: false,
};
const refused = (code: string, context = {}): LoopInput => ({
  type: "REFUSED",
  scan: "SN-1",
  refusal: { code, context, resolvedBy: null },
});
const noConnection = { isKeeping: true };
const bridge = { code: "BRIDGE", location: "U5", remark: null };

/** mode · in hand · on its way · verdict · what is asked for, in one line. */
function told({ loop, effects }: Move): string {
  const asked = effects.map((effect) => {
    if (effect.do === "TRACK_IN" || effect.do === "TRACK_OUT")
      return `${effect.do} ${JSON.stringify(effect.body)}`;
    if (effect.do === "SOUND") return effect.sound;
    if (effect.do === "RESOLVE") return `RESOLVE ${effect.scan}`;
    return effect.do;
  });
  const verdict = loop.verdict && [loop.verdict.kind, loop.verdict.stays ? "stays" : ""].join(" ");
  const parts = [loop.mode.at, loop.hand?.key ?? "-", loop.busy ?? "-", verdict?.trim() ?? "-"];
  return [...parts, asked.join(", ") || "-"].join(" · ");
}

const busy = { ...emptyLoop, busy: "SN-1" };
const inDefect = withHand(board, { mode: { at: "DEFECT", sn: null, code: null } });
const choosing: Loop = { ...emptyLoop, mode: { at: "RUN", scan: "NEW-1", runs: ["R-1", "R-2"] } };
const refusal: Loop = step(busy, refused("UNIT_ON_HOLD"), here).loop;
const typed = withHand(measured, { drafts: { "SN-1": { values: { TEMP: "243,5" }, marks: {} } } });
const tooHot = withHand(measured, { drafts: { "SN-1": { values: { TEMP: "261" }, marks: {} } } });
const marked = withHand(panel, { drafts: { "P-7": { values: {}, marks: { "SN-2": bridge } } } });
const twoRuns = { firstScanRuns: ["R-1", "R-2"] };
const justRead: Loop = { ...withHand(board), lastRead: { text: "SN-1", atMs: 9_800 } };

// biome-ignore format: the table is read by columns
const rows: [string, Loop, LoopInput, Partial<Here>, string][] = [
  // state × input                            state        input                                       here                                     mode · hand · busy · verdict · effects
  ["a code nobody knows yet",                 emptyLoop,   scan("SN-1"),                               {},                                      "READY · - · SN-1 · - · RESOLVE SN-1"],
  ["a board that waits goes in at once",      emptyLoop,   scan("SN-1"),                               { find: () => known("WAITING") },        'READY · - · SN-1 · - · TRACK_IN {"sn":"SN-1"}'],
  ["a board in the station, values known",    emptyLoop,   scan("SN-1"),                               { find: () => known("IN_STATION") },     "IN_HAND · SN-1 · - · - · -"],
  ["a board in the station, values unknown",  emptyLoop,   scan("SN-1"),                               { find: () => known("IN_STATION", null) }, "READY · - · SN-1 · - · RESOLVE SN-1"],
  ["the scan means in",                       busy,        { type: "RESOLVED", answer: answer({ action: "TRACK_IN" }) }, {},                      'READY · - · SN-1 · - · TRACK_IN {"sn":"SN-1"}'],
  ["the scan means out",                      busy,        { type: "RESOLVED", answer: answer({ action: "TRACK_OUT", units: [unit("SN-1")] }) }, {}, "IN_HAND · SN-1 · - · - · -"],
  ["the scan means neither",                  busy,        { type: "RESOLVED", answer: answer({ refusal: { code: "UNIT_ON_HOLD", context: {}, resolvedBy: null } }) }, {}, "READY · - · - · REFUSED stays · refused"],
  ["a panel goes in as one",                  busy,        { type: "RESOLVED", answer: answer({ kind: "PANEL", key: "P-7", action: "TRACK_IN" }) }, {}, 'READY · - · SN-1 · - · TRACK_IN {"panelNo":"P-7"}'],
  ["a run label is no board",                 busy,        { type: "RESOLVED", answer: answer({ kind: "RUN" }) }, {},                             "READY · - · - · REFUSED stays · refused"],
  ["a badge switches the operator",           busy,        { type: "RESOLVED", answer: answer({ kind: "BADGE" }) }, {},                           "READY · - · SN-1 · - · BADGE"],
  ["a badge with a PIN",                      busy,        refused("BADGE_PIN_REQUIRED"),              {},                                      "PIN · - · - · - · ok"],
  ["a new board, one run",                    busy,        { type: "RESOLVED", answer: answer({ kind: "UNKNOWN", key: null, createsIn: "R-1" }) }, {}, 'READY · - · SN-1 · - · TRACK_IN {"sn":"SN-1"}'],
  ["a new board, two runs",                   busy,        { type: "RESOLVED", answer: answer({ kind: "UNKNOWN", key: null }) }, twoRuns,        "RUN · - · - · - · -"],
  ["a new board, the run chosen before",      { ...busy, chosenRun: "R-2" }, { type: "RESOLVED", answer: answer({ kind: "UNKNOWN", key: null }) }, twoRuns, 'READY · - · SN-1 · - · TRACK_IN {"sn":"SN-1","runNo":"R-2"}'],
  ["the server asks for the run",             busy,        refused("RUN_CHOICE_REQUIRED", { runs: ["R-1", "R-2"] }), {},                        "RUN · - · - · - · -"],
  ["the run is chosen",                       choosing,    { type: "RUN_CHOSEN", runNo: "R-2" },       {},                                      'READY · - · NEW-1 · - · TRACK_IN {"sn":"NEW-1","runNo":"R-2"}'],
  ["the run is chosen by its label",          choosing,    scan("R-1"),                                {},                                      'READY · - · NEW-1 · - · TRACK_IN {"sn":"NEW-1","runNo":"R-1"}'],
  ["taken in",                                busy,        { type: "TRACKED_IN", answer: inAnswer },   {},                                      "IN_HAND · SN-1 · - · IN · ok, FADE"],
  ["scanned again: PASS",                     withHand(board), scan("SN-1"),                           {},                                      'IN_HAND · SN-1 · SN-1 · - · TRACK_OUT {"sn":"SN-1","result":"PASS"}'],
  ["Enter: PASS",                             withHand(board), { type: "PASS", atMs: 10_000 },         {},                                      'IN_HAND · SN-1 · SN-1 · - · TRACK_OUT {"sn":"SN-1","result":"PASS"}'],
  ["the PASS label",                          withHand(board), scan("PASS"),                           {},                                      'IN_HAND · SN-1 · SN-1 · - · TRACK_OUT {"sn":"SN-1","result":"PASS"}'],
  ["the FAIL label",                          withHand(board), scan("FAIL"),                           {},                                      "DEFECT · SN-1 · - · - · -"],
  ["another board is scanned",                withHand(board), scan("SN-2"),                           {},                                      "IN_HAND · SN-1 · SN-2 · - · RESOLVE SN-2"],
  ["a held trigger reads twice",              justRead,    scan("SN-1"),                               {},                                      "IN_HAND · SN-1 · - · - · -"],
  ["the scanner's second Enter",              justRead,    { type: "PASS", atMs: 10_000 },             {},                                      "IN_HAND · SN-1 · - · - · -"],
  ["impatience with a slow answer",           busy,        scan("SN-1"),                               {},                                      "READY · - · SN-1 · - · -"],
  ["PASS while one is on its way",            withHand(board, { busy: "SN-1" }), { type: "PASS", atMs: 10_000 }, {},                            "IN_HAND · SN-1 · SN-1 · - · -"],
  ["PASS with nothing in hand",               emptyLoop,   { type: "PASS", atMs: 10_000 },             {},                                      "READY · - · - · - · -"],
  ["PASS under a refusal",                    { ...refusal, hand: board, mode: { at: "IN_HAND", problems: [] } }, { type: "PASS", atMs: 10_000 }, {}, "IN_HAND · SN-1 · - · REFUSED stays · -"],
  ["PASS with a value missing",               withHand(measured), { type: "PASS", atMs: 10_000 },      {},                                      "IN_HAND · SN-1 · - · - · refused"],
  ["PASS with a blocking value",              tooHot,      { type: "PASS", atMs: 10_000 },             {},                                      "IN_HAND · SN-1 · - · - · refused"],
  ["PASS with a good value",                  typed,       { type: "PASS", atMs: 10_000 },             {},                                      'IN_HAND · SN-1 · SN-1 · - · TRACK_OUT {"sn":"SN-1","result":"PASS","captures":[{"code":"TEMP","value":243.5}]}'],
  ["passed",                                  withHand(board, { busy: "SN-1" }), { type: "TRACKED_OUT", answer: outAnswer }, {},                "READY · - · - · OUT · ok, FADE"],
  ["passed with an alarm",                    withHand(board, { busy: "SN-1" }), { type: "TRACKED_OUT", answer: { ...outAnswer, units: [{ ...outUnit, alarm: true }] } }, {}, "READY · - · - · OUT stays · alarm"],
  ["passed, then held",                       withHand(board, { busy: "SN-1" }), { type: "TRACKED_OUT", answer: { ...outAnswer, units: [{ ...outUnit, unit: { ...outUnit.unit, state: "ON_HOLD" } }] } }, {}, "READY · - · - · OUT stays · alarm"],
  ["F2 opens the defect list",                withHand(board), { type: "FAIL" },                       {},                                      "DEFECT · SN-1 · - · - · -"],
  ["F2 under another board's refusal",        { ...refusal, hand: { ...board, key: "SN-2" }, mode: { at: "IN_HAND", problems: [] } }, { type: "FAIL" }, {}, "IN_HAND · SN-2 · - · REFUSED stays · -"],
  ["a defect label picks its code",           inDefect,    scan("BRIDGE"),                             {},                                      "DEFECT · SN-1 · - · - · -"],
  ["the board itself in the middle of FAIL",  inDefect,    scan("SN-1"),                               {},                                      "DEFECT · SN-1 · - · - · refused"],
  ["the defect is given",                     inDefect,    { type: "DEFECT_GIVEN", defect: bridge },   {},                                      'DEFECT · SN-1 · SN-1 · - · TRACK_OUT {"sn":"SN-1","result":"FAIL","defect":{"code":"BRIDGE","location":"U5","remark":null}}'],
  ["failed without a code of the list",       inDefect,    { type: "DEFECT_GIVEN", defect: { ...bridge, code: null } }, {},                     'DEFECT · SN-1 · SN-1 · - · TRACK_OUT {"sn":"SN-1","result":"FAIL"}'],
  ["Esc in the defect list",                  inDefect,    { type: "CANCEL" },                         {},                                      "IN_HAND · SN-1 · - · - · -"],
  ["Esc puts the board away",                 withHand(board), { type: "CANCEL" },                     {},                                      "READY · - · - · - · -"],
  ["Esc takes a refusal off the screen",      refusal,     { type: "CANCEL" },                         {},                                      "READY · - · - · - · -"],
  ["position 2 of a panel fails",             withHand(panel), { type: "MARKED", position: 2 },        {},                                      "DEFECT · P-7 · - · - · -"],
  ["its defect is kept until the panel goes", withHand(panel, { mode: { at: "DEFECT", sn: "SN-2", code: null } }), { type: "DEFECT_GIVEN", defect: bridge }, {}, "IN_HAND · P-7 · - · - · -"],
  ["an x-out board cannot fail",              withHand(panel), { type: "MARKED", position: 3 },        {},                                      "IN_HAND · P-7 · - · - · refused"],
  ["a board of the panel is scanned",         withHand(panel), scan("SN-2"),                           {},                                      "DEFECT · P-7 · - · - · -"],
  ["one failed, the others pass",             marked,      { type: "PASS", atMs: 10_000 },             {},                                      'IN_HAND · P-7 · P-7 · - · TRACK_OUT {"panelNo":"P-7","result":"PASS","units":[{"sn":"SN-2","result":"FAIL","defect":{"code":"BRIDGE","location":"U5","remark":null}}]}'],
  ["a carrier goes in as one",                busy,        { type: "RESOLVED", answer: answer({ kind: "CARRIER", key: "C-7", action: "TRACK_IN" }) }, {}, 'READY · - · SN-1 · - · TRACK_IN {"carrierNo":"C-7"}'],
  ["a carrier in the station, in hand",       busy,        { type: "RESOLVED", answer: answer({ kind: "CARRIER", key: "C-7", action: "TRACK_OUT", units: [{ ...unit("SN-1"), carrierPosition: 4 }] }) }, {}, "IN_HAND · C-7 · - · - · -"],
  ["a carrier taken in",                      { ...emptyLoop, busy: "C-7" }, { type: "TRACKED_IN", answer: { ...inAnswer, carrierNo: "C-7" } }, {}, "IN_HAND · C-7 · - · IN · ok, FADE"],
  ["a carrier whose boards stray",            { ...emptyLoop, busy: "C-7" }, refused("CARRIER_UNITS_DIVERGED"), {},                           "READY · - · - · REFUSED stays · refused"],
  ["its label again: PASS for all",           withHand(rack), scan("C-7"),                             {},                                      'IN_HAND · C-7 · C-7 · - · TRACK_OUT {"carrierNo":"C-7","result":"PASS"}'],
  ["position 1 of a carrier fails",           withHand(rack), { type: "MARKED", position: 1 },         {},                                      "DEFECT · C-7 · - · - · -"],
  ["a board of the carrier is scanned",       withHand(rack), scan("SN-1"),                            {},                                      "DEFECT · C-7 · - · - · -"],
  ["a carrier without places told",           withHand({ ...rack, boards: [{ ...unit("SN-1") }] }), { type: "MARKED", position: 1 }, {},  "DEFECT · C-7 · - · - · -"],
  ["a refused board that is elsewhere",       withHand(board, { busy: "SN-1" }), refused("TRACK_NOT_FOUND"), {},                                "READY · - · - · REFUSED stays · refused"],
  ["a refused value keeps the board in hand", withHand(measured, { busy: "SN-1" }), refused("CAPTURE_OUT_OF_LIMITS"), {},                       "IN_HAND · SN-1 · - · REFUSED stays · refused"],
  ["a colleague here was faster",             busy,        refused("UNIT_ALREADY_IN_STATION", { at: "REFLOW-1" }), {},                          "READY · - · SN-1 · - · RESOLVE SN-1"],
  ["it stands in another station",            busy,        refused("UNIT_ALREADY_IN_STATION", { at: "REFLOW-2" }), {},                          "READY · - · - · REFUSED stays · refused"],
  ["undo",                                    emptyLoop,   { type: "UNDO" },                           { undoTrackId: "t1" },                   "READY · - · t1 · - · UNDO"],
  ["undo, too late",                          emptyLoop,   { type: "UNDO" },                           {},                                      "READY · - · - · - · refused"],
  ["undo without the server",                 emptyLoop,   { type: "UNDO" },                           { undoTrackId: "t1", ...noConnection },  "READY · - · - · REFUSED stays · refused"],
  ["no server: a board that waits",           emptyLoop,   scan("SN-1"),                               { find: () => known("WAITING"), ...noConnection }, 'READY · - · SN-1 · - · TRACK_IN {"sn":"SN-1"}'],
  ["no server: what looks like a board",      emptyLoop,   scan("SN-9"),                               noConnection,                            'READY · - · SN-9 · - · TRACK_IN {"sn":"SN-9"}'],
  ["no server: anything else is not kept",    emptyLoop,   scan("BADGE-77"),                           noConnection,                            "READY · - · - · REFUSED stays · refused"],
  ["no server: values unknown",               emptyLoop,   scan("SN-1"),                               { find: () => known("IN_STATION", null), ...noConnection }, "READY · - · - · REFUSED stays · refused"],
  ["the question was not heard",              busy,        { type: "UNREACHED", scan: "SN-1" },        {},                                      'READY · - · SN-1 · - · TRACK_IN {"sn":"SN-1"}'],
  ["a kept track-in goes on with the board",  busy,        { type: "KEPT", ask: { do: "TRACK_IN", key: "SN-1", body: { sn: "SN-1" } } }, { find: () => known("IN_STATION") }, "IN_HAND · SN-1 · - · KEPT · ok, FADE"],
  ["a kept track-out ends with the board",    withHand(board, { busy: "SN-1" }), { type: "KEPT", ask: { do: "TRACK_OUT", key: "SN-1", body: { sn: "SN-1", result: "PASS" } } }, {}, "READY · - · - · KEPT · ok, FADE"],
];

describe("scan loop", () => {
  for (const [what, loop, input, more, expected] of rows)
    test(what, () => expect(told(step(loop, input, { ...here, ...more }))).toBe(expected));

  test("scans heard while one is on its way are carried out in order", () => {
    const second = step(busy, scan("SN-2"), here).loop;
    expect(second.pending).toEqual(["SN-2"]);
    const after = step(second, { type: "TRACKED_IN", answer: inAnswer }, here);
    expect(told(after)).toBe("IN_HAND · SN-1 · SN-2 · - · ok, FADE, RESOLVE SN-2");
  });

  test("a refusal names the scans made before it could be read; they are not carried out", () => {
    const second = step(busy, scan("SN-2"), here).loop;
    const after = step(second, refused("UNIT_ON_HOLD"), here);
    expect(told(after)).toBe("READY · - · - · REFUSED stays · refused");
    expect(after.loop.verdict).toMatchObject({ dropped: ["SN-2"] });
    expect(after.loop.pending).toEqual([]);
  });

  test("a board of a carrier has the place it has there", () => {
    const carried = { ...unit("SN-1"), carrierPosition: 4 };
    const found = answer({ kind: "CARRIER", key: "C-7", action: "TRACK_OUT", units: [carried] });
    const { loop } = step(busy, { type: "RESOLVED", answer: found }, here);
    expect(loop.hand?.boards).toMatchObject([{ sn: "SN-1", position: 4 }]);
  });

  test("only the verdict that is on screen fades", () => {
    const shown = step(busy, { type: "TRACKED_IN", answer: inAnswer }, here).loop;
    expect(step(shown, { type: "FADED", no: 0 }, here).loop.verdict).not.toBeNull();
    expect(step(shown, { type: "FADED", no: 1 }, here).loop.verdict).toBeNull();
  });

  test("what was typed is there again when the board is scanned again, and after an undo", () => {
    const other = step(typed, { type: "TRACKED_IN", answer: inAnswer }, here).loop;
    expect(other.drafts).toEqual({});
    const away = step(typed, { type: "CANCEL" }, here).loop;
    const again = step(away, scan("SN-1"), {
      ...here,
      find: () => ({ ...measured, where: "IN_STATION" }),
    });
    expect(again.loop.drafts["SN-1"]?.values).toEqual({ TEMP: "243,5" });
    const sent = step(typed, { type: "TRACKED_OUT", answer: outAnswer }, here).loop;
    expect(sent.drafts["SN-1"]?.values).toEqual({ TEMP: "243,5" });
  });
});
