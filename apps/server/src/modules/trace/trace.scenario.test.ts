import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { makePanel, makePlant, makeRun, type TestPlant } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";

eachDialect((dialect) => {
  let app: TestApp;
  let plant: TestPlant;
  let operator: Person;
  let tracer: Person;
  let runs = 0;

  beforeAll(async () => {
    app = await TestApp.start(dialect);
    const captureItems = [
      { code: "TEMP", unit: "°C", lowerLimit: 235, upperLimit: 250, onBreach: "ALARM" as const },
    ];
    plant = await makePlant(app.db, {
      steps: [{ code: "PRINT" }, { code: "REFLOW", captureItems }],
      unitsPerPanel: 2,
    });
    operator = await app.as("operator", { stations: plant.stations });
    tracer = await app.as("trace");
  });
  afterAll(() => app.dispose());

  const run = (units = 1) => makeRun(app.db, plant, { no: ++runs, units, planQty: units });
  const into = async (station: string, sn: string) => {
    const done = await operator.post(`/api/stations/${station}/track-in`, { sn });
    expect(done.status).toBe(200);
    return done.body.trackId;
  };
  const out = async (station: string, sn: string, body: object = {}) => {
    const left = { sn, result: "PASS", ...body };
    const done = await operator.post(`/api/stations/${station}/track-out`, left);
    expect(done.status).toBe(200);
    return done.body;
  };
  const traced = async (sn: string, query = "") => {
    const answer = await tracer.get(`/api/trace/units/${sn}${query}`);
    expect(answer.status).toBe(200);
    return answer.body;
  };

  describe("the trace of a unit", () => {
    test("tells unit, product, order, run, frozen version, visits, values, defects, events", async () => {
      const { sns, runNo, woNo } = await run();
      const [sn = ""] = sns;
      await into("PRINT-A", sn);
      app.clock.advance(30);
      await out("PRINT-A", sn);
      await operator.post("/api/stations/PRINT-A/track-in", { sn });
      await into("REFLOW-A", sn);
      const defect = { code: "M12", location: "U5" };
      const captures = [{ code: "TEMP", value: 251.5 }];
      const failed = await out("REFLOW-A", sn, { result: "FAIL", defect, captures });
      const told = await traced(sn);
      expect(told).toMatchObject({
        mode: "run",
        unit: { sn, state: "OUT_FAILED", stepNo: 20, panelNo: null },
        product: { code: "P-A", name: "Product A" },
        order: { woNo, state: "IN_PROGRESS", plannedQty: 1 },
        run: { runNo, state: "IN_PROGRESS", line: { code: "A", name: "Line A" } },
        version: {
          routeCode: "ROUTE-A",
          versionNo: 1,
          compiledByName: "test",
          isFrozenForRun: true,
        },
        hasMoreEvents: false,
      });
      const steps = told.version.steps as { stepNo: number; status: string }[];
      expect(steps.map(({ stepNo, status }) => [stepNo, status])).toEqual([
        [10, "PASSED"],
        [20, "FAILED"],
      ]);
      expect(told.tracks).toMatchObject([
        {
          stepNo: 10,
          station: { code: "PRINT-A" },
          in: { operatorId: operator.id, operatorName: "operator 1" },
          out: { operatorId: operator.id },
          result: "PASS",
          durationMs: 30_000,
          captures: [],
        },
        {
          stepNo: 20,
          station: { code: "REFLOW-A" },
          result: "FAIL",
          captures: [
            {
              code: "TEMP",
              value: 251.5,
              unit: "°C",
              lowerLimit: 235,
              upperLimit: 250,
              judgement: "FAIL",
            },
          ],
          defectIds: [failed.defectId],
        },
      ]);
      expect(told.defects).toMatchObject([
        { id: failed.defectId, code: "M12", location: "U5", stepNo: 20, stationCode: "REFLOW-A" },
      ]);
      const events = told.events as { type: string; code: string | null }[];
      expect(events.map(({ type, code }) => code ?? type)).toEqual([
        "unit.trackedIn",
        "unit.trackedOut",
        "STATION_MISMATCH",
        "unit.trackedIn",
        "defect.recorded",
        "unit.trackedOut",
        "unit.alarmRaised",
      ]);
      expect(told.events[4]).toMatchObject({ entityType: "defect", entityId: failed.defectId });
    });

    test("keeps an undone visit and marks the one that continues it", async () => {
      const [sn = ""] = (await run()).sns;
      await into("PRINT-A", sn);
      const { trackId } = await out("PRINT-A", sn);
      const undone = await operator.post("/api/stations/PRINT-A/undo", { trackId });
      expect(undone.status).toBe(200);
      const { tracks, version } = await traced(sn);
      expect(tracks).toMatchObject([
        { id: trackId, attempt: 1, undoneAt: app.clock.now(), result: "PASS" },
        { attempt: 1, continuesId: trackId, undoneAt: null, out: null },
      ]);
      expect(version.steps[0].status).toBe("IN_STATION");
    });

    test("carries only what belongs to that unit, in at most eight statements", async () => {
      const { sns } = await run(5);
      for (const sn of sns) {
        await into("PRINT-A", sn);
        await out("PRINT-A", sn, { result: "FAIL" });
      }
      const [sn = ""] = sns;
      for (const mode of ["run", "latest"]) {
        await tracer.get("/api/auth/me");
        const before = app.db.stats().statements;
        const told = await traced(sn, `?mode=${mode}`);
        expect(app.db.stats().statements - before).toBeLessThanOrEqual(8);
        expect(told.tracks).toHaveLength(1);
        expect(told.defects).toHaveLength(1);
        expect(told.events).toHaveLength(3);
        for (const other of sns.slice(1)) expect(JSON.stringify(told)).not.toContain(other);
      }
    });

    test("shows names and limits as frozen; mode latest shows the newest version (D57)", async () => {
      const [sn = ""] = (await run()).sns;
      await into("PRINT-A", sn);
      await out("PRINT-A", sn);
      const changed = structuredClone(plant.snapshot);
      for (const step of changed.steps) step.operation.name = `New ${step.operation.name}`;
      await app.db.unit(async ({ k }) => {
        await k
          .insertInto("routing_version")
          .values({
            id: "version-2",
            routeId: plant.routeId,
            versionNo: 2,
            status: "READY",
            contentHash: "2",
            snapshot: changed,
            errors: [],
            compiledAt: app.clock.now(),
            compiledByName: "test",
          })
          .execute();
        await k.updateTable("plant_operation").set({ name: "Renamed today" }).execute();
      });
      const frozen = await traced(sn);
      expect(frozen.version).toMatchObject({ versionNo: 1, isFrozenForRun: true });
      expect(frozen.version.steps[0].displayName).toBe("PRINT");
      const latest = await traced(sn, "?mode=latest");
      expect(latest.version).toMatchObject({ versionNo: 2, isFrozenForRun: false });
      expect(latest.version.steps[0].displayName).toBe("New PRINT");
      expect(latest.tracks[0].stepName).toBe("PRINT");
    });

    test("is refused for an unknown unit, a wrong mode, another line's people and no permission", async () => {
      const far = await makePlant(app.db, { line: "FAR", steps: [{ code: "AOI" }] });
      const [sn = ""] = (await makeRun(app.db, far, { units: 1 })).sns;
      const material = await app.as("material", { lines: ["A"] });
      expect(await tracer.get("/api/trace/units/NOBODY")).toMatchObject({
        status: 404,
        body: { code: "UNIT_NOT_FOUND", context: { sn: "NOBODY" } },
      });
      expect(await tracer.get(`/api/trace/units/${sn}?mode=old`)).toMatchObject({ status: 400 });
      expect(await operator.get(`/api/trace/units/${sn}`)).toMatchObject({
        status: 403,
        body: { code: "OUT_OF_SCOPE" },
      });
      expect(await material.get(`/api/trace/units/${sn}`)).toMatchObject({
        status: 403,
        body: { code: "FORBIDDEN", context: { permission: "trace:read" } },
      });
    });
  });

  describe("a panel", () => {
    test("tells its boards by position, with the step each one is at", async () => {
      const made = await run(2);
      const [first = "", second = ""] = made.sns;
      await makePanel(app.db, made, { panelNo: "BOARDS-1", sns: [second, first] });
      const told = await tracer.get("/api/trace/panels/BOARDS-1");
      expect(told).toMatchObject({
        status: 200,
        body: {
          panelNo: "BOARDS-1",
          runNo: made.runNo,
          woNo: made.woNo,
          product: { code: "P-A" },
          units: [
            { sn: second, position: 1, state: "QUEUED", step: { stepNo: 10, name: "PRINT" } },
            { sn: first, position: 2, state: "QUEUED", step: { stepNo: 10, name: "PRINT" } },
          ],
        },
      });
    });

    test("is refused for an unknown panel, another line's people and no permission", async () => {
      const far = await makePlant(app.db, { line: "FAR3", steps: [{ code: "AOI" }] });
      const there = await makeRun(app.db, far, { units: 1 });
      await makePanel(app.db, there, { panelNo: "BOARDS-FAR", sns: there.sns });
      const material = await app.as("material", { lines: ["A"] });
      expect(await tracer.get("/api/trace/panels/NONE")).toMatchObject({
        status: 404,
        body: { code: "PANEL_NOT_FOUND", context: { panelNo: "NONE" } },
      });
      expect(await operator.get("/api/trace/panels/BOARDS-FAR")).toMatchObject({
        status: 403,
        body: { code: "OUT_OF_SCOPE" },
      });
      expect(await material.get("/api/trace/panels/BOARDS-FAR")).toMatchObject({
        status: 403,
        body: { code: "FORBIDDEN" },
      });
    });
  });

  describe("search", () => {
    const found = async (who: Person, q: string) => {
      const answer = await who.get(`/api/search?q=${encodeURIComponent(q)}`);
      expect(answer.status).toBe(200);
      const items = answer.body.items as { kind: string; key: string }[];
      return items.map(({ kind, key }) => `${kind} ${key}`);
    };

    test("finds units, panels, runs, orders, products and routes by how their number begins", async () => {
      const { sns, runNo, woNo, ...ids } = await run(2);
      await makePanel(app.db, { sns, runNo, woNo, ...ids }, { panelNo: "PNL-1", sns });
      const engineer = await app.as("engineer");
      expect(await found(engineer, sns[0] ?? "")).toEqual([`UNIT ${sns[0]}`]);
      expect(await found(engineer, "PNL")).toEqual(["PANEL PNL-1"]);
      expect(await found(engineer, runNo)).toContain(`RUN ${runNo}`);
      expect((await found(engineer, woNo))[0]).toBe(`ORDER ${woNo}`);
      expect(await found(engineer, "P-A")).toEqual(["PRODUCT P-A"]);
      expect(await found(engineer, "ROUTE-A")).toEqual(["ROUTE ROUTE-A"]);
      expect(await found(engineer, "pnl-1")).toEqual(["PANEL PNL-1"]);
      expect(await found(engineer, "%")).toEqual([]);
    });

    test("puts the exact hit first and stays short", async () => {
      await run(25);
      const { runNo } = await makeRun(app.db, plant, { no: 1000, units: 1 });
      await makeRun(app.db, plant, { no: 10000, units: 1 });
      const engineer = await app.as("engineer");
      expect((await found(engineer, runNo)).slice(0, 2)).toEqual([`RUN ${runNo}`, `RUN ${runNo}0`]);
      expect(await found(engineer, "SN-A")).toHaveLength(20);
      expect(await found(engineer, "NOTHING")).toEqual([]);
      expect(await engineer.get("/api/search?q=")).toMatchObject({ status: 400 });
    });

    test("shows nobody what they may not open", async () => {
      const [sn = ""] = (await run()).sns;
      const far = await makePlant(app.db, { line: "FAR2", steps: [{ code: "X" }] });
      const there = await makeRun(app.db, far, { units: 1 });
      expect(await found(tracer, "RUN-A")).toEqual([]);
      expect(await found(tracer, sn)).toEqual([`UNIT ${sn}`]);
      expect(await found(operator, there.sns[0] ?? "")).toEqual([]);
      expect(await found(operator, there.woNo)).toEqual([]);
      expect(await found(operator, sn)).toEqual([`UNIT ${sn}`]);
      expect(await found(await app.as("material", { lines: ["A"] }), sn)).toEqual([]);
    });
  });
});
