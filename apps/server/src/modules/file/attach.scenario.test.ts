import { afterAll, beforeAll, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";

const png = Uint8Array.from("\x89PNG\r\n\x1a\nof line B", (sign) => sign.charCodeAt(0));

eachDialect((dialect) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
    await makePlant(app.db);
    await makePlant(app.db, { line: "B", steps: [{ code: "MOUNT" }] });
  });
  afterAll(() => app.dispose());

  test("nobody reads a stranger's file by putting it into a record of their own", async () => {
    const engineer = await app.as("engineer");
    const leader = await app.as("line_leader", { lines: ["A"] });
    const uploaded = await engineer.post("/api/files?name=b.png", new Blob([png]), {
      headers: { "content-type": "image/png" },
    });
    const { id } = uploaded.body;
    const values = { model: "P-A", isClean: true };
    const record = (who: Person, lineCode: string) =>
      who.post("/api/form-records", {
        formCode: "QR-Pro-130",
        subjectKey: "ST-1",
        lineCode,
        values,
        fileIds: [id],
      });
    const refused = { status: 404, body: { code: "FILE_NOT_FOUND", context: { id } } };
    expect(await record(leader, "A")).toMatchObject(refused);
    expect((await record(engineer, "B")).status).toBe(200);
    expect(await record(leader, "A")).toMatchObject(refused);
    expect((await leader.get(`/api/files/${id}`)).status).toBe(403);
    // Once a record of line A holds it, its people may correct that record and name it again.
    const shared = (await record(engineer, "A")).body;
    const corrected = await leader.patch(`/api/form-records/${shared.id}`, {
      version: shared.version,
      values: { isClean: false },
      fileIds: [id],
      reason: "looked again",
    });
    expect([corrected.status, corrected.body.code]).toEqual([200, undefined]);
  });
});
