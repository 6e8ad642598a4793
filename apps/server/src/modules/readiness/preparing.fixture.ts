import { expect } from "bun:test";
import { addMinutes } from "@lineside/domain/kernel";
import { type Rule, startClock } from "@lineside/domain/time-rule";
import { type Answer, TestApp } from "@lineside/testkit/app";
import type { TestDialect } from "@lineside/testkit/database";
import { makePlant, makeRun, type TestPlant } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";
import { ensureTimeRules } from "../time-rule/index.ts";

export const reason = "customer agreed by mail";

export const smtSteps = [
  { code: "PRINT", traits: ["print"] },
  { code: "MOUNT", traits: ["mount"], expectedProgram: "TOP" },
  { code: "REFLOW", traits: ["reflow"], expectedProgram: "LF-245" },
];

/** A line that prints and reflows, and everybody who prepares it. */
export class Preparing {
  app!: TestApp;
  plant!: TestPlant;
  planner!: Person;
  manager!: Person;
  engineer!: Person;
  leader!: Person;
  #runs = 0;
  #rows = 0;

  async open(dialect: TestDialect): Promise<void> {
    this.app = await TestApp.start(dialect);
    await ensureTimeRules(this.app.platform);
    this.plant = await makePlant(this.app.db, { steps: smtSteps });
    this.planner = await this.app.as("planner");
    this.manager = await this.app.as("plant_manager");
    this.engineer = await this.app.as("engineer");
    this.leader = await this.app.as("line_leader", { lines: [this.plant.lineCode] });
  }

  close(): Promise<void> {
    return this.app.dispose();
  }

  get k() {
    return this.app.db.auto;
  }

  get now(): string {
    return this.app.clock.now();
  }

  id(): string {
    return `row-${++this.#rows}`;
  }

  async run(options: { state?: string; plant?: TestPlant; units?: number } = {}) {
    const { plant = this.plant, ...rest } = options;
    return await makeRun(this.app.db, plant, {
      no: ++this.#runs,
      state: "PREP",
      units: 1,
      ...rest,
    });
  }

  async board(runNo: string): Promise<Answer["body"]> {
    const answer = await this.planner.get(`/api/runs/${runNo}/readiness`);
    expect([answer.status, answer.body.code]).toEqual([200, undefined]);
    return answer.body;
  }

  async item(runNo: string, checkCode: string, itemKey?: string): Promise<Answer["body"]> {
    const { items } = await this.board(runNo);
    return items.find(
      (one: { checkCode: string; itemKey: string }) =>
        one.checkCode === checkCode && (itemKey === undefined || one.itemKey === itemKey),
    );
  }

  /** What neither passed nor is not needed, as `CHECK state finding`. */
  async unsettled(runNo: string): Promise<string[]> {
    const { items } = await this.board(runNo);
    return items
      .filter((i: { state: string }) => i.state !== "PASSED" && i.state !== "NOT_NEEDED")
      .map(
        (i: { checkCode: string; state: string; finding: { code: string } | null }) =>
          `${i.checkCode} ${i.state} ${i.finding?.code ?? ""}`,
      );
  }

  policy(over: object): Promise<Answer> {
    return this.engineer.put("/api/readiness/policies", { freshnessMinutes: null, ...over });
  }

  async setPolicy(over: object): Promise<Answer["body"]> {
    const answer = await this.policy(over);
    expect([answer.status, answer.body.code]).toEqual([200, undefined]);
    return answer.body;
  }

  /** Waives what the board shows now; the body may be overridden. */
  async waive(
    runNo: string,
    checkCode: string,
    { who = this.manager, ...over }: { who?: Person; [field: string]: unknown } = {},
  ): Promise<Answer> {
    const { itemKey, fingerprint } = (await this.item(runNo, checkCode)) ?? {};
    const body = { checkCode, itemKey, fingerprint: fingerprint || "none", reason, ...over };
    return await who.post(`/api/runs/${runNo}/readiness/waivers`, body);
  }

  async machine(code: string, status: string): Promise<void> {
    const since = addMinutes(this.now, -5);
    await this.k
      .insertInto("equipment_machine")
      .values({
        id: code,
        code,
        name: code,
        lineId: this.plant.lineId,
        status,
        statusSince: since,
        createdAt: since,
        updatedAt: since,
      })
      .execute();
  }

  setMachine(code: string, status: string) {
    return this.k
      .updateTable("equipment_machine")
      .set({ status, statusSince: this.now })
      .where("code", "=", code)
      .execute();
  }

  /** A clock of a run that has been running for 230 of 240 minutes. */
  async clock(run: { runId: string; runNo: string }, over: object = {}): Promise<string> {
    const id = this.id();
    const rule = await this.k
      .selectFrom("time_rule_definition")
      .selectAll()
      .where("code", "=", "WASH_4H")
      .executeTakeFirstOrThrow();
    await this.k
      .insertInto("time_rule_clock")
      .values({
        ...startClock(rule as unknown as Rule, addMinutes(this.now, -230)),
        id,
        subjectType: "UNIT",
        subjectId: id,
        subjectKey: `SN-${id}`,
        activeKey: id,
        lineId: this.plant.lineId,
        runId: run.runId,
        runNo: run.runNo,
        ...over,
      })
      .execute();
    return id;
  }

  /** A bottle bound to the line whose life ends then. */
  async paste(bottleNo: string, usableUntil: string): Promise<void> {
    const stamps = { createdAt: this.now, updatedAt: this.now };
    await this.k
      .insertInto("solder_paste_type")
      .values({ id: bottleNo, code: `T-${bottleNo}`, name: "Paste", policy: {}, ...stamps })
      .execute();
    await this.k
      .insertInto("solder_paste_bottle")
      .values({
        id: bottleNo,
        bottleNo,
        typeId: bottleNo,
        lotNo: "LOT",
        state: "OPEN",
        stateSince: this.now,
        receivedAt: this.now,
        expiresAt: usableUntil,
        usableUntil,
        usableLimit: "OPEN_LIFE",
        ...stamps,
      })
      .execute();
    await this.k
      .insertInto("solder_paste_binding")
      .values({
        id: bottleNo,
        bottleId: bottleNo,
        lineId: this.plant.lineId,
        currentLineId: this.plant.lineId,
        boundAt: this.now,
        boundByName: "ann",
      })
      .execute();
  }
}
