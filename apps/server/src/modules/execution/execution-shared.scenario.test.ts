import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { makePanel, makePlant, makeRun } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";
import { aoi, Floor, print, reflow } from "./floor.fixture.ts";

eachDialect((dialect) => {
  const floor = new Floor();
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());

  describe("undo", () => {
    test("takes the own last track-out back, keeps its row and withdraws its defect", async () => {
      const { sns } = await floor.run();
      const sn = sns[0] ?? "";
      await floor.into(floor.ann, print, sn);
      const failed = await floor.out(floor.ann, print, {
        sn,
        result: "FAIL",
        defect: { code: "M12" },
      });
      floor.app.clock.advance(29);
      const mark = await floor.app.mark();
      const undone = await floor.ann.post(`/api/stations/${print}/undo`, {
        trackId: failed.body.trackId,
      });
      expect(undone.body).toMatchObject({
        unit: { sn, state: "IN_STATION", step: { stepNo: 10 } },
        undoneTrackIds: [failed.body.trackId],
        withdrawnDefectIds: [failed.body.defectId],
      });
      expect(await floor.app.events(mark)).toEqual(["unit.trackOutUndone"]);
      const tracks = await floor.app.db.read
        .selectFrom("execution_track")
        .select(["result", "undoneById", "continuesId"])
        .where("unitId", "=", (await floor.unit(sn)).id)
        .orderBy("id")
        .execute();
      expect(tracks).toEqual([
        { result: "FAIL", undoneById: floor.ann.id, continuesId: null },
        { result: null, undoneById: null, continuesId: failed.body.trackId },
      ]);
      expect((await floor.out(floor.ann, print, { sn })).body).toMatchObject({ result: "PASS" });
    });

    test("not after the window, not another's, not once the unit moved", async () => {
      const { sns } = await floor.run({ units: 3 });
      const [late, mine, moved] = sns as [string, string, string];
      const first = await floor.pass(print, late);
      floor.app.clock.advance(31);
      const undo = (who: Person, trackId: string) =>
        who.post(`/api/stations/${print}/undo`, { trackId });
      expect((await undo(floor.ann, first.trackId)).body.code).toBe("UNDO_WINDOW_OVER");
      const second = await floor.pass(print, mine);
      expect((await undo(floor.bob, second.trackId)).body.code).toBe("UNDO_NOT_YOURS");
      floor.app.clock.advance(1);
      const third = await floor.pass(print, moved);
      expect((await undo(floor.ann, second.trackId)).body.code).toBe("UNDO_NOT_LATEST");
      await floor.into(floor.ann, reflow, moved);
      expect((await undo(floor.ann, third.trackId)).body.code).toBe("UNDO_UNIT_MOVED");
    });
  });

  test("a scan costs at most six statements once its run is known; PostgreSQL locks and notifies besides", async () => {
    const { sns } = await floor.run({ units: 3 });
    const cost = async (path: string, body: object) => {
      const before = floor.app.db.stats().statements;
      const headers = { "idempotency-key": crypto.randomUUID() };
      const answer = await floor.ann.post(`/api/stations/${print}/${path}`, body, { headers });
      expect(answer.status).toBe(200);
      return floor.app.db.stats().statements - before;
    };
    const costs = [];
    for (const sn of sns)
      costs.push(await cost("track-in", { sn }), await cost("track-out", { sn, result: "PASS" }));
    const most = dialect === "postgresql" ? 8 : 6;
    expect(Math.max(...costs.slice(-2))).toBeLessThanOrEqual(most);
  });

  describe("two scanners on one board", () => {
    test("exactly one wins; the other is told who and when", async () => {
      for (let round = 0; round < 5; round++) {
        const { sns } = await floor.run();
        const sn = sns[0] ?? "";
        const answers = await Promise.all([
          floor.into(floor.ann, print, sn),
          floor.into(floor.bob, print, sn),
        ]);
        expect(answers.map((each) => each.status).sort()).toEqual([200, 409]);
        const lost = answers.find((each) => each.status === 409);
        const won = answers[0]?.status === 200 ? floor.ann : floor.bob;
        expect(lost?.body).toMatchObject({
          code: "UNIT_ALREADY_IN_STATION",
          context: { at: print, operatorName: won === floor.ann ? "operator 1" : "line_leader 2" },
        });
        expect(lost?.body.context.since).toBe(floor.app.clock.now());
      }
    });

    test("two track-outs of one visit: one result", async () => {
      const { sns } = await floor.run();
      const sn = sns[0] ?? "";
      await floor.into(floor.ann, print, sn);
      const answers = await Promise.all([
        floor.out(floor.ann, print, { sn }),
        floor.out(floor.bob, print, { sn, result: "FAIL" }),
      ]);
      expect(answers.map((each) => each.status).sort()).toEqual([200, 409]);
    });

    test("E8: many stations start one run once", async () => {
      const { sns, runNo } = await floor.run({ units: 12 });
      const mark = await floor.app.mark();
      const answers = await Promise.all(sns.map((sn) => floor.into(floor.ann, print, sn)));
      expect(answers.every((each) => each.status === 200)).toBe(true);
      expect((await floor.app.events(mark)).filter((type) => type === "run.started")).toHaveLength(
        1,
      );
      expect(await floor.runState(runNo)).toBe("IN_PROGRESS");
    });
  });

  describe("panels", () => {
    const panel = async () => {
      const made = await floor.run({ units: 4 });
      const panelNo = `PANEL-${made.runNo}`;
      await makePanel(floor.app.db, made, { panelNo, sns: made.sns });
      return { ...made, panelNo };
    };

    test("one scan moves all units, with a result for each", async () => {
      const { panelNo, sns } = await panel();
      const entered = await floor.ann.post(`/api/stations/${print}/track-in`, { panelNo });
      expect(entered.body.units.map((each: { unit: { sn: string } }) => each.unit.sn)).toEqual(sns);
      const left = await floor.ann.post(`/api/stations/${print}/track-out`, {
        panelNo,
        result: "PASS",
        units: [{ sn: sns[2], result: "FAIL", defect: { code: "M12", location: "R7" } }],
      });
      expect(left.status).toBe(200);
      const states = left.body.units.map((each: { unit: { state: string } }) => each.unit.state);
      expect(states).toEqual(["QUEUED", "QUEUED", "OUT_FAILED", "QUEUED"]);
    });

    test("one refusal refuses the panel: nothing moves", async () => {
      const { panelNo, sns } = await panel();
      await floor.into(floor.ann, print, sns[1] ?? "");
      const mark = await floor.app.mark();
      const answer = await floor.ann.post(`/api/stations/${print}/track-in`, { panelNo });
      expect(answer.body.code).toBe("PANEL_UNITS_DIVERGED");
      expect(await floor.app.events(mark)).toEqual(["execution.trackIn!PANEL_UNITS_DIVERGED"]);
      expect((await floor.unit(sns[0] ?? "")).state).toBe("QUEUED");
    });

    test("scanned in the place of a serial number, a panel is still a panel; undo brings it back", async () => {
      const { panelNo, sns } = await panel();
      expect((await floor.into(floor.ann, print, panelNo)).body.panelNo).toBe(panelNo);
      const left = await floor.out(floor.ann, print, { sn: panelNo });
      const undone = await floor.ann.post(`/api/stations/${print}/undo`, {
        trackId: left.body.trackId,
      });
      expect(undone.body.units).toHaveLength(4);
      for (const sn of sns) expect((await floor.unit(sn)).state).toBe("IN_STATION");
    });
  });

  describe("first scan creates the unit", () => {
    test("in the one run that says so, within the plan", async () => {
      const { runNo } = await floor.run({ units: 0, planQty: 1, unitSource: "FIRST_SCAN" });
      const resolve = async (station: string) =>
        (await floor.ann.get(`/api/stations/${station}/resolve/LABEL-0001`)).body;
      expect(await resolve(print)).toMatchObject({ action: "TRACK_IN", createsIn: runNo });
      // Further down the line an unknown label is a wrong label, not a new board.
      expect(await resolve(aoi)).toMatchObject({
        action: "NONE",
        createsIn: null,
        refusal: { code: "UNIT_NOT_FOUND" },
      });
      const mark = await floor.app.mark();
      const created = await floor.into(floor.ann, print, "LABEL-0001");
      expect(created.body).toMatchObject({ created: true, unit: { sn: "LABEL-0001", runNo } });
      expect(await floor.app.events(mark)).toEqual([
        "unit.created",
        "unit.trackedIn",
        "run.started",
      ]);
      const answer = await floor.into(floor.ann, print, "LABEL-0002");
      expect([answer.status, answer.body.code]).toEqual([409, "QUANTITY_EXCEEDS_PLAN"]);
      await floor.app.db.auto
        .updateTable("work_order_run")
        .set({ state: "CANCELLED" })
        .where("runNo", "=", runNo)
        .execute();
    });
  });

  describe("the station's screens", () => {
    test("resolve says what a scan would do", async () => {
      const { sns, runNo } = await floor.run();
      const sn = sns[0] ?? "";
      const resolve = async (station: string, scan: string) =>
        (await floor.ann.get(`/api/stations/${station}/resolve/${scan}`)).body;
      expect(await resolve(print, sn)).toMatchObject({ kind: "UNIT", action: "TRACK_IN" });
      await floor.into(floor.ann, print, sn);
      expect(await resolve(print, sn)).toMatchObject({ action: "TRACK_OUT" });
      expect(await resolve(aoi, sn)).toMatchObject({
        action: "NONE",
        refusal: { code: "UNIT_ALREADY_IN_STATION" },
      });
      expect(await resolve(print, runNo)).toMatchObject({ kind: "RUN", action: "NONE" });
      expect(await resolve(print, "NOTHING")).toMatchObject({
        kind: "UNKNOWN",
        refusal: { code: "UNIT_NOT_FOUND", resolvedBy: "run:units" },
      });
    });

    test("D14: the queue is paged to its end; status counts the day", async () => {
      const other = await TestApp.start(dialect);
      const place = await makePlant(other.db, {
        line: "Q",
        steps: [{ code: "PRINT" }, { code: "AOI" }],
      });
      const { sns } = await makeRun(other.db, place, { units: 130 });
      const operator = await other.as("operator", { stations: place.stations });
      const station = place.stations[0] ?? "";
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const query: string = cursor ? `&cursor=${cursor}` : "";
        const page = await operator.get(`/api/stations/${station}/queue?limit=50${query}`);
        expect(page.body.counts).toEqual({ inStation: 0, waiting: 130 });
        seen.push(...page.body.waiting.map((each: { sn: string }) => each.sn));
        cursor = page.body.nextCursor;
      } while (cursor !== null);
      expect(new Set(seen)).toEqual(new Set(sns));
      expect(seen).toHaveLength(130);
      await operator.post(`/api/stations/${station}/track-in`, { sn: sns[0] });
      await operator.post(`/api/stations/${station}/track-out`, { sn: sns[0], result: "PASS" });
      await operator.post(`/api/stations/${station}/track-in`, { sn: sns[1] });
      const status = await operator.get(`/api/stations/${station}/status`);
      expect(status.body).toMatchObject({
        today: { in: 2, pass: 1, fail: 0 },
        counts: { inStation: 1, waiting: 128 },
        lastTrackOut: { sn: sns[0], result: "PASS" },
      });
      await other.dispose();
    });
  });
});
