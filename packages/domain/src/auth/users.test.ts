import { describe, expect, test } from "bun:test";
import type { Result } from "../kernel/index.ts";
import { authCodes } from "./codes.ts";
import { isPermission } from "./permissions.ts";
import { roleCreate, setupInput, userCreate, userPatch, zPin, zUsername } from "./schema.ts";
import {
  checkAssignment,
  checkBadge,
  checkRoleCode,
  checkRoleEdit,
  checkRoleRemoval,
  checkUserChange,
} from "./users.ts";

const code = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.code);

describe("assignment of roles, refusals in order", () => {
  const operator = { code: "operator", scope: "STATIONS" } as const;
  const leader = { code: "line_leader", scope: "LINES" } as const;
  const good = {
    roles: ["operator", "line_leader"],
    known: [operator, leader],
    lineIds: ["l1"],
    stationIds: ["s1"],
  };
  const rows: [string, Partial<typeof good>][] = [
    ["ROLE_REQUIRED", { roles: [], known: [], lineIds: [] }],
    ["ROLE_NOT_FOUND", { roles: ["operator", "pilot"], lineIds: [] }],
    ["LINE_BINDING_REQUIRED", { lineIds: [], stationIds: [] }],
    ["STATION_BINDING_REQUIRED", { stationIds: [] }],
    ["ok", {}],
  ];
  test.each(rows)("%s", (outcome, change) => {
    expect(code(checkAssignment({ ...good, ...change }))).toBe(outcome);
  });
});

describe("changes of users and roles", () => {
  const boss = { isSelf: false, isActive: true, managed: true, manages: true, otherManagers: 0 };
  const rows: [string, Partial<typeof boss>][] = [
    ["SELF_DEACTIVATION", { isSelf: true, isActive: false }],
    ["LAST_USER_MANAGER", { isActive: false }],
    ["LAST_USER_MANAGER", { manages: false }],
    ["ok", { manages: false, otherManagers: 1 }],
    ["ok", { managed: false, manages: false }],
    ["ok", {}],
  ];
  test.each(rows)("%s %p", (outcome, change) => {
    expect(code(checkUserChange({ ...boss, ...change }))).toBe(outcome);
  });

  test("preset roles are locked, roles in use stay", () => {
    const own = { code: "repair", isSystem: false, userCount: 2 };
    expect(code(checkRoleRemoval({ ...own, isSystem: true }))).toBe("ROLE_SYSTEM_LOCKED");
    expect(code(checkRoleRemoval(own))).toBe("ROLE_IN_USE");
    expect(code(checkRoleRemoval({ ...own, userCount: 0 }))).toBe("ok");
    expect(code(checkRoleEdit({ ...own, isSystem: true }))).toBe("ROLE_SYSTEM_LOCKED");
    expect(code(checkRoleEdit(own))).toBe("ok");
    expect(code(checkRoleCode("operator"))).toBe("ROLE_CODE_RESERVED");
    expect(code(checkRoleCode("repair"))).toBe("ok");
  });
});

describe("a scanned badge, refusals in order", () => {
  const operator = {
    isActive: true,
    access: { "exec:read": "STATIONS", "wo:close": "ALL" },
  } as const;
  const rows: [string, Parameters<typeof checkBadge>[0]][] = [
    ["BADGE_UNKNOWN", { operator: null, pin: "WRONG" }],
    ["BADGE_UNKNOWN", { operator: { ...operator, isActive: false }, pin: "WRONG" }],
    ["BADGE_PIN_REQUIRED", { operator: { ...operator, access: {} }, pin: "MISSING" }],
    ["BADGE_PIN_WRONG", { operator: { ...operator, access: {} }, pin: "WRONG" }],
    [
      "BADGE_WITHOUT_FLOOR_ACCESS",
      { operator: { ...operator, access: { "wo:close": "ALL" } }, pin: null },
    ],
    ["ok", { operator, pin: null }],
    ["ok", { operator, pin: "RIGHT" }],
  ];
  test.each(rows)("%s", (outcome, facts) => {
    expect(code(checkBadge(facts))).toBe(outcome);
  });
  test("gives floor permissions only", () => {
    expect(checkBadge({ operator, pin: null })).toEqual({
      ok: true,
      value: { "exec:read": "STATIONS" },
    });
  });
});

describe("what people type", () => {
  const names: [string, string | null][] = [
    [" Li.Wei ", "li.wei"],
    ["op_1-a", "op_1-a"],
    ["ab", null],
    ["x".repeat(33), null],
    ["李伟123", null],
    ["li wei", null],
  ];
  test.each(names)("user name %p is %p", (typed, name) => {
    expect(zUsername.safeParse(typed).data ?? null).toBe(name);
  });

  test("a new user: password apart from the name, bindings default to none", () => {
    const typed = {
      username: "Operator.01",
      name: "Op",
      password: "operator.01",
      roles: ["operator"],
    };
    expect(userCreate.safeParse(typed).error?.issues[0]).toMatchObject({
      path: ["password"],
      message: "PASSWORD_IS_USERNAME",
    });
    expect(userCreate.parse({ ...typed, password: "a-good-one-1" })).toMatchObject({
      username: "operator.01",
      lineIds: [],
      stationIds: [],
    });
    expect(setupInput.safeParse({ ...typed, token: "t" }).success).toBe(false);
  });

  test("a change names what changes and the version it was made on", () => {
    expect(userPatch.parse({ version: 3, badge: null })).toEqual({ version: 3, badge: null });
    expect(userPatch.safeParse({ badge: null }).success).toBe(false);
    expect(zPin.safeParse("12a4").success).toBe(false);
    const role = {
      code: "repair",
      name: "Repair",
      nameZh: "维修",
      permissions: ["exec:read", "exec:read"],
      scope: "LINES",
    };
    expect(roleCreate.parse(role).permissions).toEqual(["exec:read"]);
    expect(roleCreate.safeParse({ ...role, permissions: ["exec:fly"] }).success).toBe(false);
  });
});

test("every code names a permission that exists, or nobody", () => {
  const resolvers = Object.values(authCodes).map((entry) => entry.resolvedBy);
  expect(resolvers.filter((point) => point !== null && !isPermission(point))).toEqual([]);
});
