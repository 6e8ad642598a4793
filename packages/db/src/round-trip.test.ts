import { expect, test } from "bun:test";
import { eachDatabase } from "@lineside/testkit/database";
import { sql } from "kysely";
import { json } from "./encoding.ts";
import { at, person } from "./samples.ts";
import { type Params, statement } from "./statement.ts";

const measured = { value: [1.5, null, "外观"], judgement: { ok: true, limits: [0.1, 1e-9] } };

const addEvent = statement((k, p: Params<{ id: string; data: object; code: string | null }>) =>
  k
    .insertInto("platform_event")
    .values({
      id: p("id"),
      type: "unit.trackedIn",
      outcome: "DONE",
      code: p("code"),
      entityType: "unit",
      entityId: "u",
      entityKey: "SN-回流焊-1",
      actorName: "李 \"四\" 'x' \\ 😀",
      actorKind: "USER",
      occurredAt: "2026-02-28T23:59:59.999Z",
      recordedAt: "1999-12-31T16:00:00.000Z",
      data: p("data"),
    })
    .returningAll(),
);

eachDatabase((_dialect, open) => {
  test("an event comes back as it was written: instants, JSON, null, CJK", async () => {
    const db = await open();
    const written = await db.unit((tx) =>
      tx.run(addEvent, { id: "e1", data: measured, code: null }),
    );
    const read = await db.read.selectFrom("platform_event").selectAll().execute();
    expect(read).toEqual(written);
    expect(read[0]).toMatchObject({
      occurredAt: "2026-02-28T23:59:59.999Z",
      recordedAt: "1999-12-31T16:00:00.000Z",
      code: null,
      lineId: null,
      entityKey: "SN-回流焊-1",
      actorName: "李 \"四\" 'x' \\ 😀",
      data: measured,
    });
  });

  test("booleans are booleans: written, defaulted, returned, joined, aliased, in an empty result", async () => {
    const db = await open();
    const user = { ...person("lead"), isActive: false };
    const insert = db.auto.insertInto("auth_user").values(user);
    const returned = await insert.returning(["isActive as works", "emailVerified"]).execute();
    expect(returned).toEqual([{ works: false, emailVerified: false }]);
    const session = {
      id: "s",
      userId: user.id,
      token: "t",
      expiresAt: at,
      createdAt: at,
      updatedAt: at,
    };
    await db.auto.insertInto("auth_session").values(session).execute();
    const joined = db.read
      .selectFrom("auth_session as s")
      .innerJoin("auth_user as u", "u.id", "s.userId")
      .leftJoin("auth_user as o", "o.id", "s.operatorUserId")
      .select(["u.isActive as userWorks", "o.isActive as operatorWorks", "s.expiresAt"]);
    expect(await joined.where("s.id", "=", "nobody").execute()).toEqual([]);
    expect(await joined.execute()).toEqual([
      { userWorks: false, operatorWorks: null, expiresAt: at },
    ]);
    const active = db.read.selectFrom("auth_user").select("id").where("isActive", "=", true);
    expect(await active.execute()).toEqual([]);
  });

  test("floats and counts are numbers, also where they are whole", async () => {
    const db = await open();
    const now = { createdAt: at, updatedAt: at };
    await db.auto
      .insertInto("plant_operation")
      .values({ id: "op", code: "PRINT", name: "Print", nameZh: "印刷", traits: ["print"], ...now })
      .execute();
    const item = { operationId: "op", name: "n", nameZh: "n", dataType: "NUMBER", ...now };
    await db.auto
      .insertInto("routing_capture_item")
      .values({ id: "i1", code: "A", lowerLimit: 0.1, upperLimit: 3, target: null, ...item })
      .execute();
    await db.auto
      .insertInto("routing_capture_item")
      .values({
        id: "i2",
        code: "B",
        lowerLimit: -1e-7,
        upperLimit: 1.7976931348623157e308,
        ...item,
      })
      .execute();
    const limits = db.read
      .selectFrom("routing_capture_item")
      .select(["lowerLimit", "upperLimit", "target"]);
    expect(await limits.orderBy("code").execute()).toEqual([
      { lowerLimit: 0.1, upperLimit: 3, target: null },
      { lowerLimit: -1e-7, upperLimit: 1.7976931348623157e308, target: null },
    ]);
    const counted = db.read
      .selectFrom("routing_capture_item")
      .select((eb) => [
        eb.fn.countAll<number>().as("items"),
        eb.fn.sum<number>("sequence").as("sum"),
      ]);
    expect(await counted.execute()).toEqual([{ items: 2, sum: 0 }]);
  });

  test.each([
    ["an object", { a: [1, { b: null }] }, { a: [1, { b: null }] }],
    ["an array", ["x", 1, null, true], ["x", 1, null, true]],
    ["an empty array", [], []],
    ["a bare string", json("30"), "30"],
    ["a bare number", json(30), 30],
    ["a bare fraction", json(0.1), 0.1],
    ["a bare boolean", json(false), false],
    ["a string that looks like JSON", json('{"a":1}'), '{"a":1}'],
  ])("a Json column keeps %s", async (_what, written, read) => {
    const db = await open();
    await db.auto
      .insertInto("platform_setting")
      .values({ key: "k", value: written, updatedAt: at })
      .execute();
    const rows = await db.read.selectFrom("platform_setting").select("value").execute();
    expect(rows).toEqual([{ value: read }]);
  });

  test("a null Json column is null", async () => {
    const db = await open();
    const config = {
      id: "c",
      scope: "GLOBAL",
      scopeKey: "GLOBAL",
      requiresFai: null,
      updatedAt: at,
    };
    await db.auto.insertInto("routing_execution_config").values(config).execute();
    const rows = await db.read
      .selectFrom("routing_execution_config")
      .select(["allowedStationIds", "requiresFai"])
      .execute();
    expect(rows).toEqual([{ allowedStationIds: null, requiresFai: null }]);
  });

  test("instants compare and sort by time", async () => {
    const db = await open();
    for (const [username, createdAt] of [
      ["late", "2026-11-22T10:00:00.001Z"],
      ["early", "2026-11-22T10:00:00.000Z"],
    ] as const)
      await db.auto
        .insertInto("auth_user")
        .values({ ...person(username), createdAt })
        .execute();
    const names = db.read.selectFrom("auth_user").select("username").orderBy("createdAt");
    expect((await names.execute()).map((row) => row.username)).toEqual(["early", "late"]);
    const later = names.where("createdAt", ">", "2026-11-22T10:00:00.000Z");
    expect(await later.execute()).toEqual([{ username: "late" }]);
  });

  test("a Date or an undefined value is an error, not a guess", async () => {
    const db = await open();
    const wrong = { ...person("x"), createdAt: new Date(0) as unknown as string };
    await expect(db.auto.insertInto("auth_user").values(wrong).execute()).rejects.toThrow(
      "ISO string",
    );
    const missing = undefined as unknown as string;
    const query = db.read.selectFrom("auth_user").select("id").where("id", "=", missing);
    await expect(query.execute()).rejects.toThrow("undefined");
  });

  test("sql of one's own binds and decodes the same way", async () => {
    const db = await open();
    await sql`update platform_setting set "value" = ${{ a: 1 }} where "key" = ${"none"}`.execute(
      db.auto,
    );
    await db.auto.insertInto("auth_user").values(person("lead")).execute();
    const { rows } = await sql`select "isActive" from auth_user where "isActive" = ${true}`.execute(
      db.read,
    );
    expect(rows).toEqual([{ isActive: true }]);
  });
});
