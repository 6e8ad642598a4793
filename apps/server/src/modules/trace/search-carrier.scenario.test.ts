import { afterAll, beforeAll, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";

eachDialect((dialect) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
  });
  afterAll(() => app.dispose());

  test("a carrier is found by how its number begins, by who may see carriers", async () => {
    const engineer = await app.as("engineer");
    const carrier = { carrierNo: "RACK-7", kind: "RACK", name: "Burn-in 7", capacity: 12 };
    expect((await engineer.post("/api/carriers", carrier)).status).toBe(200);
    const found = async (who: Person) => (await who.get("/api/search?q=rack")).body.items;
    expect(await found(engineer)).toEqual([
      { kind: "CARRIER", key: "RACK-7", title: "Burn-in 7", state: "READY" },
    ]);
  });
});
