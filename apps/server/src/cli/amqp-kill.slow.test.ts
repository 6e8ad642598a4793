import { expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { expectedOf, MachineServer, messagesOf } from "./machines.fixture.ts";

const boards = 30;
/** A job that was lost three times is given up; PostgreSQL has four under way at each kill. */
const killsOf = { sqlite: 3, postgresql: 2 };

eachDialect((dialect) => {
  test("killed under machines that send over AMQP: what they send again reconciles exactly", async () => {
    const kills = killsOf[dialect];
    const server = await MachineServer.start(dialect, boards);
    try {
      const messages = server.line.run.sns.map(messagesOf);
      let settled = 0;
      const busy = messages.map(async (own) => {
        for (const message of own) {
          expect(await server.machine.send(message)).toBe("accepted");
          settled++;
        }
      });
      const all = messages.flat();
      for (let kill = 1; kill <= kills; kill++) {
        while (settled < (kill * all.length) / (kills + 2)) await Bun.sleep(1);
        await server.binary.crash();
        await server.binary.restart();
      }
      await Promise.all(busy);
      // Some were under way each time, and what came twice is kept once.
      expect(server.machine.again).toBeGreaterThan(kills);
      await server.carriedOut();
      expect(await server.leftBehind()).toEqual(expectedOf(all));
    } finally {
      await server.dispose();
    }
  }, 240_000);
});
