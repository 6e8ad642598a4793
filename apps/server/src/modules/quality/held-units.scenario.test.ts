import { afterAll, beforeAll, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant, makeRun } from "@lineside/testkit/factory";
import { Floor, reason } from "./floor.fixture.ts";

eachDialect((dialect) => {
  let app: TestApp;
  let floor: Floor;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
    floor = await Floor.open(app);
  });
  afterAll(() => app.dispose());

  const held = async (query = "", who = floor.quality) => {
    const answer = await who.get(`/api/held-units?${query}`);
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const breach = { result: "PASS", captures: [{ code: "VOID", value: 40 }] };

  test("lists what a value or a disposition set aside, longest waiting first, until it is released", async () => {
    const { sns, runNo, woNo } = await floor.run(3);
    const [hot = "", failed = "", fine = ""] = sns;
    await floor.scan("PRINT-A", hot);
    await floor.scan("AOI-A", hot, breach);
    app.clock.advance(60);
    const heldAt = app.clock.now();
    const id = await floor.failed(failed);
    await floor.dispose(id, { type: "HOLD" });
    await floor.scan("PRINT-A", fine);
    const { items, nextCursor } = await held();
    expect(nextCursor).toBeNull();
    expect(items).toMatchObject([
      {
        sn: hot,
        runNo,
        woNo,
        productCode: "P-A",
        lineCode: "A",
        panelNo: null,
        stepNo: 20,
        stepName: "AOI",
        finishesOnRelease: true,
        releaseSteps: [{ stepNo: 10 }, { stepNo: 20 }],
      },
      { sn: failed, holdReason: reason, heldAt, finishesOnRelease: false },
    ]);
    const first = await held("limit=1");
    expect(first.items.map((each: { sn: string }) => each.sn)).toEqual([hot]);
    const rest = await held(`limit=1&cursor=${first.nextCursor}`);
    expect(rest).toMatchObject({ items: [{ sn: failed }], nextCursor: null });
    expect((await held(`q=${failed}`)).items).toHaveLength(1);
    expect((await held("lineCode=B")).items).toEqual([]);
    expect((await held(`runNo=${runNo}`)).items).toHaveLength(2);
    const released = await floor.quality.post(`/api/units/${hot}/release`, { reason });
    expect(released).toMatchObject({ status: 200, body: { unit: { state: "DONE" } } });
    await floor.quality.post(`/api/units/${failed}/scrap`, { reason });
    expect((await held()).items).toEqual([]);
  });

  test("shows a line's people their own line only", async () => {
    const far = await makePlant(app.db, { line: "FAR", steps: [{ code: "X" }] });
    const [sn = ""] = (await makeRun(app.db, far, { units: 1 })).sns;
    await app.db.unit(({ k }) =>
      k
        .updateTable("execution_unit")
        .set({ state: "ON_HOLD", heldFrom: "QUEUED" })
        .where("sn", "=", sn)
        .execute(),
    );
    const leader = await app.as("line_leader", { lines: ["A"] });
    expect((await held("", leader)).items).toEqual([]);
    expect((await held()).items).toMatchObject([{ sn, lineCode: "FAR" }]);
    expect(await (await app.as("trace")).get("/api/held-units")).toMatchObject({ status: 403 });
  });
});
