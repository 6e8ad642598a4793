import { afterAll, beforeAll, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { CfxLine, names, printer, units } from "./line.fixture.ts";

const { started, completed, disqualified } = names;

eachDialect((dialect) => {
  const line = new CfxLine();
  beforeAll(() => line.open(dialect));
  afterAll(() => line.close());

  const done = ["accepted", "EXECUTED"];
  /** A list of boards, or all that is on one identifier. */
  const begin = (handle: string, TransactionID: string, on: object[] | string) => {
    const boards = typeof on === "string" ? { PrimaryIdentifier: on, Units: [] } : { Units: on };
    return line.send(handle, started, { TransactionID, ...boards });
  };
  const end = (handle: string, id: string, Result = "Completed") =>
    line.send(handle, completed, { TransactionID: id, Result });
  const linksOf = (eventId: string) =>
    line.app.db.read
      .selectFrom("ingest_event_unit as l")
      .innerJoin("execution_unit as u", "u.id", "l.unitId")
      .select(["u.sn", "l.effect", "l.result"])
      .where("l.eventId", "=", eventId)
      .orderBy("u.sn")
      .execute();

  test("boards taken out of production: inside they fail, waiting they are held", async () => {
    const { sns } = await line.panel("PNL8", 3);
    await begin(printer, "q1", units("PNL8", 1));
    const out = {
      Reason: "DefectiveRepairNotPossible",
      Comments: "dropped",
      Units: units("PNL8", 1, 2),
    };
    expect(await line.send(printer, disqualified, out)).toEqual(done);
    expect(await line.at(sns)).toEqual(["OUT_FAILED@10", "ON_HOLD@10", "QUEUED@10"]);
    expect(await line.defects(sns[0] as string)).toEqual([
      { code: "DISQUALIFIED", location: null, remark: "DefectiveRepairNotPossible: dropped" },
    ]);
    expect((await line.unit(sns[1] as string)).holdReason).toBe(
      "DISQUALIFIED: DefectiveRepairNotPossible: dropped",
    );
    // Quality has something to decide about in each case, with what the machine recommends.
    const decisions = await line.app.db.read
      .selectFrom("quality_defect as d")
      .innerJoin("execution_unit as u", "u.id", "d.unitId")
      .select(["u.sn", "d.code", "d.state", "d.disposition", "d.recommendation"])
      .where("u.sn", "in", sns)
      .orderBy("u.sn")
      .execute();
    expect(decisions.map((each) => Object.values(each).slice(1))).toEqual([
      ["DISQUALIFIED", "RECORDED", null, "SCRAP"],
      ["DISQUALIFIED", "DISPOSITIONED", "HOLD", "SCRAP"],
    ]);
    const quality = await line.app.as("quality");
    const held = (await quality.get("/api/held-units")).body.items;
    expect(held).toMatchObject([{ sn: sns[1], recommendation: "SCRAP" }]);
    const open = (await quality.get("/api/defects?state=RECORDED&code=DISQUALIFIED")).body.items;
    expect(open).toMatchObject([{ sn: sns[0], recommendation: "SCRAP" }]);
    const inbox = await line.app.db.read
      .selectFrom("notification_notice")
      .select(["code", "context"])
      .where("topic", "=", "unit.disqualified")
      .execute();
    expect(inbox).toMatchObject([{ code: "UNIT_DISQUALIFIED", context: { count: 2 } }]);
    const scrapped = await quality.post(`/api/units/${sns[1]}/scrap`, { reason: "dropped" });
    expect(scrapped.body).toMatchObject({
      unit: { state: "SCRAPPED" },
      closedDefectIds: [expect.any(String)],
    });
    // Its work ends without it; said again it changes nothing.
    expect(await end(printer, "q1")).toEqual(done);
    expect(await line.send(printer, disqualified, out)).toEqual(["accepted", "STORED"]);
    expect(await line.at(sns)).toEqual(["OUT_FAILED@10", "SCRAPPED@10", "QUEUED@10"]);
  });

  test("arrival and departure are presence, not work", async () => {
    const { sns } = await line.panel("PNL10");
    const Units = units("PNL10", 1, 2);
    const presence = () =>
      line.app.db.read
        .selectFrom("ingest_presence as p")
        .innerJoin("plant_station as s", "s.id", "p.stationId")
        .select(["s.code", "p.position", "p.openKey"])
        .where("p.identifier", "=", "PNL10")
        .orderBy("p.position")
        .execute();
    for (let round = 0; round < 2; round++)
      expect(await line.send(printer, "CFX.Production.UnitsArrived", { Units })).toEqual([
        "accepted",
        "STORED",
      ]);
    expect((await presence()).map(({ code, position }) => [code, position])).toEqual([
      ["PRINT-A", 1],
      ["PRINT-A", 2],
    ]);
    await line.send(printer, "CFX.Production.UnitsDeparted", { Units: units("PNL10", 1) });
    expect((await presence()).map(({ openKey }) => openKey !== null)).toEqual([false, true]);
    expect(await line.at(sns)).toEqual(["QUEUED@10", "QUEUED@10"]);
  });

  test("stages, material and tools are kept with the work, in whatever order they come", async () => {
    const { sns } = await line.panel("PNL11");
    const stage = (change: string, more: object = {}) =>
      line.send(printer, `CFX.Production.WorkStage${change}`, {
        TransactionID: "s1",
        Stage: { StageSequence: 1, StageName: "STAGE1", StageType: "Work" },
        ...more,
      });
    expect(await stage("Started")).toEqual(["accepted", "STORED"]);
    await begin(printer, "s1", units("PNL11", 1, 2));
    line.app.clock.advance(1);
    await stage("Paused");
    line.app.clock.advance(1);
    await stage("Resumed");
    await stage("Completed", { Result: "Completed" });
    const material = {
      TransactionId: "s1",
      InstalledMaterials: [
        { UnitIdentifier: "PNL11", UnitPositionNumber: 2, QuantityInstalled: 3 },
      ],
    };
    const message = line.message(printer, "CFX.Production.Assembly.MaterialsInstalled", material);
    const told = (await line.post(message)).body;
    expect(told.state).toBe("STORED");
    expect(await linksOf(told.eventId)).toMatchObject([
      { sn: sns[1] as string, effect: "MATERIAL" },
    ]);
    const tools = line.message(printer, "CFX.Production.ToolsCleaned", {
      TransactionID: "s1",
      Tools: [],
    });
    const cleaned = (await line.post(tools)).body;
    expect(await linksOf(cleaned.eventId)).toMatchObject([
      { sn: sns[0] as string, effect: "EVIDENCE" },
      { sn: sns[1] as string, effect: "EVIDENCE" },
    ]);
    const ended = (
      await line.post(
        line.message(printer, completed, { TransactionID: "s1", Result: "Completed" }),
      )
    ).body;
    const { reading } = await line.event(ended.eventId);
    expect(
      (reading as { stages: { change: string }[] }).stages.map(({ change }) => change),
    ).toEqual(["STARTED", "PAUSED", "RESUMED", "COMPLETED"]);
  });

  test("another program than the route's is flagged and told once, not stopped", async () => {
    const { sns } = await line.run({ units: 2 });
    const activate = (RecipeName: string) =>
      line.send(printer, "CFX.Production.RecipeActivated", { RecipeName, Revision: "C" });
    expect(await activate("BOTTOM-B")).toEqual(done);
    const mark = await line.app.mark();
    const flags = [];
    for (const [index, sn] of sns.entries()) {
      const message = line.message(printer, started, {
        TransactionID: `r${index}`,
        Units: units(sn),
      });
      flags.push((await line.event((await line.post(message)).body.eventId)).flags);
    }
    expect(flags).toEqual([["PROGRAM_MISMATCH"], ["PROGRAM_MISMATCH"]]);
    const events = await line.app.events(mark);
    expect(events.filter((type) => type === "ingestEndpoint.programMismatched")).toHaveLength(2);
    expect(events.filter((type) => type === "notice.sent")).toHaveLength(1);
    await activate("top-a");
    const { sns: next } = await line.run();
    const right = line.message(printer, started, {
      TransactionID: "r9",
      Units: units(next[0] as string),
    });
    const { eventId } = (await line.post(right)).body;
    expect((await line.event(eventId)).flags).toEqual([]);
  });

  test("what is over is forgotten after its days, what is open is not", async () => {
    const count = async () =>
      (await line.app.db.read.selectFrom("ingest_transaction").select("state").execute())
        .map(({ state }) => state)
        .sort();
    const { sns } = await line.run();
    await begin(printer, "z1", units(sns[0] as string));
    await end(printer, "z1");
    const open = (await count()).filter((state) => state === "OPEN");
    await line.app.runCron("ingestTransaction.sweep");
    expect((await count()).length).toBeGreaterThan(open.length);
    line.app.clock.advance(91 * 86_400);
    await line.app.runCron("ingestTransaction.sweep");
    expect(await count()).toEqual(open);
  });
});
