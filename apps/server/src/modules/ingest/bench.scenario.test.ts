import { afterAll, beforeAll, expect, test } from "bun:test";
import { standardMapping } from "@lineside/domain/routing";
import { eachDatabase } from "@lineside/testkit/database";
import { RoutingBench } from "../routing/routing.fixture.ts";

eachDatabase((dialect) => {
  let bench: RoutingBench;
  let steps: string[];
  beforeAll(async () => {
    bench = await RoutingBench.start(dialect);
    const item = { operationId: bench.of("AOI"), nameZh: "锡膏厚度", dataType: "NUMBER" };
    const limits = { unit: "mm", lowerLimit: 0.1, upperLimit: 0.15, target: 0.125 };
    await bench.make("capture-items", { ...item, ...limits, code: "HEIGHT", name: "Height" });
    await bench.make("capture-items", {
      ...{ ...item, dataType: "CHOICE", choices: ["A", "B"], isRequired: true },
      ...{ code: "GRADE", name: "Grade", nameZh: "等级" },
    });
    steps = await bench.route("BENCH", "AOI", "PRINT");
  });
  afterAll(() => bench.app.dispose());

  const mapping = standardMapping("AUTO");
  const payload = {
    ...{ station: "AOI-1", sn: "SN-1", result: "PASS" },
    measurements: [
      { name: "HEIGHT", value: 128, unit: "um", judge: "PASS" },
      { name: "GRADE", value: "A" },
      { name: "Tilt", value: 0.2, unit: "deg" },
    ],
  };
  const post = (body: object) =>
    bench.engineer.post("/api/ingest/mapping-bench", { stepId: steps[0], mapping, ...body });
  const tried = async (event: unknown, over: object = {}) => {
    const text = typeof event === "string" ? event : JSON.stringify(event, null, 2);
    const answer = await post({ event: text, ...over });
    expect(answer.status).toBe(200);
    return answer.body;
  };

  test("says what every path finds, how it is judged, and where the unit would go", async () => {
    const mark = await bench.app.mark();
    const said = await tried(payload);
    expect(said).toMatchObject({
      kind: "PAYLOAD",
      malformed: null,
      eventCount: 1,
      event: { eventType: "AUTO", payload },
      faults: [],
      reading: { sns: ["SN-1"], stationCode: "AOI-1", result: "PASS", measurementCount: 3 },
      missing: [],
      refusal: null,
      unmapped: ["Tilt"],
      outcomes: [
        {
          result: "PASS",
          sns: ["SN-1"],
          effect: "NEXT",
          next: { stepNo: 20, operation: { code: "PRINT", nameZh: "印刷" } },
        },
      ],
    });
    expect(said.reading.flags).toEqual(["UNIT_CONVERTED", "UNMAPPED_MEASUREMENT"]);
    expect(said.found.slice(0, 3)).toEqual([
      { field: "occurredAtPath", path: "occurredAt", count: 0, values: [] },
      {
        field: "stationCodePath",
        path: "payload.station",
        count: 1,
        values: [{ path: "payload.station", value: "AOI-1" }],
      },
      {
        field: "snPath",
        path: "payload.sn",
        count: 1,
        values: [{ path: "payload.sn", value: "SN-1" }],
      },
    ]);
    const names = said.found.find(
      (one: { field: string }) => one.field === "measurements.namePath",
    );
    expect(names).toMatchObject({
      count: 3,
      values: [{ path: "payload.measurements[0].name", value: "HEIGHT" }, {}, {}],
    });
    expect(said.measurements).toMatchObject([
      {
        ...{ name: "HEIGHT", code: "HEIGHT", itemNameZh: "锡膏厚度", raw: 128, unit: "um" },
        ...{ value: 0.128, itemUnit: "mm", lowerLimit: 0.1, upperLimit: 0.15 },
        ...{ judgement: "PASS", senderJudge: "PASS", isContradiction: false },
      },
      { name: "GRADE", value: "A", judgement: "NA" },
      { name: "Tilt", code: null, judgement: "NA" },
    ]);
    expect(await bench.app.events(mark)).toEqual([]);
  });

  test("tells a failed unit's defects, the last step, what holds and what would be refused", async () => {
    const failed = { ...payload, result: "FAIL", defects: [{ code: "BRIDGE", location: "U5" }] };
    expect((await tried(failed)).outcomes).toMatchObject([
      { effect: "DEFECT", defects: [{ code: "BRIDGE", location: "U5" }] },
    ]);
    const unnamed = { ...payload, result: "FAIL" };
    expect((await tried(unnamed)).outcomes).toMatchObject([
      { effect: "DEFECT", defects: [{ code: "STATION_FAIL" }] },
    ]);
    const last = { ...payload, measurements: [] };
    expect((await tried(last, { stepId: steps[1] })).outcomes).toMatchObject([
      { effect: "DONE", next: null },
    ]);
    const [height] = payload.measurements;
    const bare = await tried({ ...payload, measurements: [{ ...height, value: 0.2, unit: "mm" }] });
    expect(bare).toMatchObject({
      missing: [{ code: "GRADE", nameZh: "等级" }],
      measurements: [{ judgement: "FAIL", senderJudge: "PASS", isContradiction: true }],
      outcomes: [{ effect: "REFUSED", refusal: { code: "REQUIRED_DATA_MISSING" } }],
    });
    expect(bare.reading.flags).toEqual(["CONTRADICTION"]);
  });

  test("reads an event with its envelope, the first of several, and leaves CFX to its standard", async () => {
    const occurredAt = "2026-11-22T09:30:00+08:00";
    const event = { dedupeKey: "1", sourceSystem: "AOI", eventType: "AUTO", occurredAt, payload };
    expect(await tried([event, event])).toMatchObject({
      kind: "EVENT",
      eventCount: 2,
      reading: { occurredAt: "2026-11-22T01:30:00.000Z" },
    });
    const envelope = { MessageName: "CFX.Production.WorkCompleted", MessageBody: {} };
    expect(await tried(envelope)).toMatchObject({ kind: "CFX", reading: null, refusal: null });
  });

  test("locates what is wrong: in the text, in the mapping, in the event", async () => {
    expect(await tried('{\n  "sn": "1",\n  "result" "PASS"\n}')).toMatchObject({
      kind: null,
      malformed: { offset: 26, line: 3, column: 12 },
      found: [],
      reading: null,
    });
    const { snPath: _, ...noSn } = mapping;
    const wrong = { ...noSn, dataSpecMap: { Tilt: "TILT" } };
    expect(await tried(payload, { mapping: wrong })).toMatchObject({
      faults: [
        { field: "snPath", reason: "REQUIRED" },
        { field: "dataSpecMap.Tilt", reason: "ITEM_UNKNOWN", found: "TILT" },
      ],
      refusal: { code: "INGEST_PAYLOAD_INVALID", context: { path: "snPath" } },
    });
    expect(await tried({ ...payload, result: "Passed" })).toMatchObject({
      refusal: { code: "INGEST_RESULT_UNKNOWN", context: { value: "Passed" } },
      outcomes: [],
    });
    expect(await tried("17")).toMatchObject({
      refusal: { context: { path: "payload.station", reason: "MISSING", found: "17" } },
    });
    const odd = { payload, occurredAt: 17 };
    expect(await tried(odd)).toMatchObject({
      refusal: { context: { path: "occurredAt", reason: "BAD_TIME", found: "17" } },
    });
  });

  test("is the engineer's, of a step that exists", async () => {
    const text = JSON.stringify(payload);
    const byNo = { stepId: undefined, routeCode: "BENCH", stepNo: 20, event: text };
    expect((await post(byNo)).status).toBe(200);
    const rows: [body: object, status: number, code: string][] = [
      [{ event: text, stepId: "nobody" }, 404, "ROUTE_STEP_NOT_FOUND"],
      [{ ...byNo, stepNo: 15 }, 404, "ROUTE_STEP_NOT_FOUND"],
      [{ ...byNo, routeCode: "NONE" }, 404, "ROUTE_NOT_FOUND"],
      [{ event: text, stepId: undefined }, 400, "VALIDATION_FAILED"],
      [{ event: text, mapping: { ...mapping, snPath: ".." } }, 400, "VALIDATION_FAILED"],
      [{ event: "x".repeat(1_000_001) }, 400, "VALIDATION_FAILED"],
    ];
    for (const [body, status, code] of rows)
      expect(await post(body)).toMatchObject({ status, body: { code } });
    const planner = await bench.app.as("planner");
    const asked = await planner.post("/api/ingest/mapping-bench", {
      stepId: steps[0],
      mapping,
      event: text,
    });
    expect(asked).toMatchObject({ status: 403, body: { code: "FORBIDDEN" } });
  });
});
