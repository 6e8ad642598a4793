import { afterAll, beforeAll, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant, makeRun, type TestPlant, type TestRun } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";

eachDialect((dialect) => {
  let app: TestApp;
  let plant: TestPlant;
  let run: TestRun;
  let admin: Person;
  let operator: Person;
  let sn: string;

  beforeAll(async () => {
    app = await TestApp.start(dialect);
    plant = await makePlant(app.db, { steps: [{ code: "PRINT" }] });
    run = await makeRun(app.db, plant, { units: 3, planQty: 3 });
    admin = await app.as("admin");
    operator = await app.as("operator", { stations: plant.stations });
    sn = run.sns[0] ?? "";
    app.clock.advance(3600);
    for (const each of run.sns) await operator.post("/api/stations/PRINT-A/track-in", { sn: each });
    await operator.post("/api/stations/PRINT-A/track-in", { sn });
  });
  afterAll(() => app.dispose());

  const list = async (query: string) => {
    const answer = await admin.get(`/api/audit-logs?${query}`);
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const types = async (query: string) => {
    const { items } = await list(query);
    return items.map(
      (each: { type: string; entityKey: string }) => `${each.type} ${each.entityKey}`,
    );
  };

  test("tells who did what where, newest first, refused attempts too", async () => {
    const { items } = await list(`entityType=unit&entityKey=${sn}`);
    expect(items).toMatchObject([
      {
        type: "execution.trackIn",
        outcome: "REFUSED",
        code: "UNIT_ALREADY_IN_STATION",
        entityKey: sn,
        actorId: operator.id,
        actorName: "operator 2",
        actorKind: "USER",
        lineCode: "A",
        stationCode: "PRINT-A",
        runNo: run.runNo,
        woNo: run.woNo,
        recordedAt: app.clock.now(),
      },
      { type: "unit.trackedIn", outcome: "DONE", code: null, entityKey: sn },
    ]);
  });

  test("every filter narrows the list", async () => {
    const all = run.sns.map((each) => `unit.trackedIn ${each}`).reverse();
    const refused = `execution.trackIn ${sn}`;
    expect(await types("type=unit.trackedIn")).toEqual(all);
    expect(await types(`actorId=${operator.id}&outcome=DONE&entityType=unit`)).toEqual(all);
    expect(await types("outcome=REFUSED")).toEqual([refused]);
    expect(await types("code=UNIT_ALREADY_IN_STATION")).toEqual([refused]);
    expect(await types(`stationId=${plant.stationIds[0]}&entityType=unit`)).toEqual([
      refused,
      ...all,
    ]);
    expect(await types(`runId=${run.runId}&type=unit.trackedIn`)).toEqual(all);
    expect(await types("actor=operator 2&entityType=unit")).toEqual([refused, ...all]);
    expect(await types(`actor=${operator.id}&outcome=REFUSED`)).toEqual([refused]);
    expect(await types("actorKind=MACHINE")).toEqual([]);
    expect(await types("actorKind=USER&code=UNIT_ALREADY_IN_STATION")).toEqual([refused]);
    expect(await types("requestId=nobody")).toEqual([]);
    expect(await types(`q=${sn}`)).toEqual([refused, `unit.trackedIn ${sn}`]);
    expect(await types(`from=${app.clock.now()}&type=unit.trackedIn`)).toEqual(all);
    expect(await types(`to=${app.clock.now()}&entityType=unit`)).toEqual([]);
  });

  test("is read page by page without losing or repeating a row", async () => {
    const whole = (await list("limit=200")).items;
    const paged: unknown[] = [];
    let cursor = "";
    for (let pages = 0; pages < 200 && cursor !== "end"; pages++) {
      const page = await list(`limit=3${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.items);
      cursor = page.nextCursor ?? "end";
    }
    expect(paged).toEqual(whole);
  });

  test("one event shows before, after, reason and where the request came from", async () => {
    const name = { plantName: "Lineside Suzhou" };
    const done = await admin.patch("/api/settings", name, { headers: { "x-request-id": "req-7" } });
    expect(done.status).toBe(200);
    const [event] = (await list("type=settings.changed")).items;
    expect((await list("requestId=req-7")).items).toEqual([event]);
    expect(await admin.get(`/api/audit-logs/${event.id}`)).toMatchObject({
      status: 200,
      body: {
        ...event,
        requestId: "req-7",
        before: { plantName: "Lineside" },
        after: name,
        reason: null,
        data: { before: { plantName: "Lineside" }, after: name },
      },
    });
    expect(await admin.get("/api/audit-logs/nothing")).toMatchObject({
      status: 404,
      body: { code: "EVENT_NOT_FOUND" },
    });
  });

  test("is for those who may read it", async () => {
    expect(await operator.get("/api/audit-logs")).toMatchObject({
      status: 403,
      body: { code: "FORBIDDEN", context: { permission: "audit:read" } },
    });
    expect(await admin.get("/api/audit-logs?outcome=MAYBE")).toMatchObject({ status: 400 });
    expect(await admin.get("/api/audit-logs?from=yesterday")).toMatchObject({ status: 400 });
  });
});
