import { describe, expect, test } from "bun:test";
import {
  emptyLoad,
  type InHand,
  type LoadInput,
  type LoadLoop,
  type LoadTurn,
  loadStep,
} from "./load-loop.ts";

const rack = (...sns: string[]): InHand => ({
  carrierNo: "C-01",
  capacity: 3,
  units: sns.map((sn, at) => ({ sn, position: at + 1 })),
});
const held = (more: Partial<LoadLoop> = {}, ...sns: string[]): LoadLoop => ({
  ...emptyLoad,
  carrier: rack(...sns),
  ...more,
});
const scan = (text: string, atMs = 10_000): LoadInput => ({ type: "SCANNED", text, atMs });
const movedTo = (mode: "LOAD" | "UNLOAD", ...sns: string[]): LoadInput => ({
  type: "MOVED",
  mode,
  carrier: rack(...sns),
  isUndo: false,
});
const refused = (scanned: string): LoadInput => ({
  type: "REFUSED",
  scan: scanned,
  refusal: { code: "UNIT_NOT_FOUND", context: {}, resolvedBy: null },
});

/** mode · carrier with what lies on it · on its way · said · what is asked for. */
function told({ loop, effects }: LoadTurn): string {
  const { carrier, said } = loop;
  const on = carrier ? `${carrier.carrierNo} ${carrier.units.length}` : "-";
  const asked = effects.map((effect) => {
    if (effect.do === "SOUND") return effect.sound;
    if (effect.do === "UNLOAD_ALL") return effect.do;
    if (effect.do === "TAKE_BACK")
      return `TAKE_BACK ${effect.done.mode} ${effect.done.units.map(({ sn }) => sn)}`;
    return `${effect.do} ${effect.scan}`;
  });
  const word = said ? saidWord(said) : "-";
  const mode = loop.isAskingAll ? `${loop.mode}?ALL` : loop.mode;
  return [mode, on, loop.busy ?? "-", word, asked.join(" ") || "-"].join(" · ");
}

function saidWord(said: NonNullable<LoadLoop["said"]>): string {
  if (said.kind === "LOADED")
    return `LOADED ${said.units.map(({ sn }) => sn)}${said.isFull ? " FULL" : ""}`;
  if (said.kind === "UNLOADED")
    return `UNLOADED ${said.units.map(({ sn }) => sn)}${said.isEmpty ? " EMPTY" : ""}`;
  if (said.kind === "REFUSED" && said.dropped.length > 0) return `REFUSED -${said.dropped}`;
  return said.kind;
}

