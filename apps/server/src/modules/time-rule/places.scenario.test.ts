import { afterAll, beforeAll, expect, test } from "bun:test";
import { addMinutes } from "@lineside/domain/kernel";
import { eachDialect } from "@lineside/testkit/database";
import { ClockFloor } from "./floor.fixture.ts";

eachDialect((dialect) => {
  const floor = new ClockFloor();
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());

  test("a line's rule holds for the line of that code, also when it was made again", async () => {
    const admin = await floor.app.as("admin");
    const line = async () => {
      const made = await admin.post("/api/lines", { code: "Z", name: "Z", processType: "SMT" });
      expect([made.status, made.body.code]).toEqual([200, "Z"]);
      return made.body.id as string;
    };
    const first = await line();
    const paste = { startWhen: { events: ["pasteBottle.opened"] }, subjectType: "PASTE_BOTTLE" };
    const endWhen = { events: ["pasteBottle.emptied"] };
    const scoped = { ...paste, endWhen, scope: "LINE", scopeKey: "z" };
    expect((await floor.rule("LINE_Z", scoped)).status).toBe(200);
    await floor.tell([{ type: "pasteBottle.opened", entityKey: "Z-1", lineId: first }]);
    expect((await admin.delete(`/api/lines/${first}`)).status).toBe(200);
    const lineId = await line();
    await floor.tell([{ type: "pasteBottle.opened", entityKey: "Z-2", lineId }]);
    for (const bottle of ["Z-1", "Z-2"])
      expect((await floor.clocks(bottle)).map((clock) => clock.ruleCode)).toContain("LINE_Z");
    await floor.change("LINE_Z", { isActive: false });
  });

  test("a bottle opened away from the lines is the concern of the line it comes to", async () => {
    const opened = { type: "pasteBottle.opened", entityKey: "B-10" };
    await floor.tell([{ ...opened, lineId: null, heard: { isOpen: true } }]);
    expect(await floor.clock("B-10")).toMatchObject({ lineId: null, state: "RUNNING" });
    const mark = await floor.app.mark();
    await floor.bottle("bound", "B-10");
    expect(await floor.app.events(mark)).toEqual(["pasteBottle.bound", "clock.moved"]);
    const { id, lineId, expiresAt } = await floor.clock("B-10");
    expect(lineId).toBe(floor.washed.lineId);
    expect(expiresAt).toBe(addMinutes(floor.app.clock.now(), 1440));
    await floor.later(1320);
    expect(await floor.told(id, "CLOCK_WARNING")).toContain("line-leader");
    const seen = (await floor.operator.get("/api/clocks?subject=B-10")).body.items;
    expect(seen).toMatchObject([{ subjectKey: "B-10", lineCode: "A" }]);
  });
});
