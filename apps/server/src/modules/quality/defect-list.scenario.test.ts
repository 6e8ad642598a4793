import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant, makeRun } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";
import { Floor } from "./floor.fixture.ts";

eachDialect((dialect) => {
  let app: TestApp;
  let floor: Floor;
  let quality: Person;
  let operator: Person;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
    floor = await Floor.open(app);
    ({ quality, operator } = floor);
  });
  afterAll(() => app.dispose());

  test("operators see the defects of their line and decide about none", async () => {
    const far = await makePlant(app.db, { line: "FAR", steps: [{ code: "AOI" }] });
    const [sn = ""] = (await makeRun(app.db, far, { units: 1 })).sns;
    const guest = await app.as("operator", { stations: far.stations });
    await guest.post("/api/stations/AOI-FAR/track-in", { sn });
    const left = await guest.post("/api/stations/AOI-FAR/track-out", { sn, result: "FAIL" });
    const id = left.body.defectId;
    const seen = await guest.get("/api/defects");
    expect(seen.body.items.map((each: { id: string }) => each.id)).toEqual([id]);
    const elsewhere = await operator.get("/api/defects?lineCode=FAR");
    expect(elsewhere).toMatchObject({ status: 200, body: { items: [] } });
    expect(await operator.get(`/api/defects/${id}`)).toMatchObject({
      status: 403,
      body: { code: "OUT_OF_SCOPE" },
    });
    expect(await floor.dispose(id, { type: "SCRAP" }, guest)).toMatchObject({
      status: 403,
      body: { code: "FORBIDDEN", context: { permission: "quality:disposition" } },
    });
  });

  test("the list is filtered and read page by page, newest first", async () => {
    const { sns, runNo } = await floor.run(3);
    const ids: string[] = [];
    for (const sn of sns) {
      ids.unshift(await floor.failed(sn));
      app.clock.advance(1);
    }
    const first = (await quality.get(`/api/defects?runNo=${runNo}&limit=2`)).body;
    const next = `/api/defects?runNo=${runNo}&limit=2&cursor=${first.nextCursor}`;
    const rest = (await quality.get(next)).body;
    const seen = [...first.items, ...rest.items].map((each: { id: string }) => each.id);
    expect(seen).toEqual(ids);
    expect(rest.nextCursor).toBeNull();
    const count = async (query: string) =>
      (await quality.get(`/api/defects?runNo=${runNo}&${query}`)).body.items.length;
    expect(await count(`sn=${sns[1]}`)).toBe(1);
    expect(await count(`q=${sns[1]}`)).toBe(1);
    expect(await count("q=U5")).toBe(3);
    expect(await count("code=M12&state=RECORDED&lineCode=A&stationCode=AOI-A")).toBe(3);
    expect(await count("code=M13")).toBe(0);
    expect(await count(`from=${app.clock.now()}`)).toBe(0);
    expect(await count(`to=${app.clock.now()}`)).toBe(3);
    expect(await quality.get("/api/defects?cursor=nonsense")).toMatchObject({
      status: 400,
      body: { code: "CURSOR_INVALID" },
    });
  });

  describe("the defect list", () => {
    const code = { code: "S1", name: "Solder ball", nameZh: "锡珠", rank: 5, processType: "SMT" };

    test("is kept by quality, ordered for the station's buttons and filtered by process", async () => {
      const mark = await app.mark();
      const made = await quality.post("/api/defect-codes", code);
      expect(made).toMatchObject({ status: 200, body: { ...code, severity: "MAJOR", version: 1 } });
      await quality.post("/api/defect-codes", { ...code, code: "D1", rank: 1, processType: "DIP" });
      const codes = async (query: string) =>
        (await operator.get(`/api/defect-codes?${query}`)).body.items.map(
          (each: { code: string }) => each.code,
        );
      expect(await codes("processType=SMT")).toEqual(["S1", "M12"]);
      expect(await codes("processType=DIP")).toEqual(["D1", "M12"]);
      expect(await codes("q=solder&limit=1")).toEqual(["D1"]);
      const { id } = made.body;
      const off = { version: 1, isActive: false };
      expect(await quality.patch(`/api/defect-codes/${id}`, off)).toMatchObject({
        status: 200,
        body: { isActive: false, name: "Solder ball", version: 2 },
      });
      expect(await codes("isActive=true&processType=SMT")).toEqual(["M12"]);
      expect(await quality.patch(`/api/defect-codes/${id}`, off)).toMatchObject({
        status: 409,
        body: { code: "VERSION_CONFLICT" },
      });
      expect(await quality.delete(`/api/defect-codes/${id}`)).toMatchObject({ status: 200 });
      expect(await app.events(mark)).toEqual([
        "defectCode.created",
        "defectCode.created",
        "defectCode.changed",
        "quality.editDefectCode!VERSION_CONFLICT",
        "defectCode.deleted",
      ]);
    });

    test("takes a code once, and keeps one that defects carry", async () => {
      const [sn = ""] = (await floor.run()).sns;
      await floor.failed(sn);
      const m12 = (await quality.get("/api/defect-codes?q=M12")).body.items[0];
      expect(await quality.delete(`/api/defect-codes/${m12.id}`)).toMatchObject({
        status: 409,
        body: { code: "DEFECT_CODE_IN_USE" },
      });
      const twice = { code: "M12", name: "Bridge", nameZh: "桥连" };
      expect(await quality.post("/api/defect-codes", twice)).toMatchObject({
        status: 409,
        body: { code: "DEFECT_CODE_DUPLICATE" },
      });
      const atOnce = await Promise.all(
        [1, 2].map(() => quality.post("/api/defect-codes", { ...code, code: "RACE" })),
      );
      expect(atOnce.map((each) => each.status).sort()).toEqual([200, 409]);
      expect(await operator.post("/api/defect-codes", twice)).toMatchObject({ status: 403 });
      expect(await quality.patch("/api/defect-codes/none", { version: 1 })).toMatchObject({
        status: 404,
      });
    });
  });
});
