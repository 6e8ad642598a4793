import { describe, expect, test } from "bun:test";
import type { PasteBottle, PasteType } from "./facts.ts";
import type { PasteStepAction } from "./kinds.ts";
import { counted, lifeOver, stateAt, usableUntil } from "./life.ts";
import { nextActions } from "./next-actions.ts";
import { type Candidate, takeFirst } from "./order-of-use.ts";
import { asked, at, bottle, fridge, now, opened, thawing, type } from "./paste.fixture.ts";
import { bind, step, unbind } from "./step.ts";

describe("a bottle's life ends at the earliest of its limits", () => {
  const rule = type({ stencilLifeMinutes: 60 });
  const rows: [limit: string, minutes: number, jar: PasteBottle, of?: PasteType][] = [
    ["SHELF_LIFE", 100_000, bottle()],
    ["OUT_OF_COLD", 1440 - 10, thawing(10)],
    ["OUT_OF_COLD", 1440 - 10 - 60, thawing(10, { outSeconds: 3600 })],
    ["SHELF_LIFE", 5, thawing(10, { expiresAt: at(5) })],
    ["SHELF_LIFE", 100_000, thawing(10), type({ outOfColdMaxMinutes: null })],
    ["SHELF_LIFE", 100_000, thawing(10), type({ needsFridge: false })],
    ["OPEN_LIFE", 1440 - 10, opened(10)],
    ["OPEN_LIFE", 1440 - 10 - 60, opened(10, { exposureSeconds: 3600 })],
    ["STENCIL_LIFE", 60 - 4, opened(10, { stencilSince: at(-4) }), rule],
    ["SHELF_LIFE", 100_000, opened(10, { exposedSince: null, exposureSeconds: 600 })],
    ["SHELF_LIFE", 100_000, opened(10), type({ openLifeMinutes: null })],
  ];
  for (const [limit, minutes, jar, of = type()] of rows)
    test(`${jar.state} ${limit} in ${minutes} min`, () => {
      const life = usableUntil(jar, of);
      expect([life?.limit as string, life?.at]).toEqual([limit, at(minutes)]);
    });
  test("an ended one has none", () =>
    expect(usableUntil(bottle({ state: "EMPTY" }), type())).toBeNull());
  test("nobody waits for a job: it is over at the instant itself (D20)", () => {
    const jar = opened(1439);
    expect(lifeOver(jar, now)).toBeNull();
    expect(lifeOver(jar, at(1))?.code).toBe("PASTE_OPEN_LIFE_EXCEEDED");
    expect(stateAt(jar, type().policy, at(1))).toBe("EXPIRED");
    expect(stateAt(thawing(240), type().policy, now)).toBe("READY");
    expect(stateAt(thawing(239), type().policy, now)).toBe("THAWING");
  });
});

describe("opened jars first, then the earliest expiry, then the earliest receipt", () => {
  const other = (over: Partial<Candidate>): Candidate => ({
    ...bottle({ id: "b2", bottleNo: "B2", ...over }),
    isBound: over.isBound ?? false,
  });
  const readyJar = thawing(300);
  const shelfJar = { state: "RETURNED", openedAt: at(-9), exposedSince: at(-9) } as const;
  const rows: [string, string | null, PasteBottle, Partial<Candidate>][] = [
    ["an earlier expiry", "B2", bottle(), { expiresAt: at(99_999) }],
    ["a later expiry", null, bottle(), { expiresAt: at(100_001), receivedAt: at(-9999) }],
    ["an earlier receipt", "B2", bottle(), { receivedAt: at(-6001) }],
    ["the same, by number", null, bottle(), {}],
    ["one that is over", null, bottle(), { expiresAt: at(-1) }],
    ["one that is out already", null, bottle(), { state: "THAWING", expiresAt: at(9) }],
    ["one still in the cold, at opening", null, readyJar, { expiresAt: at(9) }],
    ["an opened jar", "B2", readyJar, shelfJar],
    ["an opened jar in the fridge", null, readyJar, { ...shelfJar, fridgeId: "f1" }],
    ["one that a line has", null, readyJar, { ...shelfJar, isBound: true }],
    ["one just opened for a line", null, readyJar, { ...shelfJar, state: "OPEN" }],
    ["one that came off a line", "B2", readyJar, { ...shelfJar, state: "OPEN", stencilSeconds: 9 }],
  ];
  for (const [what, first, jar, over] of rows)
    test(`${what}: ${first ?? "its turn"}`, () => {
      const action = jar.state === "IN_FRIDGE" ? "TAKE_OUT" : "OPEN";
      expect(takeFirst(jar, [other(over)], { action, type: type(), now })).toBe(first);
    });
});

