import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant, type TestPlant } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";
import { equipmentOfLine } from "./index.ts";

eachDialect((dialect) => {
  let app: TestApp;
  let here: TestPlant;
  let engineer: Person;
  let leader: Person;
  let farLeader: Person;
  let operator: Person;

  beforeAll(async () => {
    app = await TestApp.start(dialect);
    here = await makePlant(app.db, { steps: [{ code: "PRINT" }, { code: "REFLOW" }] });
    await makePlant(app.db, { line: "FAR", steps: [{ code: "PRINT" }] });
    engineer = await app.as("engineer");
    leader = await app.as("line_leader", { lines: ["A"] });
    farLeader = await app.as("line_leader", { lines: ["FAR"] });
    operator = await app.as("operator", { stations: ["PRINT-A"] });
  });
  afterAll(() => app.dispose());

  const path = "/api/equipment";
  const make = async (code: string, more: object = {}) => {
    const made = await engineer.post(path, { code, name: code, lineCode: "A", ...more });
    expect([made.status, made.body]).toEqual([200, { id: expect.any(String), code, version: 1 }]);
    return made.body.id as string;
  };
  const codesOf = async (person: Person, query = "") =>
    (await person.get(`${path}${query}`)).body.items.map((row: { code: string }) => row.code);
  const told = ({ status, body }: { status: number; body: { code: string } }) =>
    [status, body.code] as const;

  test("a machine is made, seen, changed, moved and deleted", async () => {
    const mark = await app.mark();
    const dueAt = "2027-01-01T00:00:00.000Z";
    const id = await make("OVEN", {
      name: "Heller 1912",
      kind: "REFLOW",
      stationCode: "REFLOW-A",
      calibrationDueAt: dueAt,
    });
    const row = {
      id,
      code: "OVEN",
      name: "Heller 1912",
      kind: "REFLOW",
      lineCode: "A",
      lineName: "Line A",
      stationCode: "REFLOW-A",
      status: "NORMAL",
      statusSince: app.clock.now(),
      statusReason: null,
      source: "MANUAL",
      calibrationDueAt: dueAt,
      unfit: null,
      isActive: true,
      version: 1,
    };
    expect((await operator.get(path)).body).toEqual({ items: [row], nextCursor: null });
    expect((await operator.get(`${path}/OVEN`)).body).toEqual({
      ...row,
      history: [
        {
          id: expect.any(String),
          fromStatus: null,
          status: "NORMAL",
          reason: null,
          at: app.clock.now(),
          actorName: expect.stringMatching(/^engineer/),
        },
      ],
    });
    const nothing = await engineer.patch(`${path}/OVEN`, { version: 1, name: "Heller 1912" });
    expect(nothing.body).toEqual({ id, code: "OVEN", version: 1 });
    const moved = await engineer.patch(`${path}/OVEN`, { version: 1, lineCode: "FAR" });
    expect(moved.body).toEqual({ id, code: "OVEN", version: 2 });
    expect((await engineer.get(`${path}/OVEN`)).body).toMatchObject({
      lineCode: "FAR",
      stationCode: null,
    });
    const deleted = await engineer.delete(`${path}/OVEN`);
    expect([deleted.status, deleted.body]).toEqual([200, { code: "OVEN" }]);
    expect(told(await engineer.get(`${path}/OVEN`))).toEqual([404, "EQUIPMENT_NOT_FOUND"]);
    expect(await app.events(mark)).toEqual([
      "equipment.created",
      "equipment.changed",
      "equipment.deleted",
    ]);
  });

  describe("its status", () => {
    test("is changed with a reason by whoever answers for the line, and kept", async () => {
      await make("PRINTER", { stationCode: "PRINT-A" });
      const mark = await app.mark();
      app.clock.advance(60);
      const down = await leader.post(`${path}/PRINTER/status`, {
        status: "DOWN",
        reason: "squeegee motor",
      });
      expect([down.status, down.body.version]).toEqual([200, 2]);
      app.clock.advance(60);
      expect((await leader.post(`${path}/PRINTER/status`, { status: "NORMAL" })).status).toBe(200);
      const { body } = await leader.get(`${path}/PRINTER`);
      expect(body).toMatchObject({ status: "NORMAL", statusReason: null, unfit: null });
      expect(body.statusSince).toBe(app.clock.now());
      const history = body.history.map((row: { status: string; reason: string | null }) => [
        row.status,
        row.reason,
      ]);
      expect(history).toEqual([
        ["NORMAL", null],
        ["DOWN", "squeegee motor"],
        ["NORMAL", null],
      ]);
      expect(await app.events(mark)).toEqual([
        "equipment.statusChanged",
        "equipment.statusChanged",
      ]);
      expect(told(await engineer.delete(`${path}/PRINTER`))).toEqual([
        409,
        "EQUIPMENT_HAS_HISTORY",
      ]);
    });

    test("says why a machine is not fit, and so does a calibration that ran out", async () => {
      const calibrationDueAt = app.clock.now();
      await make("SPI", { calibrationDueAt });
      expect((await leader.get(`${path}/SPI`)).body.unfit).toEqual({
        code: "EQUIPMENT_CALIBRATION_OVERDUE",
        context: { code: "SPI", calibrationDueAt },
      });
      const reason = "lens is scratched";
      await leader.post(`${path}/SPI/status`, { status: "REPAIR", reason });
      expect((await leader.get(`${path}/SPI`)).body.unfit).toEqual({
        code: "EQUIPMENT_NOT_FIT",
        context: { code: "SPI", status: "REPAIR", since: app.clock.now(), reason },
      });
      await make("OLD");
      const off = await engineer.patch(`${path}/OLD`, { version: 1, isActive: false });
      expect(off.status).toBe(200);
      const facts = await equipmentOfLine(app.db.read, here.lineId);
      expect(facts.map(({ code, isFit }) => [code, isFit])).toEqual([
        ["PRINTER", true],
        ["SPI", false],
      ]);
    });

    test("said by two at once is changed once", async () => {
      await make("AOI");
      const mark = await app.mark();
      const body = { status: "DOWN", reason: "camera lost" };
      const answers = await Promise.all([
        leader.post(`${path}/AOI/status`, body),
        engineer.post(`${path}/AOI/status`, body),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const refused = answers.find(({ status }) => status === 409);
      expect(refused?.body.code).toBe("EQUIPMENT_STATUS_UNCHANGED");
      expect((await app.events(mark)).sort()).toEqual([
        "equipment.changeStatus!EQUIPMENT_STATUS_UNCHANGED",
        "equipment.statusChanged",
      ]);
    });

    test("sent twice under one key is changed once", async () => {
      const options = { headers: { "idempotency-key": crypto.randomUUID() } };
      const body = { status: "IDLE", reason: "no orders" };
      const mark = await app.mark();
      const first = await leader.post(`${path}/AOI/status`, body, options);
      const second = await leader.post(`${path}/AOI/status`, body, options);
      expect(second.body).toEqual(first.body);
      expect(await app.events(mark)).toEqual(["equipment.statusChanged"]);
    });
  });

  test("the list is filtered, searched and paged", async () => {
    await make("FAR-PRINTER", { lineCode: "FAR" });
    expect(await codesOf(engineer)).toEqual(["AOI", "OLD", "PRINTER", "SPI", "FAR-PRINTER"]);
    expect(await codesOf(engineer, "?lineCode=FAR")).toEqual(["FAR-PRINTER"]);
    expect(await codesOf(engineer, "?status=REPAIR")).toEqual(["SPI"]);
    expect(await codesOf(engineer, "?isActive=false")).toEqual(["OLD"]);
    const unfit = (await engineer.get(path)).body.items.flatMap(
      (row: { code: string; unfit: object | null }) => (row.unfit ? [row.code] : []),
    );
    expect(unfit).toEqual(["OLD", "SPI"]);
    expect(await codesOf(engineer, "?isFit=false")).toEqual(unfit);
    expect(await codesOf(engineer, "?isFit=true")).toEqual(["AOI", "PRINTER", "FAR-PRINTER"]);
    expect(await codesOf(engineer, "?q=printer")).toEqual(["PRINTER", "FAR-PRINTER"]);
    const first = (await engineer.get(`${path}?limit=3`)).body;
    expect(first.items).toHaveLength(3);
    expect(await codesOf(engineer, `?limit=3&cursor=${first.nextCursor}`)).toEqual([
      "SPI",
      "FAR-PRINTER",
    ]);
  });

  test("people see and change the machines of their lines only", async () => {
    expect(await codesOf(farLeader)).toEqual(["FAR-PRINTER"]);
    expect(await codesOf(operator)).toEqual(["AOI", "OLD", "PRINTER", "SPI"]);
    const body = { status: "DOWN", reason: "mine now" };
    expect(told(await farLeader.get(`${path}/SPI`))).toEqual([403, "OUT_OF_SCOPE"]);
    expect(told(await farLeader.post(`${path}/SPI/status`, body))).toEqual([403, "OUT_OF_SCOPE"]);
    expect(told(await operator.post(`${path}/SPI/status`, body))).toEqual([403, "FORBIDDEN"]);
    expect(told(await leader.post(path, { code: "X", name: "X", lineCode: "A" }))).toEqual([
      403,
      "FORBIDDEN",
    ]);
    const maintenance = await app.as("maintenance", { lines: ["A"] });
    const mine = await maintenance.post(path, { code: "MINE", name: "Mine", lineCode: "A" });
    expect(mine.status).toBe(200);
    const theirs = { code: "THEIRS", name: "Theirs", lineCode: "FAR" };
    expect(told(await maintenance.post(path, theirs))).toEqual([403, "OUT_OF_SCOPE"]);
    const away = await maintenance.patch(`${path}/MINE`, { version: 1, lineCode: "FAR" });
    expect(told(away)).toEqual([403, "OUT_OF_SCOPE"]);
  });

  test("what makes no sense is refused", async () => {
    const body = { code: "NEW", name: "New", lineCode: "A" };
    const reason = "four words of reason";
    const status = (code: string, input: object) => engineer.post(`${path}/${code}/status`, input);
    // biome-ignore format: one row per refusal
    const refusals = [
      [engineer.post(path, {}),                                                        400, "VALIDATION_FAILED"],
      [engineer.post(path, { ...body, kind: "TOASTER" }),                              400, "VALIDATION_FAILED"],
      [engineer.post(path, { ...body, calibrationDueAt: "tomorrow" }),                 400, "VALIDATION_FAILED"],
      [engineer.post(path, { ...body, code: "SPI" }),                                  409, "EQUIPMENT_CODE_DUPLICATE"],
      [engineer.post(path, { ...body, lineCode: "NOWHERE" }),                          404, "LINE_NOT_FOUND"],
      [engineer.post(path, { ...body, stationCode: "NOWHERE" }),                       404, "STATION_NOT_FOUND"],
      [engineer.post(path, { ...body, stationCode: "PRINT-FAR" }),                     409, "EQUIPMENT_STATION_ELSEWHERE"],
      [engineer.patch(`${path}/SPI`, { version: 99, name: "Other" }),                  409, "VERSION_CONFLICT"],
      [engineer.patch(`${path}/NOWHERE`, { version: 1 }),                              404, "EQUIPMENT_NOT_FOUND"],
      [engineer.delete(`${path}/NOWHERE`),                                             404, "EQUIPMENT_NOT_FOUND"],
      [status("NOWHERE", { status: "NORMAL" }),                                        404, "EQUIPMENT_NOT_FOUND"],
      [status("SPI", { status: "BROKEN", reason }),                                    400, "VALIDATION_FAILED"],
      [status("SPI", { status: "DOWN", reason: "no" }),                                400, "VALIDATION_FAILED"],
      [status("SPI", { status: "DOWN" }),                                              409, "EQUIPMENT_REASON_REQUIRED"],
      [status("SPI", { status: "REPAIR", reason }),                                    409, "EQUIPMENT_STATUS_UNCHANGED"],
      [status("OLD", { status: "DOWN", reason }),                                      409, "EQUIPMENT_SWITCHED_OFF"],
      [engineer.delete("/api/stations/PRINT-A"),                                       409, "STATION_HAS_DEPENDENCIES"],
    ] as const;
    for (const [answer, status, code] of refusals)
      expect(told(await answer)).toEqual([status, code]);
  });
});
