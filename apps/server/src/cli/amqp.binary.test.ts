import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { runBinary } from "@lineside/testkit/binary";
import { eachDialect } from "@lineside/testkit/database";
import { freePort } from "@lineside/testkit/process";
import { expectedOf, MachineServer, messagesOf } from "./machines.fixture.ts";

// Processes are started here; a loaded machine takes its time over them.
setDefaultTimeout(60_000);

const boards = 12;

eachDialect((dialect) => {
  let server: MachineServer;
  beforeEach(async () => {
    server = await MachineServer.start(dialect, boards);
  });
  afterEach(() => server.dispose());

  test("an AMQP client that knows nothing of us completes boards; stopped, the server settles what it took", async () => {
    const messages = server.line.run.sns.map(messagesOf);
    const busy = messages.map(async (own) => {
      for (const message of own) expect(await server.machine.send(message)).toBe("accepted");
    });
    while (server.machine.sent < boards) await Bun.sleep(1);
    expect(await server.binary.stop()).toBe(0);
    await server.binary.restart();
    await Promise.all(busy);
    await server.carriedOut();
    expect(await server.leftBehind()).toEqual(expectedOf(messages.flat()));
  });

  test("a port that is in use is named, and nothing is served", async () => {
    const { amqpPort } = server.given;
    const other = { DATABASE_URL: `file:${server.binary.folder}/other.db`, APP_WEB_MODE: "off" };
    const env = { ...other, PORT: String(await freePort()), APP_AMQP_PORT: String(amqpPort) };
    const { exitCode, stderr } = await runBinary(["serve"], env, server.binary.folder);
    expect([exitCode, stderr]).toEqual([
      2,
      `APP_AMQP_PORT ${amqpPort} is in use on 127.0.0.1; choose another, e.g. ${amqpPort + 1}.\n`,
    ]);
  });
});
