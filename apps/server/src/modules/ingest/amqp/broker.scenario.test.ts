import { afterAll, beforeAll, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { CfxLine, names, printer, units } from "../cfx/line.fixture.ts";
import { Broker } from "./broker.fixture.ts";
import { type AmqpDoor, startAmqp } from "./index.ts";
import { envelopeIn, section } from "./machine.fixture.ts";

const { started, completed } = names;

eachDialect((dialect) => {
  const line = new CfxLine();
  let broker: Broker;
  const doors: AmqpDoor[] = [];
  beforeAll(async () => {
    await line.open(dialect);
    broker = await Broker.start();
  });
  afterAll(async () => {
    await Promise.all(doors.map((door) => door.stop(1_000)));
    await broker.stop();
    await line.close();
  });

  const connect = async (at: Broker, addresses: string[], password = "secret") => {
    const url = `amqp://lineside:${password}@127.0.0.1:${at.port}`;
    const config = { listener: null, broker: { url, addresses } };
    const door = (await startAmqp(line.app.platform, config)) as AmqpDoor;
    doors.push(door);
    return door;
  };
  const carry = (envelope: object, more: object = {}) => ({
    body: section(JSON.stringify(envelope)),
    ...more,
  });
  const begin = (id: string, sn: string) =>
    line.message(printer, started, { TransactionID: id, Units: units(sn) });
  const end = (id: string) =>
    line.message(printer, completed, { TransactionID: id, Result: "Completed" });
  const ask = () => ({
    ...line.message("Asker.1", "CFX.AreYouThereRequest", { CFXHandle: "Lineside" }),
    RequestID: "ask-1",
  });

  test("boards move by what lies in the broker's queues", async () => {
    const { sns } = await line.run();
    const door = await connect(broker, ["/queues/cfx", "/queues/more"]);
    expect(await broker.deliver("/queues/cfx", carry(begin("b1", sns[0] ?? "")))).toBe("accepted");
    expect(await broker.deliver("/queues/more", carry(end("b1")))).toBe("accepted");
    expect(await broker.deliver("/queues/more", { body: section("{") })).toBe("rejected");
    await line.app.runJobs();
    expect(await line.at(sns)).toEqual(["QUEUED@20"]);
    expect(door.status().broker).toMatchObject({
      url: `amqp://127.0.0.1:${broker.port}`,
      state: "OPEN",
      lastError: null,
      containerId: "broker",
      addresses: [
        { address: "/queues/cfx", isOpen: true, error: null },
        { address: "/queues/more", isOpen: true, error: null },
      ],
      counts: { accepted: 2, rejected: 1, released: 0, inFlight: 0 },
    });
    await door.stop(1_000);
  });

  test("a request is answered at its reply-to: by a link of its own, or over the relay", async () => {
    const door = await connect(broker, ["/queues/requests"]);
    const more = { message_id: "m-1", reply_to: "/queues/asker" };
    expect(await broker.deliver("/queues/requests", carry(ask(), more))).toBe("accepted");
    const { address, message } = await broker.answer();
    expect([address, message.correlation_id]).toEqual(["/queues/asker", "m-1"]);
    expect(envelopeIn(message).MessageName).toBe("CFX.AreYouThereResponse");
    await door.stop(1_000);

    const relay = await Broker.start({ isRelay: true });
    const other = await connect(relay, ["/queues/requests"]);
    expect(await relay.deliver("/queues/requests", carry(ask(), more))).toBe("accepted");
    const relayed = await relay.answer();
    expect([relayed.address ?? "", relayed.message.to]).toEqual(["", "/queues/asker"]);
    await other.stop(1_000);
    await relay.stop();
  });

  test("a broker that was away is found again, and goes on where it was", async () => {
    const first = await Broker.start();
    const { port } = first;
    const door = await connect(first, ["cfx"]);
    const { sns } = await line.run();
    const message = carry(begin("away", sns[0] ?? ""));
    expect(await first.deliver("cfx", message)).toBe("accepted");
    await first.stop();
    while (door.status().broker?.state === "OPEN") await Bun.sleep(5);
    expect(door.status().broker?.addresses).toEqual([
      { address: "cfx", isOpen: false, error: null },
    ]);
    const second = await Broker.start({ port });
    // It does not know that the first was settled.
    expect(await second.deliver("cfx", message)).toBe("accepted");
    await line.app.runJobs();
    expect(await line.at(sns)).toEqual(["IN_STATION@10"]);
    expect(door.status().broker?.state).toBe("OPEN");
    await door.stop(1_000);
    await second.stop();
  });

  test("a wrong password is told, and tried again: somebody may put it right there", async () => {
    const door = await connect(broker, ["cfx"], "wrong");
    while (door.status().broker?.state !== "WAITING") await Bun.sleep(5);
    expect(door.status().broker?.lastError).toContain("amqp:unauthorized-access");
    expect(JSON.stringify(door.status())).not.toContain("wrong");
    await door.stop(1_000);
  });
});
