import { addMinutes, type Instant } from "@lineside/domain/kernel";
import { defaultPastePolicy, type PastePolicy, pastePresets } from "@lineside/domain/solder-paste";
import type { Platform } from "../platform/platform.ts";
import { DemoCaller } from "./demo-caller.ts";

const days = (count: number) => count * 24 * 60;
const hours = (count: number) => count * 60;

/** Long before anything is printed: a week of fridge readings. */
const minutesOfPaste = days(7);

const policyOf = (key: string): PastePolicy =>
  pastePresets.find((preset) => preset.key === key)?.policy ?? defaultPastePolicy;

/** The first is made up, so that a clock runs out while somebody watches; the others are examples. */
const types = [
  {
    code: "DEMO-6H",
    name: "演示锡膏（开封 6 小时） Demo paste, 6 h after opening",
    maker: null,
    policy: { ...defaultPastePolicy, openLifeMinutes: hours(6), warnMinutes: 30 },
  },
  {
    code: "INDIUM8.9HF",
    name: "Indium8.9HF（示例 example）",
    maker: "Indium Corporation",
    policy: policyOf("INDIUM8_9HF"),
  },
  {
    code: "LOCTITE-GC10",
    name: "Loctite GC 10（示例 example）",
    maker: "Henkel",
    policy: policyOf("LOCTITE_GC10"),
  },
];

/** Minutes before now, who, which bottle, and the scan. */
type Scan = [ago: number, who: string, bottleNo: string, step: Record<string, unknown>];

/** The jar on SMT-A was opened so long ago that its warning comes five minutes from now. */
const opened = hours(6) - 35;
const passedBy = "回冰箱的瓶子留给夜班 The returned jar is kept for the night shift";

const scans: Scan[] = [
  [days(3), "material", "IN-06", { action: "SCRAP", reason: "瓶盖破损 Lid broken on arrival" }],
  [days(2), "material", "D6-01", { action: "TAKE_OUT" }],
  [days(2) - 245, "operator", "D6-01", { action: "STIR", seconds: 120 }],
  [days(2) - 246, "operator", "D6-01", { action: "OPEN", lineCode: "SMT-A" }],
  [days(2) - 420, "operator", "D6-01", { action: "EMPTY" }],
  [hours(30), "material", "IN-01", { action: "TAKE_OUT" }],
  [hours(27), "operator", "IN-01", { action: "STIR", seconds: 90 }],
  [hours(27) - 1, "operator", "IN-01", { action: "OPEN", lineCode: "SMT-A" }],
  [hours(23), "operator", "IN-01", { action: "RETURN", fridgeCode: "FR-1" }],
  [hours(12), "material", "GC-01", { action: "READY" }],
  [opened + 250, "material", "D6-02", { action: "TAKE_OUT", lineCode: "SMT-A" }],
  [opened + 1, "operator", "D6-02", { action: "STIR", seconds: 120 }],
  [opened, "operator", "D6-02", { action: "OPEN", lineCode: "SMT-A" }],
  [hours(5), "material", "D6-03", { action: "TAKE_OUT", lineCode: "SMT-A" }],
  [200, "leader", "IN-02", { action: "TAKE_OUT", lineCode: "SMT-A", reason: passedBy }],
  [75, "operator", "IN-02", { action: "READY" }],
  [60, "leader", "IN-03", { action: "TAKE_OUT", lineCode: "SMT-A", reason: passedBy }],
  [50, "operator", "D6-03", { action: "STIR", seconds: 150 }],
];

/** Types, fridges with a week of readings, and bottles in every state; one is open on SMT-A. */
export async function seedPaste(platform: Platform, now: Instant): Promise<void> {
  const demo = new DemoCaller(platform, addMinutes(now, -minutesOfPaste));
  const work: [ago: number, run: () => Promise<unknown>][] = [
    ...readings(demo),
    ...scans.map(([ago, who, bottleNo, step]): (typeof work)[number] => [
      ago,
      () => demo.call("POST /paste-bottles/:bottleNo/steps", { bottleNo, ...step }, who),
    ]),
    [
      opened - 1,
      () => demo.call("POST /lines/:id/paste", { id: "SMT-A", bottleNo: "D6-02" }, "operator"),
    ],
    [20, () => receive(demo, { typeCode: "INDIUM8.9HF", lotNo: "IN-2611", bottleNos: ["IN-07"] })],
  ];
  await seedStock(demo, now);
  for (const [ago, run] of work.sort(([a], [b]) => b - a)) {
    demo.waitUntil(addMinutes(now, -ago));
    await run();
  }
}

async function seedStock(demo: DemoCaller, now: Instant): Promise<void> {
  for (const type of types) await demo.call("POST /paste-types", type, "engineer");
  for (const [code, name] of [
    ["FR-1", "锡膏冰箱 1 Paste fridge 1"],
    ["FR-2", "锡膏冰箱 2 Paste fridge 2"],
  ])
    await demo.call("POST /fridges", { code, name, minC: 0, maxC: 8 }, "engineer");
  const numbers = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${prefix}-0${index + 1}`);
  await receive(demo, {
    typeCode: "DEMO-6H",
    lotNo: "D6-2611",
    bottleNos: numbers("D6", 5),
    expiresAt: addMinutes(now, days(90)),
    fridgeCode: "FR-1",
  });
  const indium = { typeCode: "INDIUM8.9HF", lotNo: "IN-2610", fridgeCode: "FR-2" };
  const fresh = numbers("IN", 6).filter((no) => no !== "IN-05");
  await receive(demo, { ...indium, bottleNos: fresh, expiresAt: addMinutes(now, days(120)) });
  // Its date on the label has passed: it is blocked wherever it stands.
  await receive(demo, { ...indium, bottleNos: ["IN-05"], expiresAt: addMinutes(now, -days(4)) });
  await receive(demo, { typeCode: "LOCTITE-GC10", lotNo: "GC-2609", bottleNos: numbers("GC", 2) });
}

const receive = (demo: DemoCaller, body: object) =>
  demo.call("POST /paste-bottles", body, "material");

/** Morning and afternoon, a week long; once somebody had left the door of FR-2 open. */
function readings(demo: DemoCaller): [number, () => Promise<unknown>][] {
  const list: [number, () => Promise<unknown>][] = [];
  for (let half = 13; half >= 0; half--)
    for (const [fridge, base] of [
      ["FR-1", 4.2],
      ["FR-2", 5.1],
    ] as const) {
      const isOpenDoor = fridge === "FR-2" && half === 4;
      const wave = Math.round(12 * Math.sin(half * 1.7 + base)) / 10;
      const temperatureC = isOpenDoor ? 9.6 : base + wave;
      const remark = isOpenDoor ? "门未关严，已关好 Door was ajar, closed" : undefined;
      const ago = half * hours(12) + 30;
      // What was read off today waits for its reviewer.
      list.push([ago, () => read(demo, { code: fridge, temperatureC, remark }, half > 1)]);
    }
  list.push([
    4 * hours(12) - 30,
    () => read(demo, { code: "FR-2", temperatureC: 6.8, remark: "复测 Read again" }, true),
  ]);
  return list;
}

async function read(
  demo: DemoCaller,
  reading: { code: string; temperatureC: number; remark?: string | undefined },
  isReviewed: boolean,
): Promise<void> {
  const temperatureC = Math.round(reading.temperatureC * 10) / 10;
  const { id } = await demo.call(
    "POST /fridges/:code/readings",
    { ...reading, temperatureC },
    "material",
  );
  if (isReviewed) await demo.call("POST /fridge-readings/:id/review", { id }, "quality");
}
