import { describe, expect, test } from "bun:test";
import type { SignatureShown } from "../signature/index.ts";
import type { HistoryEntry } from "./schema.ts";
import {
  compareSignatures,
  contentOfRecord,
  isVoidSigned,
  type SignedRecord,
} from "./signed-record.ts";

const [early, late] = ["2026-11-22T08:00:00.000Z", "2026-11-22T09:00:00.000Z"];
const entry = (action: HistoryEntry["action"], at = early): HistoryEntry => ({
  ...{ at, byId: "u1", byName: "Mei", action, reason: null, values: null, judgement: null },
});
const record: SignedRecord = {
  ...{ id: "r1", formCode: "F", formRevision: 1, lineId: null, runId: null, subjectKey: "ST-1" },
  ...{ productCode: null, occurredAt: early, isBackfilled: false },
  ...{ filledById: "u1", filledByName: "Mei", judgement: "PASS", findings: [] },
  values: { gap: 3 },
  history: [entry("SUBMITTED")],
};
const files = [
  { sha256: "b", fieldKey: "" },
  { sha256: "a", fieldKey: "photo" },
];
const content = (over: Partial<SignedRecord> = {}, given = files) =>
  JSON.stringify(contentOfRecord({ ...record, ...over }, given));

describe("what is signed of a record", () => {
  // biome-ignore format: one row per change
  test.each([
    ["a value",              true,  { values: { gap: 4 } }],
    ["the judgement",        true,  { judgement: "FAIL" }],
    ["whose it is",          true,  { filledById: "u2" }],
    ["what it is about",     true,  { subjectKey: "ST-2" }],
    ["the revision",         true,  { formRevision: 2 }],
    ["a correction",         true,  { history: [entry("SUBMITTED"), entry("CORRECTED")] }],
    ["its confirmation",     false, { history: [entry("SUBMITTED"), entry("CONFIRMED")] }],
    ["a void",               false, { history: [entry("SUBMITTED"), entry("VOIDED")] }],
  ] as [string, boolean, Partial<SignedRecord>][])("%s: another content %p", (_, isOther, over) =>
    expect(content(over) !== content()).toBe(isOther));

  test("files by what they hold and the field they prove, in any order", () => {
    expect(content({}, files.toReversed())).toBe(content());
    expect(content({}, [{ sha256: "b", fieldKey: "" }])).not.toBe(content());
    expect(content({}, [files[0]!, { sha256: "a", fieldKey: "" }])).not.toBe(content());
  });
});

test("signatures beside the record as it is now", () => {
  const signed = (contentHash: string, signedAt: string) =>
    ({ contentHash, signedAt }) as SignatureShown;
  const history = [entry("SUBMITTED"), entry("CORRECTED", late)];
  const stands = compareSignatures([signed("old", early), signed("now", late)], {
    contentHash: "now",
    history,
  });
  expect(stands.map(({ stand }) => stand)).toEqual(["SUPERSEDED", "VALID"]);
  const changed = { contentHash: "past the system", history: [entry("SUBMITTED")] };
  expect(compareSignatures([signed("now", late)], changed)[0]?.stand).toBe("BROKEN");
});

test("a void is signed where filling or confirming is", () => {
  const of = (fill: boolean, confirm: boolean) => isVoidSigned({ signature: { fill, confirm } });
  expect([of(true, false), of(false, true), of(false, false)]).toEqual([true, true, false]);
  expect(isVoidSigned({})).toBe(false);
});
