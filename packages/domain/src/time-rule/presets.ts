import type { RuleInput } from "./definition.ts";

/**
 * What every plant starts with (domain.md 4.14): defaults to be set to what the product allows, not
 * facts about anybody's paste or boards. Both only alert, and both may be waived.
 */
export const presetRules: readonly RuleInput[] = [
  {
    code: "SOLDER_PASTE_24H",
    name: "Open solder paste",
    nameZh: "锡膏开封暴露",
    family: "PASTE_EXPOSURE",
    subjectType: "PASTE_BOTTLE",
    durationMinutes: 1440,
    warningMinutes: 120,
    startWhen: { events: ["pasteBottle.opened", "pasteBottle.bound"], traits: [], results: [] },
    endWhen: {
      events: [
        "pasteBottle.unbound",
        "pasteBottle.returned",
        "pasteBottle.emptied",
        "pasteBottle.scrapped",
      ],
      traits: [],
      results: [],
    },
    scope: "GLOBAL",
    scopeKey: "",
    onExpiry: "ALERT",
    isWaivable: true,
    isActive: true,
    priority: 100,
    remark: null,
  },
  {
    code: "WASH_4H",
    name: "Reflow to wash",
    nameZh: "回流至水洗",
    family: "WASH_LIMIT",
    subjectType: "UNIT",
    durationMinutes: 240,
    warningMinutes: 30,
    startWhen: { events: ["unit.trackedOut"], traits: ["reflow", "aoi"], results: ["PASS"] },
    endWhen: { events: ["unit.trackedIn"], traits: ["wash"], results: [] },
    scope: "GLOBAL",
    scopeKey: "",
    onExpiry: "ALERT",
    isWaivable: true,
    isActive: true,
    priority: 100,
    remark: null,
  },
];

export function isPresetRule(code: string): boolean {
  return presetRules.some((preset) => preset.code === code);
}
