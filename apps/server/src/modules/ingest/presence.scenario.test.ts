import { afterAll, beforeAll, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant } from "@lineside/testkit/factory";
import { CfxLine, printer, units } from "./cfx/line.fixture.ts";

eachDialect((dialect) => {
  const line = new CfxLine();
  beforeAll(() => line.open(dialect));
  afterAll(() => line.close());

  test("a machine's page says which boards are inside it now", async () => {
    const { sns } = await line.panel("PNL20");
    const engineer = await line.app.as("engineer");
    await line.send(printer, "CFX.Production.UnitsArrived", { Units: units("PNL20", 1, 2) });
    await line.send(printer, "CFX.Production.UnitsDeparted", { Units: units("PNL20", 1) });
    const list = await engineer.get(`/api/ingest/endpoints?q=${printer}`);
    const { id } = list.body.items[0];
    const inside = await engineer.get(`/api/ingest/endpoints/${id}/presence`);
    expect([inside.status, inside.body.items.length]).toEqual([200, 1]);
    expect(inside.body.items).toMatchObject([{ identifier: "PNL20", position: 2, sn: sns[1] }]);
    const none = await engineer.get("/api/ingest/endpoints/none/presence");
    expect([none.status, none.body.code]).toEqual([404, "ENDPOINT_NOT_FOUND"]);
    await makePlant(line.app.db, { line: "Z", steps: [{ code: "OTHER" }] });
    const elsewhere = await line.app.as("line_leader", { lines: ["Z"] });
    const foreign = await elsewhere.get(`/api/ingest/endpoints/${id}/presence`);
    expect([foreign.status, foreign.body.code]).toEqual([403, "OUT_OF_SCOPE"]);
  });
});
