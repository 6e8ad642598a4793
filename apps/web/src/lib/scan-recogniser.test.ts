import { describe, expect, test } from "bun:test";
import { createRecogniser, type ScannerSettings, scannerDefaults } from "./scan-recogniser.ts";

/** Plays keys, one every `gapMs`, and returns the scans recognised. */
function play(keys: string[], gapMs: number, settings: Partial<ScannerSettings> = {}): string[] {
  const recogniser = createRecogniser({ ...scannerDefaults, ...settings });
  const heard = keys.map((key, at) => recogniser.hear(key, 1000 + at * gapMs));
  return heard.flatMap((it) => (it.kind === "scan" ? [it.text] : []));
}

const sn = [..."SN-0047"];

test("a scanner that stutters in the middle of a code sends one code", () => {
  const recogniser = createRecogniser();
  const heard = [..."SN-A-0047"].map((key, at) =>
    recogniser.hear(key, 1000 + at * 10 + (at > 4 ? 140 : 0)),
  );
  expect(heard.map((it) => it.kind === "collecting" && it.isFirst)).toEqual([
    true,
    ...Array(8).fill(false),
  ]);
  expect(recogniser.hear("Enter", 1230)).toEqual({ kind: "scan", text: "SN-A-0047" });
});

describe("scan recogniser", () => {
  const rows: [string, string[], number, Partial<ScannerSettings>, string[]][] = [
    // what                              keys                                  gap  settings            scans
    ["scanner with Enter               ", [...sn, "Enter"], 10, {}, ["SN-0047"]],
    ["scanner with Tab                 ", [...sn, "Tab"], 10, {}, ["SN-0047"]],
    [
      "two scans in a row               ",
      [...sn, "Enter", ...sn, "Enter"],
      10,
      {},
      ["SN-0047", "SN-0047"],
    ],
    [
      "Shift between upper-case letters ",
      ["Shift", "S", "Shift", "N", "1", "Enter"],
      10,
      {},
      ["SN1"],
    ],
    ["a person typing                  ", [...sn, "Enter"], 120, {}, []],
    ["too short to be a code           ", ["a", "b", "Enter"], 10, {}, []],
    ["no terminator                    ", sn, 10, {}, []],
    [
      "an arrow key breaks the burst    ",
      ["S", "N", "-", "ArrowLeft", "4", "7", "Enter"],
      10,
      {},
      [],
    ],
    [
      "prefix and suffix are cut off    ",
      [..."~SN-0047#", "Enter"],
      10,
      { prefix: "~", suffix: "#" },
      ["SN-0047"],
    ],
    ["without the prefix it is no scan ", [...sn, "Enter"], 10, { prefix: "~" }, []],
    ["a slow wireless scanner, set so  ", [...sn, "Enter"], 70, { gapMsMax: 80 }, ["SN-0047"]],
  ];
  for (const [what, keys, gapMs, settings, scans] of rows)
    test(what.trim(), () => expect(play(keys, gapMs, settings)).toEqual(scans));

  test("typed letters before the burst do not become part of the code", () => {
    const recogniser = createRecogniser();
    expect(recogniser.hear("x", 0)).toEqual({ kind: "collecting", isFirst: true });
    expect(recogniser.hear("S", 400)).toEqual({ kind: "collecting", isFirst: true });
    expect(recogniser.hear("N", 410)).toEqual({ kind: "collecting", isFirst: false });
    recogniser.hear("1", 420);
    expect(recogniser.hear("Enter", 430)).toEqual({ kind: "scan", text: "SN1" });
  });
});
