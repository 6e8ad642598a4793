import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { signedCommands } from "@lineside/domain/signature";
import { allDoors } from "@lineside/server/app";
import { eachDialect } from "@lineside/testkit/database";
import { callSigned, signatureFor } from "@lineside/testkit/signature";
import { reason } from "../work-order/planning.fixture.ts";
import { Signing } from "./signing.fixture.ts";

test("the table of signed commands is what the doors declare, and nothing more", () => {
  const operations = allDoors().flatMap((doors) => doors.endpoints.map((each) => each.operation));
  const declared = operations.flatMap((each) =>
    each.kind === "command" && each.signs ? [[each.name, each.signs.command]] : [],
  );
  expect(declared.filter(([name, signs]) => name !== signs)).toEqual([]);
  const table = Object.values(signedCommands).map(({ command }) => command);
  expect(declared.map(([name]) => name ?? "").sort()).toEqual([...table].sort());
});

eachDialect((dialect) => {
  const p = new Signing();
  beforeAll(() => p.open(dialect));
  afterAll(() => p.close());
  afterEach(() => p.app.clock.advance(600));

  describe("a command the setting names", () => {
    test("is asked for, signed, and shown with the run, to the auditor and in the trail", async () => {
      const who = await p.somebody();
      const runNo = await p.run(5);
      const mark = await p.app.mark();
      const done = await callSigned(p.authorize(who, runNo));
      expect(done).toMatchObject({ status: 200, body: { state: "AUTHORIZED" } });
      expect(await p.app.events(mark)).toEqual(["run.authorized"]);
      const signature = {
        meaning: "AUTHORIZED",
        printedName: "Signer 1",
        username: who.username,
        method: "PASSWORD",
        signedAt: p.app.clock.now(),
      };
      const history = await who.get(`/api/runs/${runNo}/authorizations`);
      expect(history.body.items).toMatchObject([{ action: "AUTHORIZE", signature }]);
      const board = await who.get(`/api/runs/${runNo}/readiness`);
      expect(board.body.signatures).toMatchObject([{ ...signature, entityType: "run" }]);
      const auditor = await p.app.as("trace");
      const { items } = (await auditor.get(`/api/audit/signatures?signer=${who.username}`)).body;
      expect(items).toMatchObject([{ ...signature, entityKey: runNo, signedById: who.id }]);
      const [event] = (await auditor.get("/api/audit-logs?type=run.authorized&limit=1")).body.items;
      const told = (await auditor.get(`/api/audit-logs/${event.id}`)).body;
      expect(told.data.signature).toMatchObject(signature);
      expect(items[0].requestId).toBe(told.requestId);
      expect(told.data.signature.contentHash).toBe(items[0].contentHash);
    });

    test("a signature written past the system is not in the trail, and is shown so", async () => {
      const who = await p.somebody();
      const runNo = await p.run(5);
      await callSigned(p.authorize(who, runNo));
      const [row] = await p.signatures().then((all) => all.slice(-1));
      const auditor = await p.app.as("trace");
      const trail = async () => {
        const { body } = await auditor.get(`/api/audit/signatures?signer=${who.username}`);
        return body.items.map((each: { trail: string }) => each.trail);
      };
      expect(await trail()).toEqual(["FOUND"]);
      if (!row) throw new Error("nothing was signed");
      const copy = { ...row, id: Bun.randomUUIDv7(), entityId: "another run" };
      await p.k.insertInto("audit_signature").values(copy).execute();
      expect(await trail()).toEqual(["MISSING", "FOUND"]);
      await p.k
        .updateTable("audit_signature")
        .set({ entityId: "another run" })
        .where("id", "=", row.id)
        .execute();
      expect(await trail()).toEqual(["MISSING", "MISSING"]);
    });

    test("a second press on what is done already changes nothing and signs nothing", async () => {
      const who = await p.somebody();
      const runNo = await p.run(5);
      await callSigned(p.authorize(who, runNo));
      const before = (await p.signatures()).length;
      expect((await p.authorize(who, runNo)({})).status).toBe(200);
      expect(await p.signatures()).toHaveLength(before);
    });

    test("of two who sign at once one signs: the run is authorised once, by one person", async () => {
      const [one, two] = [await p.somebody(), await p.somebody()];
      const runNo = await p.run(5);
      const signed = await Promise.all(
        [one, two].map(async (who) => ({
          who,
          signature: signatureFor(await p.authorize(who, runNo)({})),
        })),
      );
      const before = (await p.signatures()).length;
      const answers = await Promise.all(
        signed.map(({ who, signature }) => p.authorize(who, runNo)({ signature })),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect(await p.signatures()).toHaveLength(before + 1);
      const history = (await one.get(`/api/runs/${runNo}/authorizations`)).body.items;
      expect(history).toHaveLength(1);
      expect(history[0].signature.printedName).toBe(history[0].actorName);
    });

    test("a run that changed while the dialog was open is shown anew", async () => {
      const who = await p.somebody();
      const runNo = await p.run(5);
      const signature = signatureFor(await p.authorize(who, runNo)({}));
      await p.k
        .updateTable("work_order_run")
        .set({ planQty: 6 })
        .where("runNo", "=", runNo)
        .execute();
      expect(await p.authorize(who, runNo)({ signature })).toMatchObject({
        status: 409,
        body: { code: "SIGNATURE_CONTENT_CHANGED", context: { entityKey: runNo } },
      });
      expect(await p.state(`/runs/${runNo}`)).toBe("PREP");
    });

    test("without the setting nothing is asked for, and revoking never is", async () => {
      const who = await p.somebody();
      const runNo = await p.run(5);
      await p.ask();
      expect((await p.authorize(who, runNo)({})).status).toBe(200);
      await p.ask("run.authorize");
      expect((await who.post(`/api/runs/${runNo}/revoke`, { reason })).status).toBe(200);
    });

    test("an order's release is signed: to that line, for that quantity", async () => {
      const woNo = await p.order();
      await p.ask("workOrder.release", "run.authorize");
      const release = (body: object) =>
        p.planner.post(`/api/work-orders/${woNo}/release`, { lineCode: p.plant.lineCode, ...body });
      expect((await callSigned(release)).body.state).toBe("RELEASED");
      expect((await p.signatures()).at(-1)).toMatchObject({
        ...{ command: "workOrder.release", meaning: "RELEASED", entityKey: woNo },
      });
      await p.ask("run.authorize");
    });

    test("the setting takes only commands of the table", async () => {
      for (const name of ["run.revoke", "form.confirmRecord", "anything"])
        expect((await p.admin.patch("/api/settings", { signatureFor: [name] })).status).toBe(400);
    });
  });

  test("the API reference says how to sign", async () => {
    const { paths } = (await p.app.request("GET", "/openapi.json")).body;
    const { post } = paths["/api/runs/{runNo}/authorize"];
    const { signature } = post.requestBody.content["application/json"].schema.properties;
    expect(Object.keys(signature.properties)).toEqual([
      "username",
      "password",
      "code",
      "contentHash",
    ]);
    expect(signature.description).toContain("SIGNATURE_REQUIRED");
  });
});
