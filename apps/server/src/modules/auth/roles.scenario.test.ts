import { afterAll, beforeAll, expect, test } from "bun:test";
import { presetRoles } from "@lineside/domain/auth";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";
import { createUser } from "./index.ts";

eachDialect((dialect) => {
  let app: TestApp;
  let admin: Person;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
    admin = await app.as("admin");
  });
  afterAll(() => app.dispose());

  const auditor = {
    code: "auditor",
    name: "Auditor",
    nameZh: "审计员",
    permissions: ["audit:read"],
    scope: "ALL",
  };
  const byCode = async (code: string) =>
    (await admin.get("/api/roles")).body.items.find((role: { code: string }) => role.code === code);

  test("the preset roles are there, with what this release means by them, and locked", async () => {
    const { items } = (await admin.get("/api/roles")).body;
    const codes = items.map((role: { code: string }) => role.code);
    expect(codes.sort()).toEqual(presetRoles.map((role) => role.code).sort());
    const planner = await byCode("planner");
    expect(planner).toMatchObject({ isSystem: true, scope: "ALL", nameZh: "计划员" });
    const change = { version: planner.version, permissions: ["audit:read"] };
    for (const refused of [
      await admin.patch(`/api/roles/${planner.id}`, change),
      await admin.delete(`/api/roles/${planner.id}`),
    ])
      expect(refused).toMatchObject({ status: 409, body: { code: "ROLE_SYSTEM_LOCKED" } });
  });

  test("own roles are made, changed by one editor at a time, and removed when nobody has them", async () => {
    const mark = await app.mark();
    const made = await admin.post("/api/roles", auditor);
    expect(made).toMatchObject({ status: 200, body: { version: 1 } });
    const path = `/api/roles/${made.body.id}`;
    const person = await app.as("auditor");
    expect((await person.get("/api/audit-logs")).status).toBe(200);
    const wider = { version: 1, permissions: ["audit:read", "wo:read", "wo:read"] };
    expect(await admin.patch(path, wider)).toMatchObject({ status: 200, body: { version: 2 } });
    expect((await byCode("auditor")).permissions).toEqual(["audit:read", "wo:read"]);
    expect(await admin.patch(path, wider)).toMatchObject({
      status: 409,
      body: { code: "VERSION_CONFLICT" },
    });
    const narrower = { version: 2, permissions: ["wo:read"] };
    expect((await admin.patch(path, narrower)).status).toBe(200);
    expect((await person.get("/api/audit-logs")).status).toBe(403);
    expect(await admin.delete(path)).toMatchObject({
      status: 409,
      body: { code: "ROLE_IN_USE", context: { code: "auditor", users: 1 } },
    });
    const { items } = (await admin.get("/api/users?role=auditor")).body;
    const moved = { version: items[0].version, roles: ["trace"] };
    expect((await admin.patch(`/api/users/${items[0].id}`, moved)).status).toBe(200);
    expect((await admin.delete(path)).status).toBe(200);
    expect(await app.events(mark)).toEqual([
      "role.created",
      "user.created",
      "session.signedIn",
      "role.changed",
      "role.change!VERSION_CONFLICT",
      "role.changed",
      "role.delete!ROLE_IN_USE",
      "user.changed",
      "role.deleted",
    ]);
  });

  test("what is refused, each with its code", async () => {
    await admin.post("/api/roles", { ...auditor, code: "twice" });
    const rows: [string, object, number, string][] = [
      ["code taken       ", { code: "twice" }, 409, "ROLE_CODE_TAKEN"],
      ["code of a preset ", { code: "planner" }, 409, "ROLE_CODE_RESERVED"],
      ["code with blanks ", { code: "a b" }, 400, "VALIDATION_FAILED"],
      [
        "unknown point    ",
        { code: "x1", permissions: ["run:levitate"] },
        400,
        "VALIDATION_FAILED",
      ],
      ["no point         ", { code: "x1", permissions: [] }, 400, "VALIDATION_FAILED"],
      ["unknown scope    ", { code: "x1", scope: "PLANET" }, 400, "VALIDATION_FAILED"],
    ];
    for (const [name, change, status, code] of rows)
      expect([name, await admin.post("/api/roles", { ...auditor, ...change })]).toMatchObject([
        name,
        { status, body: { code } },
      ]);
    expect(await admin.patch("/api/roles/none", { version: 1 })).toMatchObject({
      status: 404,
      body: { code: "ROLE_NOT_FOUND" },
    });
    const trace = await app.as("trace");
    expect((await trace.post("/api/roles", auditor)).status).toBe(403);
  });

  test("a role that holds the last manager of users keeps that permission", async () => {
    const keepers = {
      code: "keepers",
      name: "Keepers",
      nameZh: "管理员",
      permissions: ["system:user_manage", "system:role_manage"],
      scope: "ALL",
    };
    const { id } = (await admin.post("/api/roles", keepers)).body;
    await createUser(app.platform, {
      username: "keeper",
      name: "Keeper",
      password: "a long keeper password",
      roles: ["keepers"],
    });
    const { items } = (await admin.get(`/api/users?q=${admin.username}`)).body;
    const resign = { version: items[0].version, roles: ["keepers"] };
    expect((await admin.patch(`/api/users/${items[0].id}`, resign)).status).toBe(200);
    const less = { version: 1, permissions: ["system:role_manage"] };
    expect(await admin.patch(`/api/roles/${id}`, less)).toMatchObject({
      status: 409,
      body: { code: "LAST_USER_MANAGER", context: { role: "keepers" } },
    });
    expect((await admin.get("/api/users")).status).toBe(200);
  });
});
