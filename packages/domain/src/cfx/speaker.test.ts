import { expect, test } from "bun:test";
import { hearingOf } from "./speaker.ts";

const any = { isActive: true, isNamed: false };
const named = { isActive: true, isNamed: true };
const over = { isActive: false, isNamed: true };

// biome-ignore format: a table
test.each([
  // remembered, its standing, who speaks, made for it, lines, what it is worth
  [null, null,  "K1", false, null,   "TAKES_OVER"],
  [null, null,  null, false, null,   "COUNTS"],
  ["K1", any,   "K1", false, null,   "COUNTS"],
  ["K1", any,   "K2", false, null,   "OTHER_KEY"],
  ["K1", any,   "K2", true,  null,   "TAKES_OVER"],
  ["K1", named, "K2", true,  null,   "OTHER_KEY"],
  ["K1", named, "K2", false, null,   "OTHER_KEY"],
  ["K1", over,  "K2", false, null,   "TAKES_OVER"],
  ["K1", null,  "K2", false, null,   "TAKES_OVER"],
  ["K1", over,  null, false, null,   "OTHER_KEY"],
  ["K1", any,   null, false, null,   "OTHER_KEY"],
  ["K1", any,   "K1", false, ["L2"], "OUT_OF_SCOPE"],
  [null, null,  "K1", true,  ["L2"], "OUT_OF_SCOPE"],
  [null, null,  "K1", true,  ["L1"], "TAKES_OVER"],
] as const)("%p %p: %p %p %p is %s", (...[keyId, standing, speaks, isNamed, lines, hearing]) => {
  const speaker = { keyId: speaks, keyName: speaks, isNamed, lines };
  expect(hearingOf({ keyId, lineId: "L1" }, speaker, standing)).toBe(hearing);
});
