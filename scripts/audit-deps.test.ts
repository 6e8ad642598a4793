import { describe, expect, test } from "bun:test";
import { judge } from "./audit-deps.ts";

describe("what the audit of dependencies says", () => {
  const hole = { left: [{ severity: "high", title: "Reads too far", url: "https://example.com" }] };
  // biome-ignore format: a table
  test.each([
    ["nothing known      ", 0, "{}",                                   "clean",   "No known hole in 7 packages."],
    ["a hole             ", 1, JSON.stringify(hole),                   "holes",   "high  left  Reads too far"],
    ["a table after words", 1, `bun audit\n${JSON.stringify(hole)}`,   "holes",   "1 known holes."],
    ["a refusal          ", 1, "error: POST … - 405",                  "unasked", "(error: POST … - 405)"],
    ["no network         ", 1, "error: ConnectionRefused",             "unasked", "nothing about the 7 packages"],
    ["a proxy's page     ", 0, "<html>{}</html>",                      "unasked", "Nobody could be asked"],
    ["an error as JSON   ", 1, '{"error":"offline"}',                  "unasked", "Nobody could be asked"],
    ["nothing at all     ", 0, "",                                     "unasked", "exit code 0"],
  ] as const)("%s", (...[, exitCode, output, outcome, text]) => {
    const verdict = judge({ exitCode, output }, 7);
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.text).toContain(text);
  });
});
