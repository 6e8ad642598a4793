import { describe, expect, test } from "bun:test";
import {
  type Access,
  effectiveAccess,
  floorAccess,
  fullAccess,
  linesWithin,
  may,
  type RoleGrant,
  within,
} from "./access.ts";
import { floorPermissions, isPermission, type Permission, permissions } from "./permissions.ts";
import { homePageFor, presetRoles } from "./roles.ts";

const grant = (scope: RoleGrant["scope"], ...points: string[]): RoleGrant => ({
  scope,
  permissions: points,
});

describe("effective access", () => {
  const rows: [string, RoleGrant[], string[], string[], Access][] = [
    ["no role             ", [], ["l1"], ["s1"], {}],
    [
      "union of roles      ",
      [grant("ALL", "wo:read"), grant("ALL", "run:read")],
      [],
      [],
      { "wo:read": "ALL", "run:read": "ALL" },
    ],
    [
      "widest scope wins   ",
      [grant("STATIONS", "run:read"), grant("LINES", "run:read")],
      ["l1"],
      ["s1"],
      { "run:read": "LINES" },
    ],
    [
      "in whatever order   ",
      [grant("LINES", "run:read"), grant("STATIONS", "run:read")],
      ["l1"],
      ["s1"],
      { "run:read": "LINES" },
    ],
    [
      "lines without a line",
      [grant("LINES", "run:read"), grant("STATIONS", "run:read")],
      [],
      ["s1"],
      { "run:read": "STATIONS" },
    ],
    [
      "nothing bound       ",
      [grant("LINES", "run:read"), grant("STATIONS", "run:read")],
      [],
      [],
      {},
    ],
    [
      "unknown point       ",
      [grant("ALL", "run:levitate", "run:read")],
      [],
      [],
      { "run:read": "ALL" },
    ],
  ];
  test.each(rows)("%s", (...[, roles, lines, stations, expected]) => {
    expect(effectiveAccess(roles, lines, new Set(stations))).toEqual(expected);
  });
});

describe("within", () => {
  const bindings = {
    lineIds: new Set(["l1"]),
    stationIds: new Set(["s1"]),
    stationLineIds: new Set(["l9"]),
  };
  const rows: [string, Access, { lineId?: string | null; stationId?: string | null }, boolean][] = [
    ["not granted                ", {}, { lineId: "l1" }, false],
    ["ALL anywhere               ", { "exec:read": "ALL" }, { lineId: "l7" }, true],
    ["ALL nowhere                ", { "exec:read": "ALL" }, {}, true],
    ["LINES own line             ", { "exec:read": "LINES" }, { lineId: "l1" }, true],
    [
      "LINES station of own line  ",
      { "exec:read": "LINES" },
      { lineId: "l1", stationId: "s7" },
      true,
    ],
    ["LINES other line           ", { "exec:read": "LINES" }, { lineId: "l7" }, false],
    [
      "LINES own station elsewhere",
      { "exec:read": "LINES" },
      { lineId: "l9", stationId: "s1" },
      true,
    ],
    ["LINES tied to no line      ", { "exec:read": "LINES" }, {}, false],
    [
      "STATIONS own station       ",
      { "exec:read": "STATIONS" },
      { lineId: "l9", stationId: "s1" },
      true,
    ],
    [
      "STATIONS neighbour         ",
      { "exec:read": "STATIONS" },
      { lineId: "l9", stationId: "s2" },
      false,
    ],
    ["STATIONS run on their line ", { "exec:read": "STATIONS" }, { lineId: "l9" }, true],
    ["STATIONS run elsewhere     ", { "exec:read": "STATIONS" }, { lineId: "l1" }, false],
    ["STATIONS tied to no line   ", { "exec:read": "STATIONS" }, { lineId: null }, false],
  ];
  test.each(rows)("%s", (...[, access, place, expected]) => {
    expect(within({ access, ...bindings }, "exec:read", place)).toBe(expected);
  });

  test("lists show every line, the lines one may see, or none", () => {
    expect(linesWithin({ access: { "run:read": "ALL" }, ...bindings }, "run:read")).toBeNull();
    expect(linesWithin({ access: { "run:read": "LINES" }, ...bindings }, "run:read")).toEqual([
      "l1",
      "l9",
    ]);
    expect(linesWithin({ access: { "run:read": "STATIONS" }, ...bindings }, "run:read")).toEqual([
      "l9",
    ]);
    expect(linesWithin({ access: {}, ...bindings }, "run:read")).toEqual([]);
  });
});

