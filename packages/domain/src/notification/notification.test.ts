import { describe, expect, test } from "bun:test";
import { presetRoles } from "../auth/index.ts";
import { belongsTo } from "./audience.ts";
import { type ChannelRule, carries } from "./channels.ts";
import { channelCreate } from "./schema.ts";
import { noticeSentence, noticeTexts } from "./texts.ts";

const role = (code: string) => {
  const { scope, permissions } = presetRoles.find((each) => each.code === code)!;
  return { scope, permissions };
};
const person = (
  codes: string[],
  places: { lines?: string[]; stations?: [string, string][] } = {},
) => ({
  roles: codes.map(role),
  lineIds: new Set(places.lines),
  stationIds: new Set(places.stations?.map(([id]) => id)),
  stationLineIds: new Set(places.stations?.map(([, line]) => line)),
});

describe("who belongs to an audience", () => {
  const operatorOfA = person(["operator"], { stations: [["S1", "A"]] });
  const leaderOfA = person(["line_leader"], { lines: ["A"] });
  const leaderOfNone = person(["line_leader"]);
  const manager = person(["plant_manager"]);
  // biome-ignore format: one row per case
  test.each([
    ["an operator at the line of the own station",  operatorOfA,  { permission: "clock:read", lineId: "A" },  true],
    ["no operator of another line",                 operatorOfA,  { permission: "clock:read", lineId: "B" },  false],
    ["no operator without the permission",          operatorOfA,  { permission: "clock:waive", lineId: "A" }, false],
    ["a leader at the own line",                    leaderOfA,    { permission: "clock:read", lineId: "A" },  true],
    ["no leader of another line",                   leaderOfA,    { permission: "clock:read", lineId: "B" },  false],
    ["no leader bound to no line",                  leaderOfNone, { permission: "clock:read", lineId: "A" },  false],
    ["the plant manager at every line",             manager,      { permission: "clock:waive", lineId: "B" }, true],
    ["the plant manager where there is no line",    manager,      { permission: "clock:waive" },              true],
    ["nobody of a line where there is no line",     leaderOfA,    { permission: "clock:read" },               false],
  ] as const)("%s", (_, ...[who, audience, expected]) => {
    expect(belongsTo(who, [audience])).toBe(expected);
    expect(belongsTo(who, [{ permission: "system:role_manage" }, audience])).toBe(expected);
    expect(belongsTo(who, [])).toBe(false);
  });
});

describe("which notices a channel carries", () => {
  const every: ChannelRule = { minSeverity: "INFO", topics: [], lineIds: [] };
  const alarm = { severity: "ALARM", topic: "clock.expired", lineId: "A" } as const;
  const info = { ...alarm, severity: "INFO" } as const;
  // biome-ignore format: one row per case
  test.each([
    ["everything",                       every,                                    alarm, true],
    ["as urgent as asked",               { ...every, minSeverity: "ALARM" },       alarm, true],
    ["less urgent than asked",           { ...every, minSeverity: "WARNING" },     info,  false],
    ["a topic by its noun",              { ...every, topics: ["clock"] },          alarm, true],
    ["a topic by its name",              { ...every, topics: ["clock.expired"] },  alarm, true],
    ["another topic of the noun",        { ...every, topics: ["clock.warning"] },  alarm, false],
    ["a noun that begins alike",         { ...every, topics: ["clo"] },            alarm, false],
    ["its line",                         { ...every, lineIds: ["A"] },             alarm, true],
    ["another line",                     { ...every, lineIds: ["B"] },             alarm, false],
    ["no line, for a channel of lines",  { ...every, lineIds: ["A"] },             { ...alarm, lineId: null }, false],
  ] as const)("%s", (_, ...[rule, notice, expected]) => {
    expect(carries(rule as ChannelRule, notice)).toBe(expected);
  });
});

describe("the sentence of a notice", () => {
  const context = {
    subjectKey: "SP-1",
    ruleName: "24 h after opening",
    ruleNameZh: "开封 24 小时",
    expiresAt: "2026-11-22T02:30:00.000Z",
    remainingMinutes: 120,
  };

  test("is told in the language, times on the plant's clock", () => {
    const notice = { code: "CLOCK_WARNING", context };
    expect(noticeSentence(notice, "en", "Asia/Shanghai")).toBe(
      "SP-1: 24 h after opening runs out at 2026-11-22 10:30 (120 min left)",
    );
    expect(noticeSentence(notice, "zh-CN", "Asia/Shanghai")).toBe(
      "SP-1：开封 24 小时将于 2026-11-22 10:30 到期（剩余 120 分钟）",
    );
  });

  test("shows a dash for what is missing, and words for a code of another release", () => {
    expect(noticeSentence({ code: "PASTE_READY", context: {} }, "en", "UTC")).toContain("paste –");
    expect(noticeSentence({ code: "PASTE_ON_FIRE", context: {} }, "en", "UTC")).toBe(
      "paste on fire",
    );
  });

  test("asks for the same values in both languages", () => {
    const asked = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();
    for (const { en, zh } of Object.values(noticeTexts)) expect(asked(zh)).toEqual(asked(en));
  });
});

test("a channel's address is http(s) and carries no password", () => {
  const accepts = (url: string) =>
    channelCreate.safeParse({ kind: "WEBHOOK", name: "x", config: { url } }).success;
  expect(accepts("https://hooks.example.com/a?b=c")).toBe(true);
  expect(accepts("http://10.0.0.8:8080/")).toBe(true);
  for (const url of ["ftp://x.example", "file:///etc/passwd", "https://me:pw@x.example/", "x"])
    expect([url, accepts(url)]).toEqual([url, false]);
});
