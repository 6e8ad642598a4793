import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { cfxSamples, sampleBody } from "@lineside/testkit/cfx-samples";
import { eachDialect } from "@lineside/testkit/database";
import { createUser } from "../../auth/index.ts";
import { CfxLine, printer, tester, units } from "./line.fixture.ts";

const validateUnits = "CFX.InformationSystem.UnitValidation.ValidateUnitsRequest";
const validateOperator = "CFX.InformationSystem.OperatorValidation.ValidateOperatorRequest";

eachDialect((dialect) => {
  const line = new CfxLine();
  beforeAll(() => line.open(dialect));
  afterAll(() => line.close());

  /** The answering envelope of a request. */
  const ask = async (handle: string, name: string, body: object) => {
    const request = { ...line.message(handle, name, body), RequestID: "REQ-1" };
    const answer = await line.post(request);
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const verdictsOf = (body: {
    ValidationResults: {
      UniqueIdentifier: string;
      PositionNumber: number;
      Result: string;
      FailureCode: number;
    }[];
  }) =>
    body.ValidationResults.map((each) => [
      each.UniqueIdentifier,
      each.PositionNumber,
      each.Result,
      each.FailureCode,
    ]);

  test("are you there: the answer comes from us, to whoever asked, under the request's id", async () => {
    for (const name of ["CFX.AreYouThereRequest", "CFX.WhoIsThereRequest"]) {
      const mark = await line.app.mark();
      const answer = await ask("Somebody.New.1", name, sampleBody(name));
      expect(answer).toEqual({
        MessageName: name.replace("Request", "Response"),
        Version: "2.1",
        TimeStamp: line.app.clock.now(),
        UniqueID: expect.stringMatching(/^[0-9a-f-]{36}$/),
        Source: "Lineside.MES.1",
        Target: "Somebody.New.1",
        RequestID: "REQ-1",
        MessageBody: {
          Result: { Result: "Success", ResultCode: 0, Message: null },
          CFXHandle: "Lineside.MES.1",
          RequestNetworkUri: null,
          RequestTargetAddress: null,
        },
      });
      // Who asks is heard; the request itself is kept nowhere.
      expect(
        (await line.app.events(mark)).filter((type) => type !== "ingestEndpoint.appeared"),
      ).toEqual([]);
    }
  });

  describe("may these boards come in", () => {
    test("each by its place, with our reason", async () => {
      const { sns } = await line.panel("V1", 3);
      await line.app.db.auto
        .updateTable("execution_unit")
        .set({ state: "OUT_FAILED" })
        .where("sn", "=", sns[1] as string)
        .execute();
      const { MessageName, MessageBody } = await ask(printer, validateUnits, {
        Validations: ["UnitRouteValidation", "UnitStatusValidation"],
        PrimaryIdentifier: "V1",
        Units: units("V1", 1, 2, 9),
      });
      expect(MessageName).toBe("CFX.InformationSystem.UnitValidation.ValidateUnitsResponse");
      expect(MessageBody.Result).toEqual({ Result: "Success", ResultCode: 0, Message: null });
      expect(verdictsOf(MessageBody)).toEqual([
        ["V1", 1, "Passed", 0],
        ["V1", 2, "Failed", 1004],
        ["V1", 9, "Failed", 1008],
      ]);
      expect(MessageBody.PrimaryResult).toMatchObject({
        UniqueIdentifier: "V1",
        PositionNumber: 0,
        Result: "Failed",
        FailureCode: 1004,
        Message: expect.stringMatching(/^The unit failed.* \[UNIT_OUT_FAILED\]$/),
      });
      // Asking changes nothing.
      expect(await line.at(sns)).toEqual(["QUEUED@10", "OUT_FAILED@10", "QUEUED@10"]);
    });

    test("a panel by its own number is all of its boards", async () => {
      await line.panel("V2", 2);
      const { MessageBody } = await ask(printer, validateUnits, {
        PrimaryIdentifier: "V2",
        Units: null,
      });
      expect(verdictsOf(MessageBody)).toEqual([
        ["V2", 1, "Passed", 0],
        ["V2", 2, "Passed", 0],
      ]);
      expect(MessageBody.PrimaryResult).toMatchObject({ Result: "Passed", Message: "OK" });
    });

    test("by the kind of validation that was asked for", async () => {
      const { sns } = await line.run();
      const Units = units(sns[0] as string);
      const verdict = async (handle: string, ...Validations: string[]) =>
        verdictsOf(
          (await ask(handle, validateUnits, { Validations, Units })).MessageBody,
        )[0]?.slice(2);
      // The board waits for the printer: the tester is the wrong place, but the board is fine.
      expect(await verdict(tester, "All")).toEqual(["Failed", 1101]);
      expect(await verdict(tester)).toEqual(["Failed", 1101]);
      expect(await verdict(tester, "UnitStatusValidation")).toEqual(["Passed", 0]);
      expect(await verdict(printer, "UnitRouteValidation")).toEqual(["Passed", 0]);
      expect(await verdict(printer, "UnitTraceValidation")).toEqual(["Skipped", 0]);
      expect(await verdict(printer, "UnitTraceValidation", "All")).toEqual(["Passed", 0]);
    });

    test("of a machine that stands nowhere, or boards nobody knows", async () => {
      const { sns } = await line.run();
      const asked = { Units: units(sns[0] as string) };
      const { MessageBody } = await ask("Nowhere.1.1", validateUnits, asked);
      expect(verdictsOf(MessageBody)).toEqual([[sns[0] as string, 0, "Failed", 1105]]);
      const unknown = await ask(printer, validateUnits, sampleBody(validateUnits));
      expect(verdictsOf(unknown.MessageBody)).toEqual([
        ["CARRIER5566", 1, "Failed", 1001],
        ["CARRIER5566", 2, "Failed", 1001],
      ]);
      expect(unknown.MessageBody.PrimaryResult.UniqueIdentifier).toBe("CARRIER2342");
      const empty = await ask(printer, validateUnits, { Validations: ["All"] });
      expect(empty.MessageBody.Result).toMatchObject({ Result: "Failed", ResultCode: 1 });
    });
  });

  test("may this person work here: by user name, mail or badge, on the machine's line", async () => {
    const person = { password: "correct horse battery", name: "Bill Smith" };
    const stationIds = line.plant.stationIds;
    const { platform } = line.app;
    await createUser(platform, {
      ...{ ...person, username: "bill.smith", email: "bill.smith@domain1.com", badge: "BADGE-77" },
      ...{ roles: ["operator"], stationIds },
    });
    await createUser(platform, { ...person, username: "planner1", roles: ["planner"] });
    const may = async (operator: object, handle = printer) =>
      (await ask(handle, validateOperator, { Operator: operator })).MessageBody.Result;
    const sample = sampleBody(validateOperator).Operator as object;
    // biome-ignore format: one row per person
    const people: [object, string, string, number][] = [
      [sample,                                    printer,      "Success", 0],
      [{ LoginName: "BILL.SMITH" },               printer,      "Success", 0],
      [{ OperatorIdentifier: "badge-77" },        printer,      "Success", 0],
      [{ LoginName: "nobody" },                   printer,      "Failed",  3],
      [{ LoginName: "planner1" },                 printer,      "Failed",  4],
      [{ LoginName: "bill.smith" },               "Nowhere.1",  "Failed",  2],
      [{},                                        printer,      "Failed",  1],
    ];
    for (const [operator, handle, Result, ResultCode] of people)
      expect(await may(operator, handle)).toMatchObject({ Result, ResultCode });
  });

  test("what we do not answer is told so, in an array, too", async () => {
    const others = cfxSamples.filter(
      ({ messageName }) =>
        messageName.endsWith("Request") &&
        !/AreYouThere|WhoIsThere|ValidateUnits|ValidateOperator/.test(messageName),
    );
    const strange = { messageName: "Acme.DoThingRequest", body: {} };
    const requests = [...others, strange].map(({ messageName, body }) =>
      line.message(printer, messageName, body),
    );
    const answer = await line.post(requests);
    expect(answer.body.counts).toEqual({
      accepted: requests.length,
      duplicate: 0,
      parked: 0,
      rejected: 0,
    });
    for (const { response } of answer.body.items)
      expect(response).toMatchObject({
        MessageName: "CFX.NotSupportedResponse",
        MessageBody: { RequestResult: { Result: "Failed", Message: expect.any(String) } },
      });
  });

  test("asked again and again, nothing is kept of it", async () => {
    const { sns } = await line.panel("V9", 2);
    const body = { Validations: ["All"], PrimaryIdentifier: "V9", Units: units("V9", 1, 2) };
    let passed = 0;
    for (let round = 0; round < 50; round++) {
      const { MessageBody } = await ask(printer, validateUnits, body);
      if (MessageBody.PrimaryResult.Result === "Passed") passed++;
    }
    expect([passed, sns.length]).toEqual([50, 2]);
    const stored = await line.app.db.read
      .selectFrom("ingest_event")
      .select("id")
      .where("messageName", "like", "%Request")
      .execute();
    expect(stored).toEqual([]);
  });
});
