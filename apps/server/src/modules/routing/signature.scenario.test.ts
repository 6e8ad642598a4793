import { afterAll, beforeAll, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { callSigned } from "@lineside/testkit/signature";
import { RoutingBench } from "./routing.fixture.ts";

eachDialect((dialect) => {
  let bench: RoutingBench;
  beforeAll(async () => {
    bench = await RoutingBench.start(dialect);
    const admin = await bench.app.as("admin");
    await admin.patch("/api/settings", { signatureFor: ["route.compile"] });
  });
  afterAll(() => bench.app.dispose());

  const compile = (code: string) => (body: object) =>
    bench.engineer.post(`/api/routes/${code}/compile`, body);
  const signatures = () => bench.app.db.read.selectFrom("audit_signature").selectAll().execute();

  test("a version that may be used is released with a signature, once", async () => {
    await bench.route("SIGNED", "PRINT", "AOI");
    const done = await callSigned(compile("SIGNED"));
    const { id, versionNo, status } = done.body.version;
    expect([versionNo, status, done.body.created]).toEqual([1, "READY", true]);
    expect(await signatures()).toMatchObject([
      {
        ...{ command: "route.compile", meaning: "RELEASED" },
        ...{ entityType: "routeVersion", entityId: id, entityKey: "SIGNED/1" },
      },
    ]);
    expect((await compile("SIGNED")({})).body.created).toBe(false);
    expect(await signatures()).toHaveLength(1);
  });

  test("what does not compile releases nothing, and nobody signs it", async () => {
    await bench.make("operations", { code: "XRAY", name: "X-ray", nameZh: "X 光" });
    await bench.route("BROKEN", "PRINT", "XRAY");
    const done = await compile("BROKEN")({});
    expect([done.status, done.body.version.status]).toEqual([200, "INVALID"]);
    expect(await signatures()).toHaveLength(1);
  });
});
