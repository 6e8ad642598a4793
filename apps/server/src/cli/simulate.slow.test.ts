import { expect, test } from "bun:test";
import { startBinary } from "@lineside/testkit/binary";
import { eachDialect } from "@lineside/testkit/database";
import { makeMixedFloor, readOutcome, startSimulator } from "./simulate.fixture.ts";

/** Every fault happens to so many; PostgreSQL shows the same with fewer, and takes longer. */
const boardsOf = { sqlite: 40, postgresql: 20 };
/** Enough for the plug to be pulled several times on the way. */
const boardsKilled = 16;
/** A job that was lost three times is given up; PostgreSQL has four under way at each kill. */
const killsMax = { sqlite: 6, postgresql: 2 };

eachDialect((dialect) => {
  test("a line with every fault reconciles exactly: every board traced once", async () => {
    const boards = boardsOf[dialect];
    const floor = await makeMixedFloor(dialect, boards);
    const binary = await startBinary({ env: floor.env });
    try {
      const words = ["--boards", String(boards), "--faults", "all", "--seed", "7"];
      const simulator = startSimulator(binary, floor, words);
      const code = await simulator.exited;
      const outcome = readOutcome(simulator.output());
      expect(outcome.problems).toEqual([]);
      expect(outcome.boards).toMatchObject({ sent: boards, left: 0, stopped: 0 });
      expect(outcome.boards.passed).toBeGreaterThan(boards / 2);
      expect(outcome.visits.traced).toBe(outcome.visits.expected);
      // A fault that never happened proves nothing.
      for (const { fault, injected, accounted } of outcome.faults) {
        expect(injected, fault).toBeGreaterThan(0);
        expect(accounted, fault).toBe(injected);
      }
      expect(code).toBe(0);
    } finally {
      await binary.dispose();
      await floor.dispose();
    }
  }, 120_000);

  test("a server killed again and again under it: what was not answered is sent again, nothing twice", async () => {
    const floor = await makeMixedFloor(dialect, boardsKilled);
    const binary = await startBinary({ env: floor.env });
    try {
      const words = ["--boards", String(boardsKilled), "--faults", "some", "--seed", "8"];
      const simulator = startSimulator(binary, floor, words);
      let kills = 0;
      let code: number | null = null;
      void simulator.exited.then((ended) => {
        code = ended;
      });
      while (code === null && kills < killsMax[dialect]) {
        await Bun.sleep(400 + Math.random() * 400);
        if (code !== null) break;
        await binary.crash();
        await binary.restart();
        kills++;
      }
      code = await simulator.exited;
      const outcome = readOutcome(simulator.output());
      expect(outcome.problems).toEqual([]);
      expect(outcome.isReconciled).toBe(true);
      expect(code).toBe(0);
      expect(kills).toBeGreaterThan(1);
      // The plug was pulled while requests were under way.
      expect(outcome.messages.resent).toBeGreaterThan(0);
    } finally {
      await binary.dispose();
      await floor.dispose();
    }
  }, 120_000);
});
