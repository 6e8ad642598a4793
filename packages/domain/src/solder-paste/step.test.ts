import { describe, expect, test } from "bun:test";
import { faults } from "../kernel/index.ts";
import { asked, at, bottle, fridge, now, opened, thawing, type } from "./paste.fixture.ts";
import { pasteStates } from "./states.ts";
import { bind, expire, type StepAsked, step, unbind } from "./step.ts";

test("the state table has no faults", () => expect(faults(pasteStates, "RECEIVED")).toEqual([]));

const told = (over: Partial<StepAsked>) => {
  const result = step(asked(over));
  return result.ok ? result.value.bottle.state : result.refusal.code;
};
const received = bottle({ state: "RECEIVED" });
const ready = thawing(240);
const stirred = bottle({ state: "STIRRED", stirredAt: at(-5), outSince: at(-300) });
const onShelf = bottle({ state: "RETURNED", openedAt: at(-60), exposedSince: at(-60) });
const chilled = bottle({
  state: "RETURNED",
  openedAt: at(-60),
  exposureSeconds: 3600,
  fridgeId: "f1",
});
const order = { boundLineCode: null, takeFirst: "B0" };
const shelf = type({ needsFridge: false });

describe("a step of a bottle is refused, or leads to a state", () => {
  const rows: [code: string, what: string, over: Partial<StepAsked>][] = [
    ["PASTE_STATE_INVALID", "nothing follows EMPTY", { bottle: bottle({ state: "EMPTY" }) }],
    ["PASTE_EXPIRED", "the label's date, before any state", { bottle: bottle({ expiresAt: now }) }],
    ["PASTE_OUT_OF_COLD_EXCEEDED", "24 h out", { bottle: thawing(1440), action: "STIR" }],
    ["PASTE_OPEN_LIFE_EXCEEDED", "24 h open", { bottle: opened(1440), action: "RETURN" }],
    ["PASTE_THAW_TOO_SHORT", "a minute early", { bottle: thawing(239), action: "STIR" }],
    ["PASTE_THAW_TOO_SHORT", "ready too early", { bottle: thawing(239), action: "READY" }],
    ["PASTE_THAW_TOO_SHORT", "a chilled jar", { bottle: chilled, action: "OPEN" }],
    ["PASTE_STATE_INVALID", "open from the fridge", { action: "OPEN" }],
    ["PASTE_STATE_INVALID", "a jar on the shelf", { bottle: onShelf }],
    ["PASTE_STEP_NOT_FOR_TYPE", "no fridge", { bottle: received, type: shelf }],
    ["PASTE_STEP_NOT_FOR_TYPE", "not thawed", { bottle: received, action: "READY" }],
    ["PASTE_STIR_FORBIDDEN", "by policy", stir({ need: "NONE", minSeconds: 0 }, 60)],
    ["PASTE_RECHILL_FORBIDDEN", "unopened", rechill({ rechillUnopened: false }, 0)],
    ["PASTE_THAW_CYCLES_EXCEEDED", "a second time", rechill({}, 1)],
    ["PASTE_NOT_STIRRED", "required", { bottle: ready, action: "OPEN" }],
    ["PASTE_FRIDGE_REQUIRED", "stored nowhere", { bottle: received, action: "STORE" }],
    ["PASTE_FRIDGE_UNSUITABLE", "too warm", { ...storeIn({ ...fridge, maxC: 12 }) }],
    ["FRIDGE_INACTIVE", "off duty", { ...storeIn({ ...fridge, isActive: false }) }],
    ["PASTE_RECHILL_FORBIDDEN", "opened", back({ rechillOpened: false })],
    ["PASTE_STIR_TOO_SHORT", "59 of 60 s", stir({ need: "REQUIRED", minSeconds: 60 }, 59)],
    ["PASTE_REASON_REQUIRED", "scrap", { action: "SCRAP" }],
    ["PASTE_FIFO_VIOLATION", "another first", { around: order }],
    ["PASTE_FIFO_VIOLATION", "no reason", { around: order, mayOverride: true }],
    ["PASTE_FIFO_VIOLATION", "no permission", { around: order, reason: "B0 is dented" }],
    ["THAWING", "overridden", { around: order, reason: "B0 is dented", mayOverride: true }],
    ["IN_FRIDGE", "stored", storeIn(fridge)],
    ["THAWING", "taken out", {}],
    ["READY", "confirmed at 240 min", { bottle: ready, action: "READY" }],
    ["PASTE_STATE_INVALID", "twice", { bottle: bottle({ state: "READY" }), action: "READY" }],
    ["READY", "of the shelf", { bottle: received, type: shelf, action: "READY" }],
    ["STIRRED", "stirred at 240 min", stir({ need: "REQUIRED", minSeconds: 60 }, 60)],
    ["OPEN", "opened", { bottle: stirred, action: "OPEN" }],
    ["OPEN", "unstirred", { ...stir({ need: "OPTIONAL", minSeconds: 0 }, 0), action: "OPEN" }],
    ["RETURNED", "returned", back({})],
    ["RETURNED", "a chilled jar warms up", { bottle: chilled }],
    ["OPEN", "opened again", { bottle: onShelf, action: "OPEN" }],
    ["EMPTY", "used up", { bottle: opened(60), action: "EMPTY" }],
    ["SCRAPPED", "an expired one", scrap({ state: "EXPIRED", blockedCode: "PASTE_EXPIRED" })],
    ["SCRAPPED", "one whose life is over", scrap({ expiresAt: at(-1) })],
  ];
  for (const [code, what, over] of rows)
    test(`${over.action ?? "TAKE_OUT"} ${what}: ${code}`, () => expect(told(over)).toBe(code));
});

