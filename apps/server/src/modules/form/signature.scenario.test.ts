import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createUser } from "@lineside/server/modules/auth";
import { eachDialect } from "@lineside/testkit/database";
import { Person, signIn, testPassword } from "@lineside/testkit/people";
import { callSigned, signatureFor } from "@lineside/testkit/signature";
import { FormBench, reason } from "./bench.fixture.ts";

const fields = [{ key: "gap", label: "Gap", labelZh: "间隙", type: "NUMBER", max: 5 }];

eachDialect((dialect) => {
  let bench: FormBench;
  beforeAll(async () => {
    bench = await FormBench.start(dialect);
    await form("SIGNED-BOTH", { fill: true, confirm: true });
    await form("SIGNED-REVIEW", { confirm: true });
  });
  afterAll(() => bench.app.dispose());

  const definition = (signature: object, confirm = "OTHER_PERSON") => ({
    ...{ about: "LINE", confirm, fields, signature },
  });
  async function form(code: string, signature: object): Promise<void> {
    const named = { code, name: code, nameZh: code, definition: definition(signature) };
    const { status } = await bench.engineer.post("/api/forms", named);
    expect(status).toBe(200);
    const activated = await bench.engineer.post(`/api/forms/${code}/1/activate`, { version: 1 });
    expect(activated.status).toBe(200);
  }
  const sheet = (formCode: string) => ({ formCode, lineCode: "A", values: { gap: 3 } });
  const fill = (body: object) => bench.operator.post("/api/form-records", body);
  const reviewed = async () => (await fill(sheet("SIGNED-REVIEW"))).body;
  const at = (id: string, action = "") => `/api/form-records/${id}${action}`;
  const confirm =
    (id: string, who = bench.leader) =>
    (body: object) =>
      who.post(at(id, "/confirm"), body);
  const signatures = () =>
    bench.app.db.read.selectFrom("audit_signature").selectAll().orderBy("id").execute();
  const lastEvent = async (type: string) =>
    await bench.app.db.read
      .selectFrom("platform_event")
      .select(["data", "requestId"])
      .where("type", "=", type)
      .orderBy("id", "desc")
      .executeTakeFirstOrThrow();

  test("a form whose records nobody confirms cannot ask for a signature of who does", async () => {
    const named = { code: "NOBODY", name: "N", nameZh: "N" };
    const bad = { ...named, definition: definition({ confirm: true }, "NONE") };
    expect(await bench.engineer.post("/api/forms", bad)).toMatchObject({
      status: 400,
      body: {
        code: "FORM_DEFINITION_INVALID",
        context: { faults: [{ path: "signature", rule: "NOBODY_CONFIRMS" }] },
      },
    });
  });

  test("where the plant asks for it, a revision is approved before it is used", async () => {
    const admin = await bench.app.as("admin");
    const ask = (signatureFor: string[]) => admin.patch("/api/settings", { signatureFor });
    await ask(["form.activateDefinition"]);
    const named = { code: "APPROVED", name: "A", nameZh: "A" };
    await bench.engineer.post("/api/forms", { ...named, definition: definition({ fill: true }) });
    const activate = (body: object) =>
      bench.engineer.post("/api/forms/APPROVED/1/activate", { version: 1, ...body });
    expect((await callSigned(activate)).body.state).toBe("ACTIVE");
    expect((await signatures()).at(-1)).toMatchObject({
      ...{ meaning: "APPROVED", entityType: "formDefinition", entityKey: "APPROVED/1" },
    });
    await ask([]);
  });

  describe("filling a form that is signed", () => {
    test("asks first, keeps nothing, then keeps record and signature together", async () => {
      const mark = await bench.app.mark();
      const asked = await fill(sheet("SIGNED-BOTH"));
      const signature = signatureFor(asked);
      expect(asked).toMatchObject({
        status: 409,
        body: {
          code: "SIGNATURE_REQUIRED",
          context: {
            command: "form.createRecord",
            meaning: "FILLED",
            entityType: "formRecord",
            entityKey: "SIGNED-BOTH",
            printedName: "operator 1",
            username: bench.operator.username,
            isCodeAsked: false,
          },
        },
      });
      expect(signature.contentHash).toMatch(/^[0-9a-f]{64}$/);
      // Being asked is no refusal: the trail keeps what was decided, not each look at a dialog.
      expect(await bench.app.events(mark)).toEqual([]);
      const before = (await signatures()).length;
      bench.app.clock.advance(20);
      const done = await fill({ ...sheet("SIGNED-BOTH"), signature });
      expect(done).toMatchObject({
        status: 200,
        body: {
          state: "SUBMITTED",
          signatures: [
            {
              meaning: "FILLED",
              printedName: "operator 1",
              method: "PASSWORD",
              signedAt: bench.app.clock.now(),
              stand: "VALID",
            },
          ],
        },
      });
      expect(await bench.app.events(mark)).toEqual(["form.recorded"]);
      const rows = await signatures();
      expect(rows).toHaveLength(before + 1);
      const { data, requestId } = await lastEvent("form.recorded");
      const [shown] = done.body.signatures;
      expect(rows.at(-1)).toMatchObject({ id: shown.id, entityId: done.body.id, requestId });
      const { stand: _, ...kept } = shown;
      const { id: entityId } = done.body;
      expect((data as { signature: object }).signature).toEqual({
        ...{ ...kept, entityType: "formRecord", entityId },
      });
    });

    test("other values than those in the dialog are not what was signed", async () => {
      const signature = signatureFor(await fill(sheet("SIGNED-BOTH")));
      const other = { ...sheet("SIGNED-BOTH"), values: { gap: 4 }, signature };
      const mark = await bench.app.mark();
      expect(await fill(other)).toMatchObject({
        status: 409,
        body: { code: "SIGNATURE_CONTENT_CHANGED" },
      });
      expect(await bench.app.events(mark)).toEqual(["form.createRecord!SIGNATURE_CONTENT_CHANGED"]);
    });

    test("a repeated call gets the first answer and is not asked again", async () => {
      const key = { headers: { "idempotency-key": `signed-${dialect}` } };
      const call = (body: object) => bench.operator.post("/api/form-records", body, key);
      const done = await callSigned(call, sheet("SIGNED-BOTH"));
      expect(done.status).toBe(200);
      const before = (await signatures()).length;
      for (const more of [{}, { signature: signatureFor(await fill(sheet("SIGNED-BOTH"))) }]) {
        const again = await call({ ...sheet("SIGNED-BOTH"), ...more });
        expect(again.body).toEqual(done.body);
        expect(again.headers.get("idempotency-replayed")).toBe("true");
      }
      expect(await signatures()).toHaveLength(before);
    });
  });

  describe("reviewing", () => {
    test("other rules refuse first: nobody signs what is refused anyway", async () => {
      const { id } = await reviewed();
      expect((await bench.operator.post(at(id, "/confirm"), { version: 1 })).body.code).toBe(
        "FORBIDDEN",
      );
      expect((await confirm(id)({ version: 2 })).body.code).toBe("VERSION_CONFLICT");
    });

    test("confirming, then a correction: the signatures stay and speak of the past", async () => {
      const { id } = await reviewed();
      const done = await callSigned(confirm(id), { version: 1 });
      expect(done.body).toMatchObject({
        state: "CONFIRMED",
        signatures: [{ meaning: "CONFIRMED", stand: "VALID" }],
      });
      bench.app.clock.advance(60);
      const patch = (version: number, gap: number) =>
        bench.operator.patch(at(id), { version, values: { gap }, reason });
      expect((await patch(2, 4)).body).toMatchObject({
        state: "SUBMITTED",
        signatures: [{ meaning: "CONFIRMED", stand: "SUPERSEDED" }],
      });
      // Put back to what it said: still another record than the one that was signed.
      expect((await patch(3, 3)).body.signatures).toMatchObject([{ stand: "SUPERSEDED" }]);
      bench.app.clock.advance(60);
      expect((await callSigned(confirm(id), { version: 4 })).body.signatures).toMatchObject([
        { stand: "SUPERSEDED" },
        { stand: "VALID" },
      ]);
    });

    test("what was changed past the system no longer fits its signature", async () => {
      const { id } = await reviewed();
      await callSigned(confirm(id), { version: 1 });
      await bench.app.db.unit(async (tx) => {
        const values = { gap: 1 };
        await tx.k.updateTable("form_record").set({ values }).where("id", "=", id).execute();
      });
      expect((await bench.leader.get(at(id))).body.signatures).toMatchObject([{ stand: "BROKEN" }]);
    });

    test("rejecting and voiding are signed with their own meaning", async () => {
      const { id } = await reviewed();
      const reject = (body: object) => bench.leader.post(at(id, "/reject"), body);
      const rejected = await callSigned(reject, { version: 1, reason });
      expect(rejected.body).toMatchObject({
        state: "REJECTED",
        signatures: [{ meaning: "REJECTED", stand: "VALID" }],
      });
      const toVoid = (body: object) => bench.leader.post(at(id, "/void"), body);
      expect((await callSigned(toVoid, { version: 2, reason })).body).toMatchObject({
        state: "VOIDED",
        signatures: [{ meaning: "REJECTED" }, { meaning: "VOIDED" }],
      });
    });

    test("a record changed while the dialog was open is not signed", async () => {
      const { id } = await reviewed();
      const signature = signatureFor(await confirm(id)({ version: 1 }));
      const change = { version: 1, values: { gap: 4 }, reason };
      expect((await bench.operator.patch(at(id), change)).status).toBe(200);
      expect((await confirm(id)({ version: 1, signature })).body.code).toBe("VERSION_CONFLICT");
      expect((await confirm(id)({ version: 2, signature })).body.code).toBe(
        "SIGNATURE_CONTENT_CHANGED",
      );
      expect((await bench.leader.get(at(id))).body).toMatchObject({ signatures: [] });
    });

    test("a correction and a signature at once: one of them, never one over the other", async () => {
      for (let round = 0; round < 5; round++) {
        const { id } = await reviewed();
        const signature = signatureFor(await confirm(id)({ version: 1 }));
        const change = { version: 1, values: { gap: 4 }, reason };
        const both = await Promise.all([
          confirm(id)({ version: 1, signature }),
          bench.operator.patch(at(id), change),
        ]);
        expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
        const { state, signatures: kept, values } = (await bench.leader.get(at(id))).body;
        const isSigned = state === "CONFIRMED";
        expect(kept).toHaveLength(isSigned ? 1 : 0);
        expect(values.gap).toBe(isSigned ? 3 : 4);
      }
    });

    test("the same signature sent twice at once signs once", async () => {
      const { id } = await reviewed();
      const signature = signatureFor(await confirm(id)({ version: 1 }));
      const both = await Promise.all([1, 2].map(() => confirm(id)({ version: 1, signature })));
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect((await bench.leader.get(at(id))).body.signatures).toHaveLength(1);
    });
  });

  test("a badge at a shared screen fills and signs with its owner's password only", async () => {
    const { app } = bench;
    const who = { username: `badge-${dialect}`, name: "Badge Wu", password: testPassword };
    await createUser(app.platform, {
      ...who,
      roles: ["operator"],
      lineIds: [bench.plant.lineId],
      stationIds: bench.plant.stationIds,
      badge: "WU-0001",
      pin: "4711",
    });
    const { username } = bench.operator;
    const screen = new Person(app, { id: "", username, cookie: await signIn(app, username) });
    const scanned = await screen.post("/api/auth/badge", { badge: "WU-0001", pin: "4711" });
    expect(scanned.status).toBe(200);
    const call = (body: object) =>
      screen.post("/api/form-records", { ...sheet("SIGNED-BOTH"), ...body });
    const asked = await call({});
    expect(asked.body.context).toMatchObject({ printedName: "Badge Wu", username: who.username });
    const pin = { signature: signatureFor(asked, { password: "4711" }) };
    expect((await call(pin)).body.code).toBe("SIGNATURE_WRONG");
    // The screen's own user is another person here, right password or not.
    const owner = { signature: signatureFor(asked, { username }) };
    expect((await call(owner)).body.code).toBe("SIGNATURE_OTHER_PERSON");
    expect(await call({ signature: signatureFor(asked) })).toMatchObject({
      status: 200,
      body: { filledByName: "Badge Wu", signatures: [{ printedName: "Badge Wu" }] },
    });
  });
});
