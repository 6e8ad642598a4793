import { describe, expect, test } from "bun:test";
import { payloadReasons } from "@lineside/domain/ingest";
import en from "../i18n/en/errors.json";
import { variantsOf } from "./refusal-variants.ts";

describe("the sentence of a refusal", () => {
  const rows: [string, Record<string, unknown>, string[]][] = [
    ["no context", {}, ["X"]],
    ["a reason in words stays a value", { reason: "two slots are bent", state: "BLOCKED" }, ["X"]],
    [
      "no reason: the state has a sentence",
      { reason: null, state: "CLEANING" },
      ["X.CLEANING", "X"],
    ],
    ["a reason that is a code", { reason: "NOT_A_NUMBER" }, ["X.NOT_A_NUMBER", "X"]],
    ["a number is none", { reason: 3 }, ["X"]],
  ];
  for (const [name, context, keys] of rows)
    test(name, () => expect(variantsOf("X", context)).toEqual(keys));

  test("nobody is shown the code of a reason", () => {
    const wanted = [
      ...["BLOCKED", "CLEANING", "RETIRED"].map((state) => `CARRIER_BLOCKED.${state}`),
      ...payloadReasons.map((reason) => `INGEST_PAYLOAD_INVALID.${reason}`),
    ];
    expect(wanted.filter((key) => !(key in en))).toEqual([]);
  });
});
