import { expect } from "bun:test";
import { standardMapping } from "@lineside/domain/routing";
import { TestApp } from "@lineside/testkit/app";
import type { TestDialect } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";

/** A plant with one line, a printer group, two AOI stations, and the operations for them. */
export class RoutingBench {
  readonly id: Record<string, string> = {};

  private constructor(
    readonly app: TestApp,
    readonly engineer: Person,
  ) {}

  static async start(dialect: TestDialect): Promise<RoutingBench> {
    const app = await TestApp.start(dialect);
    const bench = new RoutingBench(app, await app.as("engineer"));
    const lineId = await bench.make("lines", { code: "SMT-A", name: "SMT A", processType: "SMT" });
    const groupId = await bench.make("station-groups", { code: "PRINTERS", name: "Printers" });
    const station = { lineId, stationType: "AUTO" };
    await bench.make("stations", { ...station, code: "PRINT-1", name: "Printer", groupId });
    await bench.make("stations", { ...station, code: "AOI-1", name: "AOI 1" });
    await bench.make("stations", { ...station, code: "AOI-2", name: "AOI 2" });
    await bench.make("stations", {
      ...station,
      code: "HAND-1",
      name: "Desk",
      stationType: "MANUAL",
    });
    await bench.make("operations", { code: "PRINT", name: "Printing", nameZh: "印刷" });
    await bench.make("operations", {
      code: "AOI",
      name: "AOI",
      nameZh: "光学检查",
      traits: ["aoi"],
    });
    await bench.make("operations", { code: "ICT", name: "ICT", nameZh: "在线测试" });
    await bench.make("products", { code: "P-1001", name: "Product" });
    await bench.put({ scope: "GLOBAL", stationType: "AUTO" });
    await bench.put({
      scope: "OPERATION",
      operationId: bench.of("PRINT"),
      stationGroupId: groupId,
      ingestMapping: standardMapping("AUTO"),
    });
    const aoi = { scope: "OPERATION", operationId: bench.of("AOI") };
    await bench.put({
      ...aoi,
      allowedStationIds: [bench.of("AOI-1"), bench.of("AOI-2")],
      ingestMapping: standardMapping("AUTO"),
    });
    return bench;
  }

  /** The id of what was made under the code. */
  of(code: string): string {
    const id = this.id[code];
    if (!id) throw new Error(`nothing was made as ${code}`);
    return id;
  }

  async make(path: string, body: { code: string; [field: string]: unknown }): Promise<string> {
    const answer = await this.engineer.post(`/api/${path}`, body);
    expect(answer).toMatchObject({ status: 200, body: { version: 1 } });
    this.id[body.code] = answer.body.id;
    return answer.body.id;
  }

  async put(config: object): Promise<{ id: string; version: number }> {
    const answer = await this.engineer.put("/api/execution-configs", config);
    expect(answer).toMatchObject({ status: 200 });
    return answer.body;
  }

  /** A route with these operations as its steps; returns the ids of the steps. */
  async route(code: string, ...operations: string[]): Promise<string[]> {
    await this.make("routes", { code, name: `Route ${code}`, processType: "SMT" });
    const steps = operations.map((operation) => ({ operationId: this.of(operation) }));
    const answer = await this.engineer.put(`/api/routes/${code}/steps`, { version: 1, steps });
    expect(answer).toMatchObject({ status: 200, body: { version: 2 } });
    return answer.body.steps.map((step: { id: string }) => step.id);
  }

  async compile(code: string) {
    const answer = await this.engineer.post(`/api/routes/${code}/compile`);
    expect(answer.status).toBe(200);
    return answer.body;
  }

  async preview(code: string) {
    return (await this.engineer.get(`/api/routes/${code}/preview`)).body;
  }
}
