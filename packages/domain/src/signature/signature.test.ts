import { describe, expect, test } from "bun:test";
import type { Result } from "../kernel/index.ts";
import { commandsBySetting, signedCommands } from "./commands.ts";
import { signedText } from "./content.ts";
import { signatureMeanings } from "./meanings.ts";
import { type SignatureAsked, signatureGiven } from "./schema.ts";
import { checkProof, checkSigned, checkSigner, standOf } from "./sign.ts";

const verdict = (result: Result<unknown>) => (result.ok ? result.value : result.refusal.code);

describe("who signs", () => {
  const mei = { username: "mei.li" };
  // biome-ignore format: one row per refusal
  test.each([
    ["SIGNATURE_PERSON_ONLY",  { person: null, username: "mei.li" }],
    ["SIGNATURE_OTHER_PERSON", { person: mei,  username: "bo.wang" }],
    [mei,                      { person: mei,  username: "mei.li" }],
  ])("%p", (expected, facts) => expect(verdict(checkSigner(facts))).toEqual(expected));
});

describe("what the person proves with", () => {
  // biome-ignore format: one row per refusal
  test.each([
    ["SIGNATURE_WRONG",         false, "RIGHT"],
    ["SIGNATURE_WRONG",         false, "NOT_ASKED"],
    ["SIGNATURE_CODE_REQUIRED", true,  "MISSING"],
    ["SIGNATURE_CODE_WRONG",    true,  "WRONG"],
    ["PASSWORD_AND_CODE",       true,  "RIGHT"],
    ["PASSWORD",                true,  "NOT_ASKED"],
  ] as const)("%s: password %p, code %s", (expected, isPasswordRight, code) =>
    expect(verdict(checkProof({ isPasswordRight, code }))).toBe(expected));
});

describe("what is signed", () => {
  const asked = { contentHash: "h2", entityType: "run", entityKey: "R-1" } as SignatureAsked;
  // biome-ignore format: one row per refusal
  test.each([
    ["SIGNATURE_REQUIRED",        true,  null],
    [false,                       false, null],
    ["SIGNATURE_CONTENT_CHANGED", true,  "h1"],
    ["SIGNATURE_CONTENT_CHANGED", false, "h1"],
    [true,                        true,  "h2"],
    [true,                        false, "h2"],
  ])("%p: asked %p, signed %p", (expected, isAsked, signedHash) =>
    expect(verdict(checkSigned({ isAsked, signedHash, asked }))).toBe(expected));

  test("is written down one way, whatever the order of its keys", () => {
    const one = { runNo: "R-1", found: [2, { d: 1, c: 2 }] };
    const two = { found: [2, { c: 2, d: 1 }], runNo: "R-1" };
    expect(signedText(one)).toBe(signedText(two));
    expect(signedText(one)).not.toBe(signedText({ ...one, runNo: "R-2" }));
  });
});

describe("what a signature is worth later", () => {
  const [early, late] = ["2026-03-02T08:00:00.000Z", "2026-03-02T09:00:00.000Z"];
  const signature = { contentHash: "h1", signedAt: early };
  // biome-ignore format: one row per case
  test.each([
    ["VALID",      "h1", null,  "as it was signed"],
    ["SUPERSEDED", "h2", late,  "corrected since"],
    ["BROKEN",     "h2", null,  "another one, and nobody corrected it"],
  ])("%s: %s %p (%s)", (expected, contentHash, correctedAt) =>
    expect(standOf(signature, { contentHash, correctedAt })).toBe(expected as "VALID"));

  test("a correction before it explains nothing", () =>
    expect(
      standOf({ contentHash: "h1", signedAt: late }, { contentHash: "h2", correctedAt: early }),
    ).toBe("BROKEN"));
});

test("the table of commands is whole: each once, each meaning used", () => {
  const all = Object.values(signedCommands);
  expect(new Set(all.map(({ command }) => command)).size).toBe(all.length);
  expect([...new Set(all.map(({ meaning }) => meaning))].sort()).toEqual(
    [...signatureMeanings].sort(),
  );
  expect(commandsBySetting).toHaveLength(11);
});

test("a signature names both components and what was shown, and nothing else", () => {
  const given = { username: " Mei.Li ", password: "secret", contentHash: "h" };
  expect(signatureGiven.parse(given)).toMatchObject({ username: "mei.li" });
  for (const key of ["username", "password", "contentHash"] as const)
    expect(signatureGiven.safeParse({ ...given, [key]: undefined }).success).toBe(false);
  expect(signatureGiven.safeParse({ ...given, signedAt: "2026-01-01" }).success).toBe(false);
});
