import { describe, expect, test } from "bun:test";
import { FakeClock } from "@lineside/testkit/clock";
import { eachDatabase } from "@lineside/testkit/database";
import { bringOnce } from "./shipped.ts";

describe("what a release ships", () => {
  eachDatabase((_dialect, open) => {
    test("is brought once, again when it changed, and again when bringing it failed", async () => {
      const at = { db: await open(), clock: new FakeClock() };
      const brought: string[] = [];
      const start = (shipped: string) =>
        bringOnce(at, [shipped], async () => void brought.push(shipped));
      await start("one");
      await start("one");
      expect(brought).toEqual(["one"]);
      const failed = bringOnce(at, ["two"], () => Promise.reject(new Error("killed")));
      await expect(failed).rejects.toThrow("killed");
      await start("two");
      await start("two");
      expect(brought).toEqual(["one", "two"]);
      await start("one");
      expect(brought).toEqual(["one", "two", "one"]);
    });
  });
});
