import { expect, test } from "bun:test";
import { originOf } from "./policy-form.ts";

test("a number of the policy says where it comes from", () => {
  expect(originOf("thawMinMinutes", 240, "DEFAULT")).toBe("DEFAULT");
  expect(originOf("thawMinMinutes", 120, "INDIUM8_9HF")).toBe("GUIDE");
  expect(originOf("thawMinMinutes", 240, "INDIUM8_9HF")).toBe("DEFAULT");
  expect(originOf("thawMinMinutes", 90, "INDIUM8_9HF")).toBe("OWN");
});
