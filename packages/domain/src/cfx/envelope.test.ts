import { describe, expect, test } from "bun:test";
import { parseEnvelopes, readEnvelope } from "./envelope.ts";
import { knownMessage } from "./messages.ts";
import { cfxSamples, enveloped, publishedEnvelope } from "./samples.fixture.ts";

const started = "CFX.Production.WorkStarted";
const told = (text: string) =>
  parseEnvelopes(text).items.map((item) =>
    item.ok
      ? item.envelope.messageName
      : [item.refusal.code, item.refusal.context.index, item.refusal.context.offset],
  );

describe("an envelope", () => {
  test("as published is read; without a Source its sender is named by the body", () => {
    const { isArray, items } = parseEnvelopes(publishedEnvelope);
    expect(isArray).toBe(false);
    expect(items[0]).toMatchObject({
      ok: true,
      index: 0,
      envelope: {
        messageName: "CFX.EndpointConnected",
        version: "1.7",
        timeStamp: "2018-03-26T16:52:25.3769532-04:00",
        uniqueId: "f3b2c8ec-50b7-4c63-9cb3-2ed57c01880f",
        source: "SMTPlus.Model_21232.SN23123",
        target: null,
        requestId: null,
      },
    });
  });

  test.each(cfxSamples.map((sample) => [sample.file, sample] as const))(
    "around %s",
    (_, sample) => {
      const text = JSON.stringify(enveloped(sample.messageName, sample.body));
      expect(parseEnvelopes(text).items).toEqual([
        expect.objectContaining({
          ok: true,
          envelope: expect.objectContaining({ messageName: sample.messageName, body: sample.body }),
        }),
      ]);
      expect(knownMessage(sample.messageName)).not.toBeNull();
    },
  );

  test("of all samples in one array, and again with each of them cut away", () => {
    const all = cfxSamples.map((sample) => enveloped(sample.messageName, sample.body));
    expect(told(JSON.stringify(all))).toEqual(cfxSamples.map((sample) => sample.messageName));
  });

  // biome-ignore format: one row per way of writing
  const written: [string, object, object][] = [
    ["names in other cases",  { MessageName: undefined, messagename: started, UNIQUEID: "7", UniqueID: undefined }, { messageName: started, uniqueId: "7" }],
    ["a name in lower case",  { MessageName: started.toLowerCase() },                 { messageName: started }],
    ["an unknown message",    { MessageName: "Acme.Special.ThingDone" },              { messageName: "Acme.Special.ThingDone" }],
    ["no body",               { MessageBody: null },                                  { body: {} }],
    ["no time",               { TimeStamp: "0001-01-01T00:00:00" },                   { timeStamp: null }],
    ["an empty GUID",         { UniqueID: "00000000-0000-0000-0000-000000000000" },   { uniqueId: null }],
    ["fields nobody knows",   { $type: "CFX.CFXEnvelope, CFX", Mood: "good" },        { messageName: started }],
  ];
  test.each(written)("with %s is read", (_, given, expected) => {
    const read = readEnvelope({ ...enveloped(started, {}), ...given });
    expect(read).toMatchObject({ ok: true, value: expected });
  });

  // biome-ignore format: one row per refusal
  const refused: [string, unknown, string][] = [
    ["a text",            "WorkStarted",                                            "envelope"],
    ["an array in an array", [[]],                                                  "envelope"],
    ["no name",           { ...enveloped(started, {}), MessageName: " " },          "MessageName"],
    ["a body of text",    { ...enveloped(started, {}), MessageBody: "x" },          "MessageBody"],
    ["no sender",         { ...enveloped(started, {}), Source: null },              "Source"],
    ["an endless sender", { ...enveloped(started, {}), Source: "x".repeat(121) },   "Source"],
    ["an endless id",     { ...enveloped(started, {}), UniqueID: "x".repeat(201) }, "UniqueID"],
  ];
  test.each(refused)("of %s is refused", (_, given, field) => {
    expect(readEnvelope(given)).toEqual({
      ok: false,
      refusal: { code: "CFX_ENVELOPE_INVALID", context: { field, reason: expect.any(String) } },
    });
  });

  test("that is malformed is located, the others are kept", () => {
    const good = JSON.stringify(enveloped(started, {}));
    const noComma = good.replace('"Version":"2.1",', '"Version":"2.1" ');
    const unquoted = good.replace('"2026-11-22T09:30:00.1234567+08:00"', "2026-11-22");
    expect(told(`[${good},${noComma},${good},${unquoted},{"MessageName":1},${good}]`)).toEqual([
      started,
      ["MALFORMED_JSON", 1, good.length + 2],
      started,
      ["MALFORMED_JSON", 3, expect.any(Number)],
      ["CFX_ENVELOPE_INVALID", 4, undefined],
      started,
    ]);
    expect(told(`[${good},${good.slice(0, 60)}`).slice(0, 1)).toEqual([started]);
    expect(told(good.slice(0, -3))).toEqual([["MALFORMED_JSON", 0, 0]]);
    expect(told("")).toEqual([["MALFORMED_JSON", 0, 0]]);
  });
});
