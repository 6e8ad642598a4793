import { expect } from "bun:test";
import type { PastePolicy } from "@lineside/domain/solder-paste";
import { defaultPastePolicy } from "@lineside/domain/solder-paste";
import { type Answer, TestApp } from "@lineside/testkit/app";
import type { TestDialect } from "@lineside/testkit/database";
import { makePlant, makeRun, type TestPlant, type TestRun } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";

export const print = "PRINT-A";
export const mount = "MOUNT-A";

/** Two lines, a fridge, one type of paste, and the people who handle it. */
export class PasteFloor {
  app!: TestApp;
  plant!: TestPlant;
  /** Operator at line A. */
  ann!: Person;
  /** Leader of line A. */
  bob!: Person;
  /** Process engineer of the plant. */
  eve!: Person;
  #bottles = 0;
  #runs = 0;
  #lots = 0;

  async open(dialect: TestDialect): Promise<void> {
    this.app = await TestApp.start(dialect);
    const steps = [{ code: "PRINT", traits: ["print"] }, { code: "MOUNT" }];
    this.plant = await makePlant(this.app.db, { steps });
    await makePlant(this.app.db, {
      line: "B",
      steps: [{ code: "PRINTB", traits: ["print"] }],
    });
    this.ann = await this.app.as("operator", { stations: this.plant.stations });
    this.bob = await this.app.as("line_leader", { lines: ["A"] });
    this.eve = await this.app.as("engineer");
    await this.eve.post("/api/fridges", { code: "FR-1", name: "Fridge 1", minC: 0, maxC: 8 });
  }

  close(): Promise<void> {
    return this.app.dispose();
  }

  /** A type of its own for each test, so that its order of use is its own too. */
  async type(policy: Partial<PastePolicy> = {}): Promise<string> {
    const code = `TYPE-${++this.#lots}`;
    const body = { code, name: code, policy: { ...defaultPastePolicy, ...policy } };
    expect((await this.eve.post("/api/paste-types", body)).status).toBe(200);
    return code;
  }

  /** Received into the fridge. */
  async bottle(typeCode: string, more: object = {}): Promise<string> {
    const bottleNo = `B-${++this.#bottles}`;
    const body = { typeCode, lotNo: `LOT-${typeCode}`, bottleNos: [bottleNo], fridgeCode: "FR-1" };
    const answer = await this.eve.post("/api/paste-bottles", { ...body, ...more });
    expect([answer.status, answer.body.code]).toEqual([200, undefined]);
    return bottleNo;
  }

  step(who: Person, bottleNo: string, scan: Record<string, unknown>): Promise<Answer> {
    return who.post(`/api/paste-bottles/${bottleNo}/steps`, scan);
  }

  /** The step, which must be allowed; the bottle afterwards. */
  async did(bottleNo: string, action: string, more: object = {}): Promise<Answer["body"]> {
    const answer = await this.step(this.ann, bottleNo, { action, ...more });
    expect([action, answer.status, answer.body.code]).toEqual([action, 200, undefined]);
    return answer.body;
  }

  /** Thawed, stirred and, unless told otherwise, opened. */
  async warm(bottleNo: string, { isOpen = true } = {}): Promise<void> {
    await this.did(bottleNo, "TAKE_OUT");
    this.app.clock.advance(4 * 3600);
    await this.did(bottleNo, "STIR", { seconds: 120 });
    if (isOpen) await this.did(bottleNo, "OPEN");
  }

  bind(who: Person, bottleNo: string, more: object = {}): Promise<Answer> {
    return who.post("/api/lines/A/paste", { bottleNo, ...more });
  }

  /** An open bottle on line A. */
  async bound(policy: Partial<PastePolicy> = {}): Promise<string> {
    await this.clear();
    const bottleNo = await this.bottle(await this.type(policy));
    await this.warm(bottleNo);
    const answer = await this.bind(this.ann, bottleNo);
    expect([answer.status, answer.body.code]).toEqual([200, undefined]);
    return bottleNo;
  }

  /** Nothing on line A, and nothing due. */
  async clear(): Promise<void> {
    await this.bob.delete("/api/lines/A/paste");
    await this.app.runJobs();
  }

  async read(bottleNo: string): Promise<Answer["body"]> {
    return (await this.ann.get(`/api/paste-bottles/${bottleNo}`)).body;
  }

  /** What the trail holds about one bottle since the mark. */
  async eventsOf(bottleNo: string, since: string): Promise<string[]> {
    const rows = await this.app.db.read
      .selectFrom("platform_event")
      .select("type")
      .where("entityKey", "=", bottleNo)
      .where("id", ">", since)
      .orderBy("id")
      .execute();
    return rows.map((row) => row.type);
  }

  run(units = 1): Promise<TestRun> {
    return makeRun(this.app.db, this.plant, { no: ++this.#runs, units });
  }

  /** Newest first: what this person's inbox says, about one bottle or all. */
  async inbox(who: Person, bottleNo?: string): Promise<string[]> {
    const { body } = await who.get("/api/notices?limit=200");
    const notices: { code: string; entityKey: string }[] = body.items;
    return notices
      .filter(({ entityKey }) => bottleNo === undefined || entityKey === bottleNo)
      .map(({ code }) => code);
  }
}