describe("a thaw that is too short", () => {
  test("says when it is long enough", () => {
    const result = step(asked({ bottle: thawing(60), action: "STIR" }));
    expect(result.ok ? null : result.refusal.context).toEqual({
      bottleNo: "B1",
      readyAt: at(180),
      thawMinMinutes: 240,
    });
  });
});

const bound = { boundLineCode: "L1", takeFirst: null };
const onLine = { bottleNo: "B9", lotNo: "L1", typeCode: "SAC305", isOpen: true };
type Bind = Parameters<typeof bind>[0];

describe("a bottle comes to a line", () => {
  const rows: [code: string, what: string, over: Partial<Bind>][] = [
    ["PASTE_ALREADY_BOUND", "where it is", { around: bound }],
    ["PASTE_BOUND_ELSEWHERE", "in use", { around: bound, lineCode: "L2" }],
    ["PASTE_EXPIRED", "over", { bottle: bottle({ expiresAt: now }) }],
    ["PASTE_THAW_TOO_SHORT", "cold", { bottle: thawing(10) }],
    ["PASTE_STATE_INVALID", "in the fridge", {}],
    ["PASTE_NOT_STIRRED", "unstirred", { bottle: ready }],
    ["PASTE_MIXING_FORBIDDEN", "other lot", { onLine: { ...onLine, lotNo: "L2" } }],
    ["PASTE_MIXING_FORBIDDEN", "other type", { onLine: { ...onLine, typeCode: "X" } }],
    ["PASTE_MIXING_FORBIDDEN", "never", { onLine, type: type({ mixing: "NEVER" }) }],
    ["PASTE_FIFO_VIOLATION", "another first", { around: order, bottle: stirred }],
    ["ok", "same lot", { onLine, bottle: stirred }],
    ["ok", "any lot", { onLine: { ...onLine, lotNo: "L2" }, type: type({ mixing: "ALLOWED" }) }],
    ["ok", "unopened there", { onLine: { ...onLine, isOpen: false, lotNo: "L2" } }],
  ];
  for (const [code, what, over] of rows)
    test(`${what}: ${code}`, () => {
      const usable = code === "ok" || code === "PASTE_MIXING_FORBIDDEN" ? { bottle: stirred } : {};
      const result = bind({ ...asked(), onLine: null, lineCode: "L1", ...usable, ...over });
      expect(result.ok ? "ok" : result.refusal.code).toBe(code);
    });
  test("its stencil clock runs from opening or binding, whichever is later", () => {
    const rule = type({ stencilLifeMinutes: 480 });
    const onIt = bind({
      ...asked({ bottle: opened(60), type: rule }),
      onLine: null,
      lineCode: "L1",
    });
    if (!onIt.ok) throw new Error(onIt.refusal.code);
    expect(onIt.value.bottle).toMatchObject({ stencilSince: now, usableLimit: "STENCIL_LIFE" });
    expect(onIt.value.bottle.usableUntil).toBe(at(480));
    const off = unbind(onIt.value.bottle, rule, at(100));
    expect(off).toMatchObject({
      stencilSeconds: 6000,
      stencilSince: null,
      usableLimit: "OPEN_LIFE",
    });
    const openedThere = step(asked({ bottle: stirred, type: rule, action: "OPEN", around: bound }));
    expect(openedThere.ok && openedThere.value.bottle.stencilSince).toBe(now);
  });
});

describe("the end of a life", () => {
  test("comes at its instant, not before, and once", () => {
    const jar = opened(60);
    expect(expire(jar, at(1379))).toBeNull();
    const over = expire(jar, at(1380));
    expect(over).toMatchObject({ state: "EXPIRED", blockedCode: "PASTE_OPEN_LIFE_EXCEEDED" });
    expect(over && expire(over, at(1381))).toBeNull();
  });
});

function stir(
  need: { need: "NONE" | "OPTIONAL" | "REQUIRED"; minSeconds: number },
  seconds: number,
) {
  return { bottle: ready, action: "STIR" as const, type: type({ stir: need }), seconds };
}
function rechill(policy: Parameters<typeof type>[0], thawCycles: number) {
  const jar = thawing(60, { thawCycles });
  return { bottle: jar, action: "STORE" as const, type: type(policy), fridge };
}
function storeIn(into: typeof fridge) {
  return { bottle: received, action: "STORE" as const, fridge: into };
}
function back(policy: Parameters<typeof type>[0]) {
  return { bottle: opened(60), action: "RETURN" as const, type: type(policy), fridge };
}
function scrap(over: Parameters<typeof bottle>[0]) {
  return { bottle: bottle(over), action: "SCRAP" as const, reason: "past its date" };
}
