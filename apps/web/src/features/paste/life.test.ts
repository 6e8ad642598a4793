import { describe, expect, test } from "bun:test";
import {
  defaultPastePolicy,
  type PasteActionRow,
  type PasteBottleRow,
} from "@lineside/domain/solder-paste";
import { byLife, choicesOf, clocksOf, deathOf, lifeOf, nextTurn } from "./life.ts";

const hour = 3_600_000;
const now = Date.parse("2026-11-22T04:00:00.000Z");
const inHours = (hours: number) => new Date(now + hours * hour).toISOString();

function bottle(over: Partial<PasteBottleRow> = {}): PasteBottleRow {
  return {
    id: "b1",
    bottleNo: "B-1",
    typeCode: "T",
    typeName: "T",
    lotNo: "L",
    serialNo: null,
    state: "OPEN",
    stateSince: inHours(-1),
    receivedAt: inHours(-24 * 30),
    expiresAt: inHours(24 * 90),
    fridgeCode: null,
    thawStartedAt: null,
    readyAt: null,
    thawCycles: 0,
    outSeconds: 0,
    stirredAt: null,
    openedAt: null,
    exposureSeconds: 0,
    isExposed: false,
    stencilSeconds: 0,
    usableUntil: inHours(6),
    usableLimit: "OPEN_LIFE",
    warnAt: inHours(4),
    blockedCode: null,
    lineCode: null,
    boundAt: null,
    remark: null,
    version: 1,
    ...over,
  };
}

function action(name: PasteActionRow["action"], over: Partial<PasteActionRow> = {}) {
  return { action: name, allowed: true, refusal: null, from: null, until: null, ...over };
}

const refused = (name: PasteActionRow["action"], code: string, from: string | null = null) =>
  action(name, { allowed: false, refusal: { code, context: {} }, from });

describe("what runs out", () => {
  // prettier-ignore
  const rows: [string, Partial<PasteBottleRow>, string][] = [
    //  what                                bottle                                                              kind share tone
    ["open, six of its 24 hours left", {}, "OPEN_LIFE 0.25 ok"],
    ["in its warning zone", { warnAt: inHours(-1) }, "OPEN_LIFE 0.25 warn"],
    ["over, before any job noticed", { usableUntil: inHours(-1) }, "OPEN_LIFE 0.00 bad"],
    ["blocked", { blockedCode: "PASTE_EXPIRED" }, "OPEN_LIFE 0.25 bad"],
    [
      "out of the cold, unopened",
      { usableLimit: "OUT_OF_COLD", usableUntil: inHours(12) },
      "OUT_OF_COLD 0.50 ok",
    ],
    [
      "nothing runs: the date on the label",
      { usableUntil: null, usableLimit: null, state: "IN_FRIDGE" },
      "SHELF_LIFE 0.75 ok",
    ],
    ["empty: nothing any more", { state: "EMPTY" }, "-"],
  ];
  test.each(rows)("%s", (_, over, expected) => {
    const life = lifeOf(bottle(over), defaultPastePolicy, now);
    expect(life ? `${life.kind} ${life.share.toFixed(2)} ${life.tone}` : "-").toBe(expected);
  });

  test("a bottle that warms up first says when it is warm", () => {
    const thawing = bottle({
      state: "THAWING",
      thawStartedAt: inHours(-3),
      readyAt: inHours(1),
      usableLimit: "OUT_OF_COLD",
    });
    const clocks = clocksOf(thawing, defaultPastePolicy, now);
    expect(clocks.map(({ kind, share }) => `${kind} ${share}`)).toEqual([
      "WARM_UP 0.25",
      "OUT_OF_COLD 0.25",
    ]);
    const warm = clocksOf({ ...thawing, readyAt: inHours(-0.1) }, defaultPastePolicy, now);
    expect(warm.map(({ kind }) => kind)).toEqual(["OUT_OF_COLD"]);
  });

  test("what is over stands before what expires next", () => {
    const rows = [
      bottle({ bottleNo: "later" }),
      bottle({ bottleNo: "soon", usableUntil: inHours(1) }),
      bottle({ bottleNo: "dead", blockedCode: "PASTE_EXPIRED", usableUntil: inHours(9) }),
      bottle({ bottleNo: "label", usableUntil: null }),
    ];
    expect(rows.toSorted(byLife).map(({ bottleNo }) => bottleNo)).toEqual([
      "dead",
      "soon",
      "later",
      "label",
    ]);
  });
});

describe("what is offered", () => {
  test("the usual step first, scrapping last, what no rule could open left out", () => {
    const cold = bottle({ state: "IN_FRIDGE" });
    const { next, open, closed } = choicesOf(cold, [
      refused("STORE", "PASTE_STATE_INVALID"),
      action("SCRAP"),
      action("TAKE_OUT"),
      refused("UNBIND", "PASTE_NOT_BOUND"),
    ]);
    expect(next).toBe("TAKE_OUT");
    expect(open.map((row) => row.action)).toEqual(["TAKE_OUT", "SCRAP"]);
    expect(closed).toEqual([]);
  });

  test("steps that wait for the same moment are said once, being warm is nobody's step", () => {
    const at = inHours(1);
    const { next, closed } = choicesOf(bottle({ state: "THAWING" }), [
      action("STORE"),
      refused("READY", "PASTE_THAW_TOO_SHORT", at),
      refused("STIR", "PASTE_THAW_TOO_SHORT", at),
      refused("OPEN", "PASTE_THAW_TOO_SHORT", at),
    ]);
    expect(next).toBeNull();
    expect(closed.map(({ actions, from }) => [actions.join(), from])).toEqual([["STIR,OPEN", at]]);
  });

  test("a bottle whose life is over can only be scrapped, and says which limit it was", () => {
    const dead = bottle({ state: "EXPIRED", usableLimit: "OPEN_LIFE" });
    const actions = [action("SCRAP"), refused("OPEN", "PASTE_OPEN_LIFE_EXCEEDED")];
    expect(choicesOf(dead, actions)).toMatchObject({ next: "SCRAP", closed: [] });
    expect(deathOf({ bottle: dead, actions })?.code).toBe("PASTE_OPEN_LIFE_EXCEEDED");
    expect(deathOf({ bottle: bottle(), actions: [] })).toBeNull();
  });

  test("the server is asked again when the next thing opens, closes or ends", () => {
    const open = refused("OPEN", "PASTE_THAW_TOO_SHORT", inHours(1));
    expect(nextTurn(bottle(), [open], now)).toBe(Date.parse(inHours(1)));
    const over = bottle({ usableUntil: inHours(-1), warnAt: inHours(-3) });
    expect(nextTurn(over, [], now)).toBeNull();
  });
});