test("what is allowed next, and when", () => {
  const rows = nextActions({
    ...asked({ bottle: thawing(60) }),
    boundLineCode: null,
    takeFirst: () => null,
    blocked: null,
  });
  const shown = rows.map(({ action, allowed, from, until }) => [action, allowed, from, until]);
  expect(shown).toEqual([
    ["STORE", true, null, at(1380)],
    ["TAKE_OUT", false, null, null],
    ["READY", false, at(180), null],
    ["STIR", false, at(180), null],
    ["OPEN", false, at(180), null],
    ["RETURN", false, null, null],
    ["EMPTY", false, null, null],
    ["SCRAP", true, null, null],
    ["BIND", false, at(180), null],
    ["UNBIND", false, null, null],
  ]);
});

/** A small generator of our own: the same sequence on every run. */
function randomOf(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

const moves: (PasteStepAction | "BIND" | "UNBIND")[] = [
  "STORE",
  "TAKE_OUT",
  "STIR",
  "OPEN",
  "RETURN",
  "RETURN",
  "TAKE_OUT",
  "OPEN",
  "BIND",
  "UNBIND",
];

describe("clocks of a bottle, over 400 random histories", () => {
  test("never run back, count no pause, and equal the sum of their intervals", () => {
    let exposedSteps = 0;
    for (let seed = 1; seed <= 400; seed++) exposedSteps += history(seed);
    expect(exposedSteps).toBeGreaterThan(2000);
  });
});

/** Plays one history beside a model that adds up intervals by looking at where the jar is. */
function history(seed: number): number {
  const next = randomOf(seed);
  const pauses = next(2) === 0;
  const rule = type({
    pausesWhenChilled: pauses,
    thawMinMinutes: 5,
    thawCyclesMax: 20,
    stencilLifeMinutes: 9000,
    openLifeMinutes: 9000,
    outOfColdMaxMinutes: 9000,
  });
  let jar = bottle({ fridgeId: "f1" }, rule);
  let line: string | null = null;
  let time = now;
  let [exposure, out, stencil, exposedSteps] = [0, 0, 0, 0];
  for (let i = 0; i < 40; i++) {
    const seconds = next(1200);
    const isExposed = jar.openedAt !== null && !(pauses && jar.fridgeId !== null);
    if (isExposed) exposure += seconds;
    if (isExposed) exposedSteps++;
    if (jar.openedAt === null && jar.fridgeId === null) out += seconds;
    if (line !== null && jar.state === "OPEN") stencil += seconds;
    const before = counted(jar.exposureSeconds, jar.exposedSince, time);
    time = new Date(Date.parse(time) + seconds * 1000).toISOString();
    [jar, line] = move(jar, line, { rule, time, next });
    expect(counted(jar.exposureSeconds, jar.exposedSince, time)).toBe(exposure);
    expect(counted(jar.outSeconds, jar.outSince, time)).toBe(out);
    expect(counted(jar.stencilSeconds, jar.stencilSince, time)).toBe(stencil);
    expect(counted(jar.exposureSeconds, jar.exposedSince, time)).toBeGreaterThanOrEqual(before);
  }
  return exposedSteps;
}

function move(
  jar: PasteBottle,
  line: string | null,
  at: { rule: PasteType; time: string; next(below: number): number },
): [PasteBottle, string | null] {
  const action = moves[at.next(moves.length)] ?? "OPEN";
  const around = { boundLineCode: line, takeFirst: null };
  const base = asked({ bottle: jar, type: at.rule, now: at.time, around });
  if (action === "UNBIND") return line ? [unbind(jar, at.rule, at.time), null] : [jar, null];
  if (action === "BIND") {
    const result = bind({ ...base, onLine: null, lineCode: "L1" });
    return result.ok ? [result.value.bottle, "L1"] : [jar, line];
  }
  const into = action === "STORE" || at.next(2) === 0 ? fridge : null;
  const result = step({ ...base, action, fridge: into, seconds: 99 });
  if (!result.ok) return [jar, line];
  return [result.value.bottle, result.value.unbinds ? null : line];
}
