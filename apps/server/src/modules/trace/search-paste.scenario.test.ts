import { afterAll, beforeAll, expect, test } from "bun:test";
import { defaultPastePolicy } from "@lineside/domain/solder-paste";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";

eachDialect((dialect) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
  });
  afterAll(() => app.dispose());

  test("a bottle of solder paste is found by how its number begins, by who may see paste", async () => {
    const engineer = await app.as("engineer");
    const type = { code: "T-S", name: "Paste", policy: defaultPastePolicy };
    expect((await engineer.post("/api/paste-types", type)).status).toBe(200);
    const bottle = { typeCode: "T-S", lotNo: "L1", bottleNos: ["JAR-7"] };
    expect((await engineer.post("/api/paste-bottles", bottle)).status).toBe(200);
    const found = async (who: Person) => (await who.get("/api/search?q=jar")).body.items;
    expect(await found(engineer)).toEqual([
      { kind: "PASTE_BOTTLE", key: "JAR-7", title: "Paste · L1", state: "RECEIVED" },
    ]);
    expect(await found(await app.as("trace"))).toEqual([]);
  });
});
