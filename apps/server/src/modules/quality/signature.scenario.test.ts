import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { commandsBySetting } from "@lineside/domain/signature";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { callSigned, signatureFor } from "@lineside/testkit/signature";
import { Floor, reason } from "./floor.fixture.ts";

eachDialect((dialect) => {
  let app: TestApp;
  let floor: Floor;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
    floor = await Floor.open(app);
    const admin = await app.as("admin");
    const asked = await admin.patch("/api/settings", { signatureFor: commandsBySetting });
    expect(asked.status).toBe(200);
  });
  afterAll(() => app.dispose());

  const failed = async () => {
    const { sns } = await floor.run(2);
    const sn = sns[0] ?? "";
    return { sn, id: await floor.failed(sn) };
  };
  const dispose = (id: string, body: object) => (more: object) =>
    floor.dispose(id, { ...body, ...more });
  const signed = async (sn: string) => {
    const { body } = await floor.quality.get(`/api/trace/units/${sn}`);
    return body.events.flatMap(
      (each: { type: string; data: { signature?: { meaning: string } } }) =>
        each.data.signature ? [`${each.type} ${each.data.signature.meaning}`] : [],
    );
  };

  describe("what quality decides, signed", () => {
    test("a disposition: the signature stands with the defect and in the board's trace", async () => {
      const { sn, id } = await failed();
      const mark = await app.mark();
      const done = await callSigned(dispose(id, { type: "SCRAP" }));
      expect(done).toMatchObject({ status: 200, body: { unit: { state: "SCRAPPED" } } });
      expect((await app.events(mark)).slice(0, 2)).toEqual([
        "defect.dispositioned",
        "unit.scrapped",
      ]);
      expect((await floor.quality.get(`/api/defects/${id}`)).body.signatures).toMatchObject([
        { meaning: "DISPOSED", printedName: expect.stringContaining("quality") },
      ]);
      expect(await signed(sn)).toEqual(["defect.dispositioned DISPOSED"]);
    });

    test("another decision than the one in the dialog is not signed", async () => {
      const { id } = await failed();
      const asked = await dispose(id, { type: "HOLD", reason: "crack at C12" })({});
      // Who signs reads what was decided, not only about which board.
      expect(asked.body.context.decision).toEqual({
        ...{ disposition: "HOLD", toStepNo: null, reason: "crack at C12" },
      });
      const signature = signatureFor(asked);
      expect((await dispose(id, { type: "SCRAP", signature })({})).body.code).toBe(
        "SIGNATURE_CONTENT_CHANGED",
      );
      expect((await floor.defect(id)).state).toBe("RECORDED");
    });

    test("releasing and scrapping a held board", async () => {
      for (const [action, told] of [
        ["release", "unit.released RELEASED"],
        ["scrap", "unit.scrapped DISPOSED"],
      ] as const) {
        const { sn, id } = await failed();
        await callSigned(dispose(id, { type: "HOLD" }));
        const decide = (more: object) =>
          floor.quality.post(`/api/units/${sn}/${action}`, { reason, ...more });
        expect((await callSigned(decide)).status).toBe(200);
        expect(await signed(sn)).toContain(told);
      }
    });
  });
});
