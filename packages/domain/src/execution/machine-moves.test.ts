import { expect, test } from "bun:test";
import { disqualify } from "./machine-moves.ts";

// biome-ignore format: one row per case
test.each([
  ["inside its station it fails there",        "IN_STATION", true,  "FAIL"],
  ["inside another station it is left",        "IN_STATION", false, null],
  ["waiting it is held",                       "QUEUED",     false, "HOLD"],
  ["failed it stays, and quality is asked",    "OUT_FAILED", false, "ASK"],
  ["held it stays, and quality is asked",      "ON_HOLD",    false, "ASK"],
  ["done it is out already",                   "DONE",       false, null],
  ["scrapped it is out already",               "SCRAPPED",   false, null],
  ["voided it is out already",                 "VOIDED",     false, null],
  ["unknown there is nothing to take",         undefined,    false, null],
] as const)("a disqualified unit: %s", (_, ...[state, isInside, expected]) => {
  expect(disqualify(state, { isInside })).toBe(expected);
});
