import { describe, expect, test } from "bun:test";
import type { FormDefinition, FormField, Value } from "@lineside/domain/form";
import { type Draft, draftOf, valuesOf } from "./draft.ts";

const field = (type: FormField["type"]): FormField => ({
  key: "value",
  label: "Value",
  labelZh: "值",
  type,
  required: true,
});

const definition = (type: FormField["type"]): FormDefinition => ({
  about: "RUN",
  fields: [field(type)],
  judgement: [],
  confirm: "NONE",
  backfill: false,
  evidence: "NONE",
});

/** Eight hours ahead, as in Shanghai. */
const clock = {
  toPlantText: (instant: string) =>
    Number.isNaN(Date.parse(instant))
      ? instant
      : new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16),
  fromPlantText: (text: string) =>
    Number.isNaN(Date.parse(text)) ? null : new Date(`${text}:00+08:00`).toISOString(),
};

describe("what is typed and what is sent", () => {
  const cases: [FormField["type"], string | string[], Value][] = [
    ["NUMBER", "12.5", 12.5],
    ["NUMBER", " 12,5 ", 12.5],
    ["NUMBER", "", null],
    ["NUMBER", "twelve", "twelve"],
    ["DURATION", "240", 240],
    ["BOOLEAN", "true", true],
    ["BOOLEAN", "false", false],
    ["BOOLEAN", "", null],
    ["TEXT", "  ok ", "ok"],
    ["CHOICE", "PCB", "PCB"],
    ["DATE", "2026-11-22", "2026-11-22"],
    ["DATETIME", "2026-11-22T10:30", "2026-11-22T02:30:00.000Z"],
    ["DATETIME", "soon", "soon"],
    ["PHOTO", ["a", "b"], ["a", "b"]],
    ["PHOTO", [], null],
  ];
  test.each(cases)("%s %j is %j", (type, typed, value) => {
    expect(valuesOf([field(type)], { value: typed } as Draft, clock)).toEqual({ value });
  });

  test.each(cases.filter(([, typed, value]) => typed !== "" && value !== null))(
    "%s: what was sent is shown again",
    (type, _typed, value) => {
      const draft = draftOf(definition(type), { value }, clock);
      expect(valuesOf([field(type)], draft, clock)).toEqual({ value });
    },
  );
});
