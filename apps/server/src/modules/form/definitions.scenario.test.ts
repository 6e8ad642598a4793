import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { shippedForms } from "@lineside/domain/form/shipped";
import { eachDialect } from "@lineside/testkit/database";
import { sql } from "kysely";
import { FormBench } from "./bench.fixture.ts";
import { formsOf, recordsFor, seedForms } from "./index.ts";

const lineSheet = (max: number) => ({
  about: "LINE",
  confirm: "NONE",
  fields: [{ key: "level", label: "Level", labelZh: "液位", type: "NUMBER", max }],
});
const form = { code: "QR-Own-1", name: "Flux level", nameZh: "助焊剂液位" };

eachDialect((dialect) => {
  let bench: FormBench;
  beforeAll(async () => {
    bench = await FormBench.start(dialect);
  });
  afterAll(() => bench.app.dispose());

  const create = (body: object, who = bench.engineer) => who.post("/api/forms", body);
  const at = (revision: number, rest = "") => `/api/forms/${form.code}/${revision}${rest}`;

  test("the paper forms are there from the start, active, once", async () => {
    const mark = await bench.app.mark();
    await seedForms(bench.app.platform);
    await Promise.all([seedForms(bench.app.platform), seedForms(bench.app.platform)]);
    expect(await bench.app.events(mark)).toEqual([]);
    const { body } = await bench.operator.get("/api/forms?limit=100");
    const codes = body.items.map((row: { code: string }) => row.code);
    expect(codes).toEqual(shippedForms.map(({ code }) => code).sort());
    expect(body.items[0]).toMatchObject({
      activeRevision: 1,
      draftRevision: null,
      isShipped: true,
    });
    const served = await bench.operator.get("/api/forms?checkCode=PREP_BAKE&limit=1");
    expect(served.body.items).toMatchObject([{ code: "QR-Pro-057", confirm: "OTHER_PERSON" }]);
  });

  describe("revisions", () => {
    test("a new form is a draft, can be edited, and is used once it is activated", async () => {
      const { app, operator, engineer } = bench;
      const mark = await app.mark();
      const made = await create({ ...form, definition: lineSheet(10) });
      expect(made).toMatchObject({
        status: 200,
        body: { revision: 1, state: "DRAFT", isUsed: false, version: 1 },
      });
      const sheet = { lineCode: "A", values: { level: 15 } };
      expect(await bench.fill(form.code, sheet)).toMatchObject({
        status: 409,
        body: { code: "FORM_NOT_ACTIVE", resolvedBy: "form:config" },
      });
      const patch = { version: 1, definition: lineSheet(20) };
      expect((await engineer.patch(at(1), patch)).body).toMatchObject({ version: 2 });
      expect(await engineer.patch(at(1), patch)).toMatchObject({
        status: 409,
        body: { code: "VERSION_CONFLICT" },
      });
      expect(await engineer.post(at(1, "/activate"), { version: 2 })).toMatchObject({
        status: 200,
        body: { state: "ACTIVE", version: 3 },
      });
      expect((await bench.fill(form.code, sheet)).body).toMatchObject({ judgement: "PASS" });
      expect(await app.events(mark)).toEqual([
        "formDefinition.created",
        "form.createRecord!FORM_NOT_ACTIVE",
        "formDefinition.changed",
        "form.editDefinition!VERSION_CONFLICT",
        "formDefinition.activated",
        "form.recorded",
      ]);
      expect((await operator.get(`/api/forms/${form.code}`)).body).toMatchObject({
        active: { revision: 1, isUsed: true },
        revisions: [{ revision: 1 }],
      });
    });

    test("a revision in use never changes; records keep the one they were filled on", async () => {
      const { app, engineer } = bench;
      const old = await bench.filled(form.code, { lineCode: "A", values: { level: 15 } });
      const mark = await app.mark();
      expect(await engineer.patch(at(1), { version: 3, name: "Other" })).toMatchObject({
        status: 409,
        body: { code: "FORM_REVISION_IN_USE" },
      });
      expect((await engineer.delete(at(1))).body.code).toBe("FORM_REVISION_IN_USE");
      await create({ ...form, definition: lineSheet(12) });
      expect(await create({ ...form, definition: lineSheet(11) })).toMatchObject({
        status: 409,
        body: { code: "FORM_DRAFT_EXISTS", context: { revision: 2 } },
      });
      const swap = await engineer.post(at(2, "/activate"), { version: 1 });
      expect(swap.body).toMatchObject({ revision: 2, state: "ACTIVE" });
      const values = { level: 15 };
      const fresh = await bench.filled(form.code, { lineCode: "A", values });
      expect(fresh).toMatchObject({ formRevision: 2, judgement: "FAIL" });
      const read = await engineer.get(`/api/form-records/${old.id}`);
      expect(read.body).toMatchObject({ formRevision: 1, judgement: "PASS" });
      const reason = "Level was read again";
      const patched = await engineer.patch(`/api/form-records/${old.id}`, {
        version: 1,
        values: { level: 16 },
        reason,
      });
      expect(patched.body).toMatchObject({ formRevision: 1, judgement: "PASS" });
      expect((await engineer.post(at(1, "/activate"), { version: 4 })).body.state).toBe("ACTIVE");
      expect(await app.events(mark)).toEqual([
        "form.editDefinition!FORM_REVISION_IN_USE",
        "form.deleteDefinition!FORM_REVISION_IN_USE",
        "formDefinition.created",
        "form.createDefinition!FORM_DRAFT_EXISTS",
        "formDefinition.retired",
        "formDefinition.activated",
        "form.recorded",
        "form.corrected",
        "formDefinition.retired",
        "formDefinition.activated",
      ]);
    });

    test("a draft is thrown away; two who activate at once leave one active", async () => {
      const { engineer } = bench;
      const draft = (await create({ ...form, definition: lineSheet(9) })).body;
      expect(draft.revision).toBe(3);
      expect((await engineer.delete(at(3))).body).toEqual({ code: form.code, revision: 3 });
      expect((await engineer.delete(at(3))).body.code).toBe("FORM_REVISION_NOT_FOUND");
      await create({ ...form, definition: lineSheet(8) });
      const [two, three] = (await engineer.get(`/api/forms/${form.code}`)).body.revisions;
      const both = await Promise.all(
        [two, three].map(({ revision, version }: { revision: number; version: number }) =>
          engineer.post(at(revision, "/activate"), { version }),
        ),
      );
      expect(both.some(({ status }) => status === 200)).toBe(true);
      const { revisions } = (await engineer.get(`/api/forms/${form.code}`)).body;
      const active = revisions.filter((each: { state: string }) => each.state === "ACTIVE");
      expect(active).toHaveLength(1);
    });

    test("what means nothing, and who may not, is refused", async () => {
      const crossed = { about: "TOOL", confirm: "NONE", fields: lineSheet(1).fields };
      expect(await create({ ...form, code: "QR-Own-2", definition: crossed })).toMatchObject({
        status: 400,
        body: {
          code: "FORM_DEFINITION_INVALID",
          context: { faults: [{ path: "subject", rule: "MISSING" }] },
        },
      });
      const odd = { ...lineSheet(1), script: "alert(1)" };
      expect((await create({ ...form, definition: odd })).body.code).toBe("VALIDATION_FAILED");
      for (const who of [bench.operator, bench.leader])
        expect(await create({ ...form, definition: lineSheet(1) }, who)).toMatchObject({
          status: 403,
          body: { code: "FORBIDDEN", context: { permission: "form:config" } },
        });
      expect((await bench.engineer.get("/api/forms/NONE")).body.code).toBe("FORM_NOT_FOUND");
    });

    test("a person's revision of a shipped form survives the next start; the shipped one stays", async () => {
      const { engineer, app } = bench;
      const code = "QR-Pro-130";
      const shipped = (await engineer.get(`/api/forms/${code}`)).body.active;
      const { name, nameZh, definition } = shipped;
      const own = { ...definition, confirm: "ANY" };
      const made = (await create({ code, name, nameZh, definition: own })).body;
      await engineer.post(`/api/forms/${code}/${made.revision}/activate`, { version: 1 });
      const mark = await app.mark();
      await seedForms(app.platform);
      expect(await app.events(mark)).toEqual([]);
      const after = (await engineer.get(`/api/forms/${code}`)).body;
      expect(after.active).toMatchObject({ revision: 2, isShipped: false });
      expect(after.revisions).toMatchObject([{ revision: 2 }, { revision: 1, state: "RETIRED" }]);
    });

    test("a newer shipped form replaces the product's own revision and leaves a person's alone", async () => {
      const { engineer, app } = bench;
      const change = async (code: string) =>
        await app.db.unit((tx) =>
          tx.k
            .updateTable("form_definition")
            .set({ name: "As an older release called it" })
            .where("code", "=", code)
            .where("isShipped", "=", true)
            .execute(),
        );
      await change("QR-Mac-238");
      await change("QR-Pro-130");
      const mark = await app.mark();
      await seedForms(app.platform);
      expect(await app.events(mark)).toEqual([
        "formDefinition.created",
        "formDefinition.created",
        "formDefinition.retired",
        "formDefinition.activated",
      ]);
      const own = (await engineer.get("/api/forms/QR-Pro-130")).body;
      expect(own.active).toMatchObject({ revision: 2, isShipped: false });
      expect(own.revisions[0]).toMatchObject({ revision: 3, state: "DRAFT", isShipped: true });
      const refused = await engineer.delete("/api/forms/QR-Pro-130/3");
      expect(refused.body.code).toBe("FORM_DEFINITION_STATE_INVALID");
      const product = (await engineer.get("/api/forms/QR-Mac-238")).body;
      expect(product.active).toMatchObject({ revision: 2, isShipped: true });
    });
  });

  describe("evidence for readiness", () => {
    test("is looked up run, then line, then plant; newest first; voided ones and other runs' lots left out", async () => {
      const { app, plant, operator } = bench;
      const [one, two] = [await bench.run(), await bench.run()];
      const fill = async (formCode: string, body: object) => {
        app.clock.advance(60);
        return (await bench.filled(formCode, body)).id as string;
      };
      const oven = (name: string) => ({ equipmentNo: "RF-1", product: "P-A", program: name });
      const bake = { oven: "O-1", itemCode: "PCB", process: "PCB", quantity: 1 };
      const ofLine = await fill("QR-Pro-105", { lineCode: "A", values: oven("X") });
      const ofOther = await fill("QR-Pro-105", { runNo: two.runNo, values: oven("Y") });
      const ofRun = await fill("QR-Pro-105", { runNo: one.runNo, values: oven("LF-245") });
      const voided = await fill("QR-Pro-105", { runNo: one.runNo, values: oven("LF-245") });
      const reason = "Wrong oven was read";
      await operator.post(`/api/form-records/${voided}/void`, { version: 1, reason });
      await fill("QR-Pro-057", { runNo: two.runNo, subjectKey: "LOT-B", values: bake });
      const ahead = await fill("QR-Pro-057", {
        subjectKey: "LOT-C",
        productCode: "P-A",
        values: bake,
      });
      await fill("QR-Pro-057", { subjectKey: "LOT-D", productCode: "P-B", values: bake });
      const found = await recordsFor(app.db.read, {
        formCodes: ["QR-Pro-105", "QR-Pro-057"],
        runId: one.runId,
        lineId: plant.lineId,
        productCode: plant.productCode,
      });
      expect(found.map(({ id, level }) => [id, level])).toEqual([
        [ahead, "PLANT"],
        [ofRun, "RUN"],
        [ofOther, "LINE"],
        [ofLine, "LINE"],
      ]);
      expect(found[1]).toMatchObject({
        formCode: "QR-Pro-105",
        checkCode: "PREP_PROGRAM",
        state: "SUBMITTED",
        judgement: "PASS",
        awaitsConfirmation: true,
        values: { program: "LF-245" },
      });
      const none = { runId: one.runId, lineId: plant.lineId, productCode: null };
      expect(await recordsFor(app.db.read, { ...none, formCodes: [] })).toEqual([]);
      const subject = await recordsFor(app.db.read, {
        ...none,
        formCodes: ["QR-Pro-057"],
        subjectKeys: ["LOT-D"],
      });
      expect(subject.map(({ subjectKey, level }) => [subjectKey, level])).toEqual([
        ["LOT-D", "PLANT"],
      ]);
    });

    test("the forms in use are told with what they ask", async () => {
      const forms = await formsOf(bench.app.db.read, ["QR-Pro-089", "NONE"]);
      expect(forms).toMatchObject([{ code: "QR-Pro-089", definition: { about: "TOOL" } }]);
      expect(await formsOf(bench.app.db.read, [])).toEqual([]);
    });

    if (dialect === "sqlite")
      test("a level without records is not a walk through all of them", async () => {
        const plan = await sql<{ detail: string }>`explain query plan
          select "id" from "form_record" where "formCode" = 'a' and "lineId" is null
          order by "occurredAt" desc limit 20`.execute(bench.app.db.read);
        const steps = plan.rows.map(({ detail }) => detail);
        expect(steps).toEqual([
          expect.stringContaining("USING INDEX form_record_formCode_lineId_occurredAt_idx"),
        ]);
      });
  });
});
