import { expect, test } from "bun:test";
import type { QueueUnit } from "@lineside/domain/execution";
import { onCarriers } from "./on-carriers.ts";

const waits = (sn: string, carrierNo: string | null) => ({ sn, carrierNo }) as QueueUnit;

test("boards on one carrier are one row, where the first of them stands", () => {
  const units = [waits("A", null), waits("B", "C-1"), waits("C", "C-2"), waits("D", "C-1")];
  const rows = onCarriers(units).map(
    ({ carrierNo, units }) => `${carrierNo}: ${units.map(({ sn }) => sn)}`,
  );
  expect(rows).toEqual(["null: A", "C-1: B,D", "null: C"]);
});