test("a badge opens the floor and no desk, as far as its owner reaches", () => {
  const access: Access = { "exec:track_in": "STATIONS", "wo:close": "ALL", "run:read": "ALL" };
  expect(floorAccess(access)).toEqual({ "exec:track_in": "STATIONS", "run:read": "ALL" });
  expect(Object.keys(floorAccess(fullAccess)).sort()).toEqual([...floorPermissions].sort());
  expect(permissions.every((point) => may(fullAccess, point))).toBe(true);
});

describe("preset roles", () => {
  const accessOf = (code: string) =>
    effectiveAccess(
      presetRoles.filter((role) => role.code === code),
      ["l1"],
      ["s1"],
    );
  const can = (code: string, ...points: Permission[]) =>
    points.map((point) => accessOf(code)[point] ?? null);

  test("name known permissions only, each once", () => {
    for (const role of presetRoles) {
      expect(role.permissions.filter((point) => !isPermission(point))).toEqual([]);
      expect(new Set(role.permissions).size).toBe(role.permissions.length);
    }
    expect(new Set(presetRoles.map((role) => role.code)).size).toBe(presetRoles.length);
  });

  test("leave no permission that nobody holds", () => {
    const held = new Set(presetRoles.flatMap((role) => role.permissions));
    expect(permissions.filter((point) => !held.has(point))).toEqual([]);
  });

  test("keep duties apart", () => {
    expect(
      can("operator", "exec:track_in", "quality:defect_record", "quality:disposition", "wo:read"),
    ).toEqual(["STATIONS", "STATIONS", null, "STATIONS"]);
    expect(can("quality", "quality:disposition", "run:authorize", "exec:track_out")).toEqual([
      "ALL",
      null,
      null,
    ]);
    expect(can("line_leader", "run:hold", "run:authorize", "exec:undo")).toEqual([
      "LINES",
      null,
      "LINES",
    ]);
    expect(can("plant_manager", "run:cancel", "audit:read", "system:config")).toEqual([
      "ALL",
      "ALL",
      null,
    ]);
    expect(can("admin", "system:user_manage", "run:create", "exec:track_in")).toEqual([
      "ALL",
      null,
      null,
    ]);
    expect(can("admin", "ops:read", "ops:operate")).toEqual(["ALL", "ALL"]);
    expect(can("plant_manager", "ops:read", "ops:operate")).toEqual(["ALL", null]);
    expect(can("trace", "ops:read", "ops:operate")).toEqual(["ALL", null]);
    expect(can("planner", "ops:read", "ops:operate")).toEqual([null, null]);
    expect(can("engineer", "route:compile", "capture:config", "wo:release")).toEqual([
      "ALL",
      "ALL",
      null,
    ]);
  });

  test.each(presetRoles.map((role) => [role.code, role.homePage]))(
    "%s starts at %s",
    (code, page) => {
      expect(homePageFor(accessOf(code), [code])).toBe(page);
    },
  );

  test("the chosen page wins while it may be seen, then priority, then whatever is left", () => {
    const both = effectiveAccess(
      presetRoles.filter((role) => ["engineer", "trace"].includes(role.code)),
      [],
      [],
    );
    expect(homePageFor(both, ["trace", "engineer"], "/trace")).toBe("/trace");
    expect(homePageFor(both, ["trace", "engineer"], "/admin/users")).toBe("/routes");
    expect(homePageFor(both, ["trace", "engineer"])).toBe("/routes");
    expect(homePageFor({ "audit:read": "ALL" }, ["auditor"])).toBe("/audit");
    expect(homePageFor({}, [])).toBe("/account");
  });
});
