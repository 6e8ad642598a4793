import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDatabase } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";

const unknownId = "0192f1f0-0000-7000-8000-000000000000";

/** What the trail calls the rows of a path. */
const entityOf = (path: string) =>
  path.replace(/s$/, "").replace(/-(.)/, (_, letter: string) => letter.toUpperCase());

eachDatabase((dialect) => {
  let app: TestApp;
  let engineer: Person;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
    engineer = await app.as("engineer");
  });
  afterAll(() => app.dispose());

  /** Makes a row and returns its id. */
  async function make(path: string, body: object): Promise<string> {
    const answer = await engineer.post(`/api/${path}`, body);
    expect(answer).toMatchObject({ status: 200, body: { version: 1 } });
    return answer.body.id;
  }
  const eventOf = async (mark: string) =>
    await app.db.read
      .selectFrom("platform_event")
      .select(["type", "entityType", "entityKey", "lineId", "stationId", "actorName", "data"])
      .where("id", ">", mark)
      .executeTakeFirstOrThrow();

  const added: [path: string, body: object, row: object][] = [
    ["lines", { processType: "SMT" }, { isActive: true, stationCount: 0 }],
    ["station-groups", {}, { stationCount: 0 }],
    [
      "operations",
      { nameZh: "回流焊", traits: ["reflow", "reflow"] },
      { traits: ["reflow"], source: "MES", processType: null, isActive: true },
    ],
    [
      "products",
      { customer: "ACME", boardSide: "TOP", unitsPerPanel: 4, traits: ["requiresWash"] },
      { snPattern: null, revision: null, unitsPerPanel: 4, traits: ["requiresWash"] },
    ],
    [
      "shifts",
      { nameZh: "早班", startMinute: 0, endMinute: 60 },
      { lineId: null, lineCode: null, isActive: true },
    ],
  ];
  describe.each(added)("%s", (path, body, row) => {
    const type = entityOf(path);
    const given = { code: `NEW-${path}`, name: "As made", ...body };

    test("are added, changed and deleted; the trail says what changed", async () => {
      const mark = await app.mark();
      const id = await make(path, given);
      const stored = await engineer.get(`/api/${path}/${id}`);
      expect(stored).toMatchObject({ status: 200, body: { ...row, id, code: given.code } });
      expect((await engineer.get(`/api/${path}/${given.code}`)).body).toEqual(stored.body);
      const listed = await engineer.get(`/api/${path}?q=${given.code.toLowerCase()}`);
      expect(listed.body).toMatchObject({ items: [{ id, version: 1 }], nextCursor: null });

      const second = await app.mark();
      const patch = { name: "As changed", version: 1 };
      expect(await engineer.patch(`/api/${path}/${id}`, patch)).toMatchObject({
        status: 200,
        body: { id, code: given.code, version: 2 },
      });
      expect(await eventOf(second)).toMatchObject({
        type: `${type}.changed`,
        entityType: type,
        entityKey: given.code,
        data: { before: { name: "As made" }, after: { name: "As changed" } },
      });
      expect(await engineer.patch(`/api/${path}/${id}`, { ...patch, version: 2 })).toMatchObject({
        status: 200,
        body: { version: 2 },
      });
      expect(await engineer.patch(`/api/${path}/${id}`, patch)).toMatchObject({
        status: 409,
        body: { code: "VERSION_CONFLICT" },
      });
      expect(await engineer.delete(`/api/${path}/${id}?version=1`)).toMatchObject({
        status: 409,
        body: { code: "VERSION_CONFLICT" },
      });
      expect(await engineer.delete(`/api/${path}/${id}`)).toMatchObject({ status: 200 });
      expect((await engineer.get(`/api/${path}/${id}`)).status).toBe(404);
      expect(await app.events(mark)).toEqual([
        `${type}.created`,
        `${type}.changed`,
        `${type}.change!VERSION_CONFLICT`,
        `${type}.delete!VERSION_CONFLICT`,
        `${type}.deleted`,
      ]);
    });

    test("refuse what nobody asked for, a code twice, and people without the permission", async () => {
      const thing = type.replace(/[A-Z]/g, "_$&").toUpperCase();
      const one = { ...given, code: `TWICE-${path}` };
      const mark = await app.mark();
      const answers = await Promise.all([
        engineer.post(`/api/${path}`, one),
        engineer.post(`/api/${path}`, { ...one, startMinute: 120, endMinute: 180 }),
      ]);
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
      const refused = answers.find((answer) => answer.status === 409);
      expect(refused?.body.code).toBe(`${thing}_CODE_DUPLICATE`);
      expect(await app.events(mark)).toEqual([
        `${type}.created`,
        `${type}.create!${thing}_CODE_DUPLICATE`,
      ]);

      const planner = await app.as("planner");
      const rows: [ReturnType<Person["get"]>, status: number, code: string][] = [
        [engineer.post(`/api/${path}`, { ...given, name: " " }), 400, "VALIDATION_FAILED"],
        [engineer.post(`/api/${path}`, { ...given, code: "A B" }), 400, "VALIDATION_FAILED"],
        [engineer.patch(`/api/${path}/${unknownId}`, { name: "x" }), 400, "VALIDATION_FAILED"],
        [
          engineer.patch(`/api/${path}/${unknownId}`, { name: "x", version: 1 }),
          404,
          `${thing}_NOT_FOUND`,
        ],
        [engineer.delete(`/api/${path}/${unknownId}`), 404, `${thing}_NOT_FOUND`],
        [engineer.get(`/api/${path}/${unknownId}`), 404, `${thing}_NOT_FOUND`],
        [engineer.get(`/api/${path}?cursor=nonsense`), 400, "CURSOR_INVALID"],
        [planner.post(`/api/${path}`, { ...given, code: "P" }), 403, "FORBIDDEN"],
        [planner.delete(`/api/${path}/${unknownId}`), 403, "FORBIDDEN"],
        [app.request("GET", `/api/${path}`), 401, "UNAUTHORIZED"],
      ];
      for (const [answer, status, code] of rows)
        expect(await answer).toMatchObject({ status, body: { code } });
      expect((await planner.get(`/api/${path}`)).status).toBe(200);
    });

    test("are listed page by page, each row once", async () => {
      for (const n of [1, 2, 3])
        await make(path, {
          ...given,
          code: `PAGE_${n}`,
          startMinute: 200 + n * 10,
          endMinute: 210 + n * 10,
        });
      const seen: string[] = [];
      let cursor = "";
      do {
        const { body } = await engineer.get(
          `/api/${path}?limit=2&q=e_&cursor=${cursor}`.replace(/&cursor=$/, ""),
        );
        expect(body.items.length).toBeLessThanOrEqual(2);
        seen.push(...body.items.map((item: { code: string }) => item.code));
        cursor = body.nextCursor ?? "";
      } while (cursor);
      expect(seen).toEqual(["PAGE_1", "PAGE_2", "PAGE_3"]);
    });
  });
});