describe("the carrier in hand", () => {
  const no = { code: "CARRIER_BLOCKED", context: {}, resolvedBy: null };
  const done = { mode: "LOAD" as const, units: [{ sn: "A", position: 1 }] };
  // biome-ignore format: a table is read by column
  const rows: [string, LoadLoop, LoadInput, string][] = [
    ["the first scan is looked up",        emptyLoad,                      scan("C-01"),              "LOAD · - · C-01 · - · FIND C-01"],
    ["a link may name it",                 emptyLoad,                      { type: "TAKEN", carrierNo: "C-01" }, "LOAD · - · C-01 · - · FIND C-01"],
    ["found, it is in hand",               { ...emptyLoad, busy: "C-01" }, { type: "FOUND", carrier: rack("A"), refusal: null }, "LOAD · C-01 1 · - · TAKEN · ok"],
    ["a blocked one is refused at once",   { ...emptyLoad, busy: "C-01" }, { type: "FOUND", carrier: rack("A"), refusal: no }, "LOAD · C-01 1 · - · REFUSED · refused"],
    ["then every scan is a board",         held(),                         scan("A"),                 "LOAD · C-01 0 · A · - · LOAD A"],
    ["its own label says it again",        held({}, "A"),                  scan("C-01"),              "LOAD · C-01 1 · - · TAKEN · ok"],
    ["a board lies on it",                 held({ busy: "A" }),            movedTo("LOAD", "A"),      "LOAD · C-01 1 · - · LOADED A · ok"],
    ["the last place is taken",            held({ busy: "C" }, "A", "B"),  movedTo("LOAD", "A", "B", "C"), "LOAD · C-01 3 · - · LOADED C FULL · ok"],
    ["a panel brings all its boards",      held({ busy: "P" }),            movedTo("LOAD", "A", "B"), "LOAD · C-01 2 · - · LOADED A,B · ok"],
    ["the label UNLOAD turns the mode",    held({}, "A"),                  scan("unload"),            "UNLOAD · C-01 1 · - · - · ok"],
    ["a scan then takes off",              held({ mode: "UNLOAD" }, "A"),  scan("A"),                 "UNLOAD · C-01 1 · A · - · UNLOAD A"],
    ["the last one is off",                held({ mode: "UNLOAD", busy: "A" }, "A"), movedTo("UNLOAD"), "UNLOAD · C-01 0 · - · UNLOADED A EMPTY · ok"],
    ["a key turns the mode back",          held({ mode: "UNLOAD" }),       { type: "MODE", mode: "LOAD" }, "LOAD · C-01 0 · - · - · -"],
    ["another carrier begins with LOAD",   held({ mode: "UNLOAD", busy: "C-02" }), { type: "FOUND", carrier: rack(), refusal: null }, "LOAD · C-01 0 · - · TAKEN · ok"],
    ["undo takes off what was put on",     held({ done }, "A"),            { type: "UNDO" },          "LOAD · C-01 1 · C-01 · - · TAKE_BACK LOAD A"],
    ["the label UNDO does the same",       held({ done }, "A"),            scan("UNDO"),              "LOAD · C-01 1 · C-01 · - · TAKE_BACK LOAD A"],
    ["undone, nothing is left to undo",    held({ done, busy: "C-01" }, "A"), { ...movedTo("UNLOAD"), isUndo: true } as LoadInput, "LOAD · C-01 0 · - · UNLOADED A EMPTY · ok"],
    ["nothing to undo sounds like a no",   held(),                         { type: "UNDO" },          "LOAD · C-01 0 · - · - · refused"],
    ["everything off is asked first",      held({}, "A"),                  scan("UNLOAD_ALL"),        "LOAD?ALL · C-01 1 · - · - · -"],
    ["the same label again is the yes",    held({ isAskingAll: true }, "A"), scan("UNLOAD_ALL"),      "LOAD · C-01 1 · C-01 · - · UNLOAD_ALL"],
    ["a board instead is a no",            held({ isAskingAll: true }, "A"), scan("B"),               "LOAD · C-01 1 · B · - · LOAD B"],
    ["nothing lies on it",                 held(),                         { type: "ASK_ALL" },       "LOAD · C-01 0 · - · - · refused"],
    ["Esc takes the question away",        held({ isAskingAll: true }, "A"), { type: "CANCEL" },      "LOAD · C-01 1 · - · - · -"],
    ["Esc puts the carrier down",          held({}, "A"),                  scan("CANCEL"),            "LOAD · - · - · - · -"],
    ["a badge leaves it in hand",          held({ busy: "B1" }, "A"),      { type: "OPERATOR_ON", name: "Ann" }, "LOAD · C-01 1 · - · OPERATOR · ok"],
    ["a refused board leaves it in hand",  held({ busy: "X" }, "A"),       refused("X"),              "LOAD · C-01 1 · - · REFUSED · refused"],
    ["others may change it meanwhile",     held({}, "A"),                  { type: "TOLD", carrier: rack("A", "B") }, "LOAD · C-01 2 · - · - · -"],
    ["not while an answer is on its way",  held({ busy: "B" }, "A"),       { type: "TOLD", carrier: rack("A", "B") }, "LOAD · C-01 1 · B · - · -"],
    ["a held trigger is one scan",         held({ lastRead: { text: "A", atMs: 9_500 } }), scan("A"), "LOAD · C-01 0 · - · - · -"],
  ];
  for (const [name, before, input, expected] of rows)
    test(name, () => expect(told(loadStep(before, input))).toBe(expected));
});

describe("faster hands than answers", () => {
  test("scans are worked off in order", () => {
    const { loop } = loadStep(held({ busy: "A" }), scan("B"));
    expect(loop.pending).toEqual(["B"]);
    expect(told(loadStep(loop, movedTo("LOAD", "A")))).toBe(
      "LOAD · C-01 1 · B · LOADED A · ok LOAD B",
    );
  });
  test("a refusal stops them and names what was not carried out", () => {
    const waiting = held({ busy: "A", pending: ["B", "C"] });
    expect(told(loadStep(waiting, refused("A")))).toBe(
      "LOAD · C-01 0 · - · REFUSED -B,C · refused",
    );
  });
});

test("Esc takes the answer off the screen before the carrier", () => {
  const { loop } = loadStep(held({ busy: "X" }, "A"), refused("X"));
  const once = loadStep(loop, { type: "CANCEL" });
  expect(told(once)).toBe("LOAD · C-01 1 · - · - · -");
  expect(told(loadStep(once.loop, { type: "CANCEL" }))).toBe("LOAD · - · - · - · -");
});
