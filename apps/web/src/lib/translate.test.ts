import { describe, expect, test } from "bun:test";
import { translator } from "./translate.ts";

const catalogues: Record<string, Record<string, string>> = {
  common: { save: "Save" },
  runs: {
    title: "Run {{runNo}}",
    unit_one: "{{count}} board",
    unit_other: "{{count}} boards",
    only_other: "{{count}} 块",
  },
};

describe("translator", () => {
  const t = translator("en", catalogues.runs!, (name) => catalogues[name]);
  const zh = translator("zh-CN", catalogues.runs!, (name) => catalogues[name]);
  // what                                   said                              expected
  const rows: [string, string, string][] = [
    ["fills in a value                   ", t("title", { runNo: "R-1" }), "Run R-1"],
    ["a missing value is a dash          ", t("title"), "Run –"],
    ["one                                ", t("unit", { count: 1 }), "1 board"],
    ["many                               ", t("unit", { count: 2 }), "2 boards"],
    ["Chinese has no singular            ", zh("only", { count: 1 }), "1 块"],
    ["a key of another catalogue         ", t("common:save"), "Save"],
    ["a key nobody wrote shows itself    ", t("nowhere"), "nowhere"],
    ["a catalogue nobody loaded, likewise", t("other:key"), "key"],
  ];
  for (const [what, said, expected] of rows) test(what.trim(), () => expect(said).toBe(expected));
});
